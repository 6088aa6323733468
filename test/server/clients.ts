import { createClient as createSseClient } from 'graphql-sse';
import { type Client, createClient as createWsClient } from 'graphql-ws';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type TestServer, token } from './running-server.ts';

/** Ends with the test. */
export function overWebSocket(server: Pick<TestServer, 'url'>, authorization = `Bearer ${token}`): Client {
  const client = createWsClient({
    url: server.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: authorization },
    retryAttempts: 0,
  });
  onTestFinished(() => client.dispose());
  return client;
}

export function overSse(server: Pick<TestServer, 'url'>, authorization = `Bearer ${token}`) {
  return createSseClient({
    url: server.url,
    headers: { Authorization: authorization },
    retryAttempts: 0,
  });
}
