import { Expiring } from './expiring.ts';
import { secret } from './secret.ts';

/** OAuth's names of the ways to a token. */
export const grantTypes = {
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
  refreshToken: 'refresh_token',
  authorizationCode: 'authorization_code',
} as const;

/** A program that asks people to sign in. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly grantTypes: readonly string[];
  /** Loopback addresses, whose port a request is free to choose. */
  readonly redirectUris: readonly string[];
  /** Epoch milliseconds, as every time here. */
  readonly registeredAt: number;
  readonly expiresAt: number;
}

/** AWS's registrations live for about so long. */
const lifetimeMs = 90 * 86_400_000;

export class Clients {
  readonly #clients: Expiring<Client>;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#clients = new Expiring(now);
  }

  register(facts: Pick<Client, 'name' | 'scopes' | 'grantTypes' | 'redirectUris'>): Client {
    const registeredAt = this.#now();
    const client: Client = {
      ...facts,
      id: secret(16),
      secret: secret(48),
      registeredAt,
      expiresAt: registeredAt + lifetimeMs,
    };
    this.#clients.set(client.id, client, client.expiresAt);
    return client;
  }

  get(id: string): Client | undefined {
    return this.#clients.get(id);
  }
}

/** A loopback address is registered without a port and used with any (RFC 8252, section 7.3). */
export function mayRedirectTo(client: Client, address: string): boolean {
  const asked = withoutPort(address);
  return asked !== undefined && client.redirectUris.some((registered) => withoutPort(registered) === asked);
}

/** Undefined for what is not an address of this machine. */
export function withoutPort(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'http:' || !isLoopback || url.hash !== '' || url.username !== '') return undefined;
  url.port = '';
  return url.href;
}
