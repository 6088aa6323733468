import type { Login } from '../portal.ts';
import type { SignIn } from '../sign-in.ts';
import type { Client, Token } from '../tokens/token-cache.ts';

/** How a sign-in ended without a token. */
export interface Ending {
  readonly state: 'DENIED' | 'EXPIRED' | 'FAILED';
  readonly error: string;
}

/** What another process needs to go on with an attempt. Secret. */
export interface Carried {
  readonly client: Client;
  readonly deviceCode: string;
  readonly intervalMs: number;
  /** Where the start URL led. */
  readonly region: string;
  readonly awsStartUrl?: string | undefined;
}

/** A sign-in that has begun and waits for its person. */
export interface Attempt {
  readonly shown: Pick<Login, 'userCode' | 'verificationUri' | 'verificationUriComplete' | 'expiresAt'>;
  /** Left out where only this process can finish it. */
  readonly carried?: Carried;
  /**
   * Waits, and leaves no timer or listener behind however it ends. AWS is asked only while `isHeld`: another process
   * may have gone on with it.
   */
  readonly finish: (signal: AbortSignal, isHeld: () => boolean) => Promise<Token | Ending>;
}

/** A way to sign in. */
export type Flow = (signIn: SignIn, signal: AbortSignal) => Promise<Attempt>;

/** Goes on with what another process has begun. `leftMs`: how long its code still works. */
export type Resume = (signIn: SignIn, carried: Carried, leftMs: number) => Promise<Attempt['finish']>;

/** How a sign-in ended, in words for people; `refused` is OAuth's error code. */
export function endingOf(refused: string): Ending {
  if (refused === 'access_denied') return { state: 'DENIED', error: 'The request was denied.' };
  if (refused === 'expired_token') return expired;
  return { state: 'FAILED', error: `AWS ended the sign-in (${refused}); begin a new one.` };
}

export const expired: Ending = { state: 'EXPIRED', error: 'Nobody approved it in time; begin a new one.' };
