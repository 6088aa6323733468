import type { Login } from '../portal.ts';
import type { SignIn } from '../sign-in.ts';
import type { Token } from '../tokens/token-cache.ts';

/** How a sign-in ended without a token. */
export interface Ending {
  readonly state: 'DENIED' | 'EXPIRED' | 'FAILED';
  readonly error: string;
}

/** A sign-in that has begun and waits for its person. */
export interface Attempt {
  readonly shown: Pick<Login, 'userCode' | 'verificationUri' | 'verificationUriComplete' | 'expiresAt'>;
  /** Waits, and leaves no timer or listener behind however it ends. */
  finish(signal: AbortSignal): Promise<Token | Ending>;
}

/** A way to sign in. */
export type Flow = (signIn: SignIn, signal: AbortSignal) => Promise<Attempt>;

/** How a sign-in ended, in words for people; `refused` is OAuth's error code. */
export function endingOf(refused: string): Ending {
  if (refused === 'access_denied') return { state: 'DENIED', error: 'The request was denied.' };
  if (refused === 'expired_token') return expired;
  return { state: 'FAILED', error: `AWS ended the sign-in (${refused}); begin a new one.` };
}

export const expired: Ending = { state: 'EXPIRED', error: 'Nobody approved it in time; begin a new one.' };
