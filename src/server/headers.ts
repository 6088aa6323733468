import type { IncomingMessage, ServerResponse } from 'node:http';

/** On every response. A page that needs more than this says so itself. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export function setSafeHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
}

/**
 * Does the request address the gateway by a name of its own? A page of another site that points its own name at
 * this machine (DNS rebinding) counts for the browser as the same origin, but cannot change the Host header.
 */
export function hostCheck(allowedHosts: readonly string[]): (request: IncomingMessage) => boolean {
  const allowed = new Set(
    ['localhost', '127.0.0.1', '[::1]', ...allowedHosts].map((host) => bracketed(host).toLowerCase()),
  );
  return ({ headers: { host } }) => {
    const name = /^(\[[\da-f:.]+\]|[^:]+)(?::\d+)?$/i.exec(host ?? '')?.[1];
    return name !== undefined && allowed.has(name.toLowerCase());
  };
}

/** For a client whose Host header fails that check. */
export const unknownHost =
  'This gateway does not go by the name in the Host header; --allowed-host adds one.';

/** An IPv6 address as a URL and a Host header write it. */
export function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** Can only programs of this machine reach this address? */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** How the client addresses the gateway. Other names than loopback's are behind something that speaks TLS, or should be. */
export function originOf({ headers: { host = '' } }: IncomingMessage): string {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return `${isLoopback(name.toLowerCase()) ? 'http' : 'https'}://${host}`;
}

/**
 * Browsers say which site a page came from when it opens a WebSocket, and let every site open one. Programs that are
 * no browsers say nothing.
 */
export function isSameSite({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
