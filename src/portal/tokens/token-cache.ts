import { digest } from './digest.ts';
import type { TokenFacts } from '../../aws/oidc.ts';
import { accountAccess } from '../address.ts';
import type { Place } from '../place.ts';
import { normalStartUrl } from '../start-url.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** A client that AWS knows, as it was registered. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Epoch milliseconds; left out where whoever registered it did not note it. */
  readonly expiresAt?: number;
  /** Left out by clients for device codes. */
  readonly grantTypes?: readonly string[];
}

/** A person's sign-in at one place. */
export interface Token {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** When it was asked for, from which its end was counted; left out where other programs wrote it. */
  readonly askedAt?: number;
  readonly refreshToken?: string;
  /** The client that the refresh token was given to; no other client can use it. */
  readonly client?: Client;
  /** The Region that gave it, if not that of its place: a company's own start URL may lead to another. */
  readonly region?: string;
  /** Of the token that this one was renewed from, as `lineageOf` has it. */
  readonly lineage?: string;
}

/** As AWS gave it to a client that asked at that moment. */
export function tokenOf(facts: TokenFacts, askedAt: number, client: Client): Token {
  const { accessToken, expiresInMs, refreshToken } = facts;
  const expiresAt = askedAt + expiresInMs;
  return { accessToken, expiresAt, askedAt, client, ...(refreshToken !== undefined && { refreshToken }) };
}

/**
 * Tells one sign-in from another: a token and whatever it is renewed to have the same, and no other token has it.
 * Another program that renews a token may drop what we noted; when AWS gave it a new refresh token, too, nothing
 * proves any more whose the token is, and it counts as another sign-in.
 */
export function lineageOf({ lineage, refreshToken, accessToken }: Token): string {
  return lineage ?? digest(refreshToken ?? accessToken);
}

/** What registering a client depends on. */
export type Scopes = readonly string[] | undefined;

/** Where one person's tokens are kept, and the clients that were registered for them. */
export interface TokenCache {
  /** What to ask for where no sso-session says it. */
  readonly defaultScopes: Scopes;
  read(place: Place): Promise<Token | undefined>;
  write(place: Place, token: Token): Promise<void>;
  remove(place: Place): Promise<void>;
  readClient(place: Place, scopes: Scopes): Promise<Client | undefined>;
  writeClient(place: Place, scopes: Scopes, client: Client): Promise<void>;
  removeClient(place: Place, scopes: Scopes): Promise<void>;
  /** The token in place of this one, which other programs may just be about to write. */
  readInsteadOf(place: Place, token: Token): Promise<Token | undefined>;
  /** Runs what reads a token and then writes or removes it: one such work of a place at a time. */
  alone<T>(place: Place, work: () => Promise<T>): Promise<T>;
}

/** What tokens of a place are kept under, and with scopes the client that was registered for them. */
export function keyOf({ startUrl, region, session }: Place, scopes?: Scopes): string {
  return JSON.stringify([normalStartUrl(startUrl), region, session, scopes]);
}

/** Tokens that end with the gateway. Nobody else reads them, so they are always asked for in renewable form. */
export function createMemoryCache(): TokenCache {
  const tokens = new Map<string, Token>();
  const clients = new Map<string, Client>();
  const oneByOne = oneAtATime();
  return {
    defaultScopes: [accountAccess],
    read: async (place) => tokens.get(keyOf(place)),
    write: async (place, token) => void tokens.set(keyOf(place), token),
    remove: async (place) => void tokens.delete(keyOf(place)),
    readClient: async (place, scopes) => clients.get(keyOf(place, scopes)),
    writeClient: async (place, scopes, client) => void clients.set(keyOf(place, scopes), client),
    removeClient: async (place, scopes) => void clients.delete(keyOf(place, scopes)),
    readInsteadOf: async (place) => tokens.get(keyOf(place)),
    alone: (place, work) => oneByOne(keyOf(place), work),
  };
}
