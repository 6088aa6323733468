import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestServer } from './running-server.ts';

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
