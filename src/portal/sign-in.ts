import { GatewayError } from '../errors.ts';
import type { Place } from './place.ts';
import { normalStartUrl } from './start-url.ts';
import type { Person, Session } from './portal.ts';
import { lineageOf, type Token, type TokenCache } from './tokens/token-cache.ts';

/** One person at one place, and where their sign-in is kept. */
export interface SignIn {
  /** Unique among all people and places. */
  readonly key: string;
  readonly person: Person;
  readonly place: Place;
  readonly cache: TokenCache;
}

export function signInKey({ viewerId }: Person, { startUrl, region, session }: Place): string {
  return JSON.stringify([viewerId, normalStartUrl(startUrl), region, session]);
}

export function sessionOf(
  { startUrl, region }: Place,
  state: Session['state'],
  token?: Token,
  refreshable = false,
): Session {
  const facts = token && { expiresAt: token.expiresAt, lineage: lineageOf(token) };
  return { startUrl, region: token?.region ?? region, state, refreshable, ...facts };
}

/**
 * The error for credentials and tokens that were given out in a sign-in that has ended, whoever has signed in since.
 */
export function signInOver({ place }: SignIn, cause?: unknown): GatewayError {
  const message = `The sign-in to ${place.startUrl} that this was given out in is over: whoever it was has signed out, it has expired, or somebody has signed in there since. Sign in, and have another one made.`;
  return new GatewayError('UNAUTHENTICATED', message, { cause });
}

export function loginRequired({ place }: SignIn, sessionState: 'EXPIRED' | 'SIGNED_OUT'): GatewayError {
  const { startUrl, region, sessionNames } = place;
  const command = cliLogin(sessionNames[0]);
  const why = sessionState === 'EXPIRED' ? 'The sign-in has ended' : 'Nobody is signed in';
  const input = `startUrl: ${JSON.stringify(startUrl)}, region: ${JSON.stringify(region)}`;
  const how = `mutation { login(input: { ${input} }) { id state verificationUri userCode } }`;
  const message = `${why}: sign in to ${startUrl} with the mutation login, or with \`${command}\` where the gateway uses its cache.`;
  return new GatewayError('LOGIN_REQUIRED', message, { sessionState, startUrl, region, how, command });
}

/** The command that signs in without the gateway. */
function cliLogin(ssoSession: string | undefined): string {
  if (ssoSession === undefined) return 'aws sso login';
  return `aws sso login --sso-session ${/^[\w.@+-]+$/.test(ssoSession) ? ssoSession : JSON.stringify(ssoSession)}`;
}
