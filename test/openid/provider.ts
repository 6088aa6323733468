import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import Provider from 'oidc-provider';
import { vi } from 'vitest';

export const audience = 'https://gateway.example';
export const browserClient = 'gateway-in-a-browser';

/** Of each person of the provider, by the login they sign in with. */
export const people: Readonly<Record<string, { readonly name: string; readonly groups: readonly string[] }>> =
  {
    ada: { name: 'Ada Auditor', groups: ['auditors', 'staff'] },
    bob: { name: 'Bob Builder', groups: ['staff'] },
  };

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

export interface OpenidProvider extends AsyncDisposable {
  readonly issuer: string;
  /** The paths that were asked for. */
  readonly asked: string[];
  /** A token as the provider itself issues it for a program. */
  programToken(resource?: string): Promise<string>;
  /** A token signed with its present key, with other claims than it would give. */
  sign(claims?: Record<string, unknown>, header?: object): Promise<string>;
  /** Signs with another key from now on; the one before is forgotten. */
  rotate(): Promise<void>;
  /** From now on it answers nothing but this status; undefined puts it back. */
  fail(status: number | undefined): void;
}

let keys = 0;

async function newKey(): Promise<Key> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid: `key-${++keys}`, privateKey };
}

/** A real OpenID provider on a port of its own. `pages`: those of the gateways where people may sign in. */
export async function openidProvider(pages: readonly string[] = []): Promise<OpenidProvider> {
  let listener: RequestListener = () => {};
  let key = await newKey();
  let failure: number | undefined;
  const asked: string[] = [];
  const http = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (failure === undefined) return listener(request, response);
    response.statusCode = failure;
    response.end();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  async function begin(): Promise<void> {
    const jwk = { ...(await exportJWK(key.privateKey)), kid: key.kid, alg: 'RS256', use: 'sig' };
    listener = quietly(() => new Provider(issuer, configuration([jwk], pages))).callback();
  }
  await begin();

  return {
    issuer,
    asked,
    async programToken(resource = audience) {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { Authorization: `Basic ${Buffer.from('program:secret').toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope: 'read' }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    sign: (claims = {}, header = {}) =>
      new SignJWT({ iss: issuer, aud: audience, sub: 'ada', exp: inTenMinutes(), ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
        .sign(key.privateKey, { crit: { 'urn:unknown': true } }),
    async rotate() {
      key = await newKey();
      await begin();
    },
    fail: (status) => void (failure = status),
    async [Symbol.asyncDispose]() {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}

function inTenMinutes(): number {
  return Math.floor(Date.now() / 1000) + 600;
}

function configuration(jwks: readonly object[], pages: readonly string[]) {
  return {
    jwks: { keys: jwks },
    clients: [
      {
        client_id: 'program',
        client_secret: 'secret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
      {
        client_id: browserClient,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        // A page of this machine may be at any port.
        application_type: 'native',
        redirect_uris: [...pages],
      },
    ],
    clientBasedCORS: () => true,
    cookies: { keys: ['a key for tests'] },
    scopes: ['openid', 'profile', 'read'],
    claims: { openid: ['sub'], profile: ['name'] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: people[id]?.name }),
    }),
    extraTokenClaims: (_context: unknown, { accountId }: { readonly accountId?: string }) =>
      accountId === undefined ? {} : { name: people[accountId]?.name, groups: people[accountId]?.groups },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context: unknown, resource: string) => ({
          scope: 'read',
          audience: resource,
          accessTokenTTL: 600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    pkce: { required: () => true },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      ClientCredentials: 600,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
  };
}

/** Without its words about what is for development alone. */
function quietly<Result>(work: () => Result): Result {
  using _info = vi.spyOn(console, 'info').mockReturnValue();
  using _warn = vi.spyOn(console, 'warn').mockReturnValue();
  return work();
}
