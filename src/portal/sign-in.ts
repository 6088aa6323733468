import { GatewayError } from '../errors.ts';
import type { Place } from './place.ts';
import type { Person, Session } from './portal.ts';
import type { Token, TokenCache } from './token-cache.ts';

/** One person at one place, and where their sign-in is kept. */
export interface SignIn {
  /** Unique among all people and places. */
  readonly key: string;
  readonly person: Person;
  readonly place: Place;
  readonly cache: TokenCache;
}

export function signInKey({ viewerId }: Person, { startUrl, region }: Place): string {
  return JSON.stringify([viewerId, startUrl, region]);
}

export function sessionOf(
  { startUrl, region }: Place,
  state: Session['state'],
  token?: Token,
  refreshable = false,
): Session {
  return { startUrl, region, state, refreshable, ...(token && { expiresAt: token.expiresAt }) };
}

export function loginRequired({ place }: SignIn, sessionState: 'EXPIRED' | 'SIGNED_OUT'): GatewayError {
  const { startUrl, region } = place;
  const why = sessionState === 'EXPIRED' ? 'The sign-in has ended' : 'Nobody is signed in';
  const input = `startUrl: ${JSON.stringify(startUrl)}, region: ${JSON.stringify(region)}`;
  const how = `mutation { login(input: { ${input} }) { id state verificationUri userCode } }`;
  const message = `${why}: sign in to ${startUrl} with the mutation login, or with \`aws sso login\` where the gateway uses its cache.`;
  return new GatewayError('LOGIN_REQUIRED', message, { sessionState, startUrl, region, how });
}
