import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../errors.ts';
import { safeHeaders } from './headers.ts';

/**
 * How long a refused client may read the answer before its connection is closed: closed at once, the client's own
 * unread bytes would reset it.
 */
const lingerMs = 1_000;

/** In the shape of a GraphQL response, so that every client shows it as it shows other errors. */
export function refuse(response: ServerResponse, status: number, code: ErrorCode, message: string): void {
  send(response, status, 'application/json', refusal(code, message));
}

/** Who is told, before it is sent, that a response refuses its request: 401, 403 or 421. */
const watched = new WeakMap<ServerResponse, (code: ErrorCode) => void>();

export function watchRefusal(response: ServerResponse, refused: (code: ErrorCode) => void): void {
  watched.set(response, refused);
}

export function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (status === 401) watched.get(response)?.('UNAUTHENTICATED');
  if (status === 403 || status === 421) watched.get(response)?.('FORBIDDEN');
  response.statusCode = status;
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  response.end(body);
}

/** The same on a connection that has no request, or none that could be read; it ends with that. */
export function refuseConnection(
  socket: Duplex,
  status: number,
  code: ErrorCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = refusal(code, message);
  const all = {
    ...safeHeaders,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  // Without a listener, a client that has gone already would end the process.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
}

function refusal(code: ErrorCode, message: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}
