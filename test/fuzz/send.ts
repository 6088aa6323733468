import { Agent, request as httpRequest, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { Gate } from './gate.ts';

export interface Outcome {
  /** Undefined where nothing came that is HTTP. */
  readonly status?: number | undefined;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 24 });
/** So much of an answer is looked at; errors stand at its beginning. */
const mostOfAnswer = 200_000;
const silentMs = 100;

export interface HttpInput {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** Sends half of the body, waits so long, and then the rest; or hangs up. @default sends it at once */
  readonly pauseMs?: number;
  readonly hangsUp?: boolean;
  /** Reads no more than what comes first. @default everything */
  readonly readsOnce?: boolean;
  /** Another address of this machine, whose guesses do not keep the others waiting. */
  readonly localAddress?: string;
}

export function sendHttp({ url }: Gate, input: HttpInput): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  const { method, path, headers, body = '', pauseMs, hangsUp, readsOnce, localAddress } = input;
  return new Promise((resolve, reject) => {
    const options: RequestOptions = { host: hostname, port, method, path, headers: headers as never, agent };
    const request = httpRequest({ ...options, ...(localAddress && { localAddress, agent: false }) });
    let text = '';
    request.on('error', (error: NodeJS.ErrnoException) =>
      hangsUp || isClosed(error) ? resolve({ text: '' }) : reject(error),
    );
    request.on('response', (response) => {
      const done = () => resolve({ status: response.statusCode, text });
      response.setEncoding('utf8');
      response.on('error', done);
      response.on('close', done);
      // A subscription without an end has answered when it has told something and falls silent.
      let silence: NodeJS.Timeout | undefined;
      response.on('close', () => clearTimeout(silence));
      response.on('data', (chunk: string) => {
        if (text.length < mostOfAnswer) text += chunk;
        if (readsOnce) response.destroy();
        if (!chunk.includes('event: next')) return;
        clearTimeout(silence);
        silence = setTimeout(() => response.destroy(), silentMs);
      });
    });
    if (pauseMs === undefined) return request.end(body);
    const half = Math.floor(body.length / 2);
    request.write(body.slice(0, half));
    setTimeout(() => (hangsUp ? request.destroy() : request.end(body.slice(half))), pauseMs);
    return undefined;
  });
}

/** Writes bytes as they are, and reads until the other side closes or nothing has come for a moment. */
export function sendBytes(
  { url }: Gate,
  chunks: readonly (string | Buffer)[],
  localAddress: string,
): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    let text = '';
    const done = () => {
      socket.destroy();
      const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
      resolve({ status: status === undefined ? undefined : Number(status), text });
    };
    socket.setEncoding('latin1');
    socket.setTimeout(150, done);
    socket.on('error', done);
    socket.on('close', done);
    socket.on('data', (chunk: string) => {
      if (text.length < mostOfAnswer) text += chunk;
    });
    socket.on('connect', () => {
      for (const chunk of chunks) socket.write(chunk);
    });
  });
}

/** One connection with these messages; resolves with what came until an operation ended, or nothing more comes. */
export function sendOverWebSocket(
  { url, token }: Gate,
  messages: readonly (string | Buffer)[],
  { waitMs }: { readonly waitMs: number },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    let text = '';
    let timer: NodeJS.Timeout | undefined;
    const done = () => {
      clearTimeout(timer);
      socket.terminate();
      resolve({ text });
    };
    socket.on('error', done);
    socket.on('close', (code) => {
      // 4500 is what the server says of its own mistakes.
      if (code === 4500) text += ' INTERNAL: 4500';
      done();
    });
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }));
    });
    socket.on('message', (data: Buffer) => {
      const message = String(data);
      if (text.length < mostOfAnswer) text += message;
      if (message.includes('"connection_ack"')) {
        timer = setTimeout(done, waitMs);
        for (const one of messages) socket.send(one);
      }
      if (/"type":"(next|error|complete)"/.test(message)) done();
    });
  });
}

function isClosed({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}
