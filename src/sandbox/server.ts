import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RpcRequest } from './protocol/wire-protocol.ts';
import type { RpcOutcome } from './rpc.ts';

export interface ServerParts {
  readonly rpc: (request: RpcRequest) => RpcOutcome;
  /** HTML for people. */
  readonly landingPage: () => string;
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
  const [path = ''] = (request.url ?? '').split('?');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  switch (`${method} ${path}`) {
    case 'POST /':
      return serveRpc(request, response, parts);
    case 'GET /':
      return serveLandingPage(response, parts.landingPage());
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

async function serveRpc(
  request: IncomingMessage,
  response: ServerResponse,
  { rpc, latencyMs }: ServerParts,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    const error = {
      __type: 'RequestEntityTooLargeException',
      message: `The body is over ${maxBodyBytes} bytes.`,
    };
    return send(response, 413, 'application/x-amz-json-1.1', JSON.stringify(error));
  }
  const target = request.headers['x-amz-target'];
  const outcome = rpc({
    target: typeof target === 'string' ? target : undefined,
    authorization: request.headers.authorization,
    contentType: request.headers['content-type'],
    body,
  });
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

function serveLandingPage(response: ServerResponse, page: string): void {
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  send(response, 200, 'text/html; charset=utf-8', page);
}

function serveReset(request: IncomingMessage, response: ServerResponse, reset: () => void): void {
  const { origin, host, accept } = request.headers;
  // A page of another site must not reset a sandbox that happens to run on the reader's machine.
  if (origin !== undefined && origin !== `http://${host}`) {
    return send(response, 403, 'application/json', JSON.stringify({ message: 'Not from another site.' }));
  }
  reset();
  if (accept?.includes('text/html')) response.writeHead(303, { location: '/' }).end();
  else response.writeHead(204).end();
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
