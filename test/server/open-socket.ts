import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type TestServer, token } from './running-server.ts';

/** A WebSocket that said who it is, for what no client library would send. */
export async function openSocket(server: TestServer): Promise<WebSocket> {
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
  // What the server does to it is for the test to see, not to fail of.
  socket.on('error', () => {});
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }));
  await once(socket, 'message');
  return socket;
}

/** The message that begins an operation. */
export function subscribed(id: number | string, query: string): string {
  return JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } });
}
