import { connect, type Socket } from 'node:net';

/** One kind of request that is sent over and over. */
export interface Shot {
  readonly url: string;
  readonly query: string;
  readonly variables?: object | undefined;
  readonly token?: string | undefined;
}

export interface Volley {
  readonly answers: number;
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

const connections = 8;

/** As many answers as there can be in that time, each connection asking again when it has been answered. */
export async function volley(shot: Shot, ms: number): Promise<Volley> {
  const request = bytesOf(shot);
  const took: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + ms;
  const port = Number(new URL(shot.url).port);
  await Promise.all(Array.from({ length: connections }, () => askUntil(until, port, request, took)));
  const seconds = (performance.now() - startedAt) / 1_000;
  took.sort((one, other) => one - other);
  const at = (share: number) => took[Math.floor(took.length * share)] ?? Number.NaN;
  return { answers: took.length, perSecond: took.length / seconds, medianMs: at(0.5), p99Ms: at(0.99) };
}

function bytesOf({ url, query, variables, token }: Shot): Buffer {
  const { host, pathname } = new URL(url);
  const body = JSON.stringify({ query, ...(variables && { variables }) });
  const headers = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    'Accept: application/json',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`);
}

async function askUntil(until: number, port: number, request: Buffer, took: number[]): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  const answers = answersOf(socket);
  try {
    while (performance.now() < until) {
      const askedAt = performance.now();
      socket.write(request);
      await answers.next();
      took.push(performance.now() - askedAt);
    }
  } finally {
    socket.destroy();
  }
}

/** Counts bytes instead of reading them: the client must not take the time that the server has. */
function answersOf(socket: Socket): { next(): Promise<void> } {
  let waiting: PromiseWithResolvers<void> | undefined;
  let head = '';
  let left = 0;
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection')));
  socket.on('data', (chunk) => {
    if (left === 0) {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /^content-length: *(\d+)/im.exec(head.slice(0, end))?.[1];
      if (!head.startsWith('HTTP/1.1 200') || length === undefined)
        return waiting?.reject(new Error(`Not a whole answer: ${head.slice(0, 500)}`));
      left = Number(length) - (head.length - end - 4);
      head = '';
    } else left -= chunk.length;
    if (left === 0) waiting?.resolve();
  });
  return {
    next() {
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
  };
}
