import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Route, WireOutcome } from './endpoint.ts';
import type { PageAnswer, SignInPages } from './pages/sign-in-pages.ts';
import { restProtocolAt } from './protocol/rest-json.ts';
import type { WireRequest } from './protocol/wire-protocol.ts';

export interface ServerParts {
  /** Answers the calls of AWS's services. */
  readonly endpoint: (request: WireRequest, route: Route) => WireOutcome;
  /** HTML for people. */
  readonly landingPage: () => string;
  readonly signInPages: SignInPages;
  /** What `GET /__calls` answers, as JSON. */
  readonly calls: () => unknown;
  readonly reset: () => void;
  /** Added to every answer of the services. */
  readonly latencyMs: number;
}

/** A request of these services is a few kilobytes at most. */
const maxBodyBytes = 1 << 20;

/**
 * Longer than the idle time after which clients drop a connection of their own accord, so that no client sends a call
 * into a connection that is being closed.
 */
const keepAliveMs = 120_000;

export function createSandboxServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    serve(request, response, parts).catch(() => response.destroy());
  });
  server.keepAliveTimeout = keepAliveMs;
  return server;
}

async function serve(request: IncomingMessage, response: ServerResponse, parts: ServerParts): Promise<void> {
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  const { signInPages } = parts;
  if (restProtocolAt(path)) return serveCall(request, response, parts, { method, path, query });
  switch (`${method} ${path}`) {
    case 'POST /':
      return serveCall(request, response, parts, { method, path, query });
    case 'GET /':
      return sendPage(response, { status: 200, html: parts.landingPage() });
    case 'GET /start':
      return sendPage(response, { status: 303, html: '', location: '/device' });
    case 'GET /device':
      return sendPage(response, signInPages.showDevice(query));
    case 'POST /device':
      return serveForm(request, response, (form) => signInPages.decideDevice(form));
    case 'GET /authorize':
      return sendPage(response, signInPages.showAuthorize(query));
    case 'POST /authorize':
      return serveForm(request, response, (form) => signInPages.decideAuthorize(query, form));
    case 'GET /__calls':
      return send(response, 200, 'application/json', JSON.stringify(parts.calls()));
    case 'POST /__reset':
      return serveReset(request, response, parts.reset);
    default:
      return send(
        response,
        404,
        'application/json',
        JSON.stringify({ message: `Nothing at ${method} ${path}.` }),
      );
  }
}

async function serveCall(
  request: IncomingMessage,
  response: ServerResponse,
  { endpoint, latencyMs }: ServerParts,
  target: Pick<WireRequest, 'method' | 'path' | 'query'>,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    const error = {
      __type: 'RequestEntityTooLargeException',
      message: `The body is over ${maxBodyBytes} bytes.`,
    };
    response.setHeader('connection', 'close');
    return send(response, 413, 'application/x-amz-json-1.1', JSON.stringify(error));
  }
  const route = { base: baseOf(request), sourceIp: request.socket.remoteAddress ?? '' };
  const outcome = endpoint({ ...target, headers: singleHeaders(request), body }, route);
  if (outcome === 'drop') {
    response.destroy();
    return;
  }
  const delayMs = latencyMs + outcome.delayMs;
  // A client that has gone no longer waits, and neither does a sandbox that closes.
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
  if (response.destroyed) return;
  const length = Buffer.byteLength(outcome.body);
  response.writeHead(outcome.status, { ...outcome.headers, 'content-length': length }).end(outcome.body);
}

/** None that services look at comes several times. */
function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** The sandbox may be reached by another name or port than its own, as in a container. */
function baseOf({ headers: { host = '' }, socket }: IncomingMessage): string {
  return /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : `http://127.0.0.1:${socket.localPort}`;
}

/** Undefined when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    // Node's streams give Buffers as long as no encoding is set.
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

async function serveForm(
  request: IncomingMessage,
  response: ServerResponse,
  decide: (form: URLSearchParams) => PageAnswer,
): Promise<void> {
  if (isFromAnotherSite(request)) return refuseOtherSite(response);
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    return sendPage(response, { status: 413, html: '' });
  }
  sendPage(response, decide(new URLSearchParams(body)));
}

function sendPage(response: ServerResponse, { status, html, location }: PageAnswer): void {
  response.setHeader(
    'content-security-policy',
    // A browser holds a form also to where its answer redirects, which for a sign-in is another port.
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' http:; base-uri 'none'; frame-ancestors 'none'",
  );
  if (location !== undefined) response.setHeader('location', location);
  send(response, status, 'text/html; charset=utf-8', html);
}

function serveReset(request: IncomingMessage, response: ServerResponse, reset: () => void): void {
  if (isFromAnotherSite(request)) return refuseOtherSite(response);
  reset();
  if (request.headers.accept?.includes('text/html')) response.writeHead(303, { location: '/' }).end();
  else response.writeHead(204).end();
}

/** A page of another site must not change a sandbox that happens to run on the reader's machine. */
function isFromAnotherSite({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin !== undefined && origin !== `http://${host}`;
}

function refuseOtherSite(response: ServerResponse): void {
  send(response, 403, 'application/json', JSON.stringify({ message: 'Not from another site.' }));
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
