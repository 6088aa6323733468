import { createHash } from 'node:crypto';
import type { Client } from './clients.ts';
import { Expiring } from './expiring.ts';
import { secret } from './secret.ts';

/** A sign-in in a browser that goes back to the client with a code (PKCE, RFC 7636). */
export interface Authorization {
  readonly client: Client;
  readonly userId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the verifier that only the client knows, in base64url. */
  readonly codeChallenge: string;
}

export class AuthorizationCodes {
  readonly #codes: Expiring<Authorization>;
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor(lifetimeMs: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
    this.#codes = new Expiring(now);
  }

  issue(authorization: Authorization): string {
    const code = secret();
    this.#codes.set(code, authorization, this.#now() + this.#lifetimeMs);
    return code;
  }

  /** Whatever comes of it, the code is used up. */
  redeem(
    code: string,
    { client, redirectUri, codeVerifier }: { client: Client; redirectUri: string; codeVerifier: string },
  ): Authorization | undefined {
    const authorization = this.#codes.take(code);
    if (authorization === undefined || authorization.client.id !== client.id) return undefined;
    const isWhoAsked =
      authorization.redirectUri === redirectUri &&
      createHash('sha256').update(codeVerifier).digest('base64url') === authorization.codeChallenge;
    return isWhoAsked ? authorization : undefined;
  }
}
