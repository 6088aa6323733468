import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type TestServer, token } from './running-server.ts';

/** A connection for what no client library would send. */
export async function connection({ url }: Pick<TestServer, 'url'>): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  // What the server does to the connection is for the test to see, not to fail of.
  socket.on('error', () => {});
  return socket;
}

/** Sends the text as it is; everything that comes back until the server closes. */
export async function rawRequest(server: Pick<TestServer, 'url'>, text: string): Promise<string> {
  const socket = await connection(server);
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

/** A query as a request, which another may follow. */
export function post(query: string, accept = '*/*'): string {
  const body = JSON.stringify({ query });
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Accept: ${accept}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
