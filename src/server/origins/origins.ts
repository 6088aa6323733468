import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { grouped, peerOf } from '../connections/address.ts';
import { bracketed, isLoopback } from '../headers.ts';
import { TrustedProxies } from './trusted-proxies.ts';

export interface OriginOptions {
  /** The address that is listened on. */
  readonly host: string;
  /** Names by which clients may address the gateway, beside loopback's and `host`. */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may read answers, beside the gateway's own: `https://dashboards.example`. @default none */
  readonly allowedOrigins?: readonly string[];
  /** Under which clients reach the gateway, whatever is between: `https://gateway.example`. @default as they say */
  readonly publicUrl?: string;
  /** Networks of proxies whose `X-Forwarded-*` is believed. @default none */
  readonly trustedProxies?: readonly string[];
  /** Whether a proxy lets others in who could not reach `host`. @default it does when anything else here tells of one */
  readonly behindProxy?: boolean;
}

/** For a client that addresses the gateway by another name. */
export const unknownHost =
  'This gateway does not go by the name in the Host header; --allowed-host adds one.';

type Doors = Pick<OriginOptions, 'host' | 'allowedHosts'> & {
  readonly [Name in 'publicUrl' | 'trustedProxies' | 'behindProxy']?: OriginOptions[Name] | undefined;
};

/** Whether only programs of this machine can reach a gateway that listens so. */
export function areLocal({
  host,
  allowedHosts,
  publicUrl,
  trustedProxies = [],
  behindProxy,
}: Doors): boolean {
  const isBehindProxy = behindProxy === true || publicUrl !== undefined || trustedProxies.length > 0;
  // Whoever addresses the gateway by another name comes through something that others can reach, too.
  return isLoopback(host) && allowedHosts.length === 0 && !isBehindProxy;
}

/** Where requests come from, and by which name they address the gateway. */
export class Origins {
  /** Whether only programs of this machine can reach the gateway. */
  readonly areLocal: boolean;
  readonly #hosts: ReadonlySet<string>;
  readonly #allowed: ReadonlySet<string>;
  readonly #publicOrigin: string | undefined;
  readonly #proxies: TrustedProxies;

  constructor(options: OriginOptions) {
    const { host, allowedHosts, allowedOrigins = [], publicUrl, trustedProxies = [] } = options;
    this.#publicOrigin = publicUrl && new URL(publicUrl).origin;
    const publicHost = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
    const names = ['localhost', '127.0.0.1', '[::1]', host, ...allowedHosts, ...publicHost];
    this.#hosts = new Set(names.map((name) => bracketed(name).toLowerCase()));
    this.#allowed = new Set(allowedOrigins);
    this.#proxies = new TrustedProxies(trustedProxies);
    this.areLocal = areLocal(options);
  }

  /** The client's address, as far as it tells one client from another. */
  addressOf(request: IncomingMessage): string {
    return grouped(this.#proxies.forwarded(request).address);
  }

  /** Whether the other end of its connection is a proxy, which passes on requests of many clients. */
  isProxied({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
    return this.#proxies.has(peerOf(socket));
  }

  /**
   * Does the request address the gateway by a name of its own? A page of another site that points its own name at
   * this machine (DNS rebinding) counts for the browser as the same origin, but cannot change the Host header.
   */
  isOurHost(request: IncomingMessage): boolean {
    const name = /^(\[[\da-f:.]+\]|[^:]+)(?::\d+)?$/i.exec(this.#hostOf(request) ?? '')?.[1];
    return name !== undefined && this.#hosts.has(name.toLowerCase());
  }

  /** The gateway's origin as the client has it: what is linked and issued begins with it. */
  originOf(request: IncomingMessage): string {
    return this.#publicOrigin ?? `${this.#schemeOf(request)}://${this.#hostOf(request) ?? ''}`;
  }

  /**
   * Browsers say which site a page came from when it opens a WebSocket, and let every site open one. Programs that
   * are no browsers say nothing.
   */
  mayConnect(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    if (origin === undefined || origin === this.#publicOrigin || this.#allowed.has(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === this.#hostOf(request);
  }

  /** The other origin whose page asks, when it may read the answer. */
  grantedTo({ headers: { origin } }: IncomingMessage): string | undefined {
    return origin !== undefined && this.#allowed.has(origin) ? origin : undefined;
  }

  /** Whether any other origin may read answers. */
  get grantAny(): boolean {
    return this.#allowed.size > 0;
  }

  #hostOf(request: IncomingMessage): string | undefined {
    return this.#proxies.forwarded(request).host ?? request.headers.host;
  }

  /** Other names than loopback's are behind something that speaks TLS, or should be. */
  #schemeOf(request: IncomingMessage): 'http' | 'https' {
    const { proto } = this.#proxies.forwarded(request);
    if (proto !== undefined) return proto;
    if ((request.socket as Partial<TLSSocket>).encrypted === true) return 'https';
    const name = (this.#hostOf(request) ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
    return isLoopback(name.toLowerCase()) ? 'http' : 'https';
  }
}
