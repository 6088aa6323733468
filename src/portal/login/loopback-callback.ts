import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timingSafeEqual } from 'node:crypto';

const path = '/oauth/callback';

/** What a client is registered with: AWS takes any port of the loopback address then. */
export const callbackUri = `http://127.0.0.1${path}`;

/** What the browser brought back. */
export type Callback = { readonly code: string } | { readonly error: string };

/** Waits on loopback for the browser that comes back from signing in. */
export interface CallbackListener {
  readonly redirectUri: string;
  readonly answer: Promise<Callback>;
  readonly close: () => Promise<void>;
}

/** Takes one answer that knows `state`; whatever else calls is turned away, and the wait goes on. */
export async function listenForCallback(state: string): Promise<CallbackListener> {
  const { promise: answer, resolve } = Promise.withResolvers<Callback>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', callbackUri);
    if (request.method !== 'GET' || url.pathname !== path)
      return show(response, 404, 'There is nothing here.');
    if (!isSame(url.searchParams.get('state') ?? '', state))
      return show(response, 400, 'This is not the sign-in that is waited for.');
    const code = url.searchParams.get('code');
    const error = url.searchParams.get('error') ?? 'invalid_grant';
    // The page must have gone out before the listener closes.
    response.once('close', () => resolve(code ? { code } : { error }));
    return code
      ? show(response, 200, 'The sign-in went back to the gateway. You can close this page.')
      : show(response, 200, 'The sign-in was not granted. You can close this page.');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The cast: a server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    redirectUri: `http://127.0.0.1:${port}${path}`,
    answer,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function show(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Identity Center gateway</title><main><h1>${sentence}</h1></main></html>`,
  );
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
