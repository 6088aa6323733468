import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { runningServer, type TestServer, token } from '../running-server.ts';

const dashboard = 'https://dashboard.example';
const allowing = { allowedOrigins: [dashboard, 'http://localhost:3000'] };

function preflight(server: TestServer, origin: string, path = '/graphql'): Promise<Response> {
  const headers = {
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization, content-type, traceparent',
  };
  return fetch(new URL(path, server.url), { method: 'OPTIONS', headers });
}

function granted({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

test.each(allowing.allowedOrigins)(
  'a browser that asks for a page of %s is told what it may send',
  async (origin) => {
    await using server = await runningServer(allowing);
    const response = await preflight(server, origin);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(response.headers.get('vary')).toBe('Origin');
    expect(granted(response)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': '*, Authorization',
      'access-control-expose-headers': 'ETag, Retry-After, X-Request-Id',
      'access-control-max-age': '600',
    });
  },
);

test.each([
  ['an answer', '{ hello }', {}, 200],
  ['a refusal', '{ hello }', { Authorization: 'Bearer wrong' }, 401],
  ['a refused query', '{ nothing }', { Accept: 'application/graphql-response+json' }, 400],
  ['an event stream', '{ hello }', { Accept: 'text/event-stream' }, 200],
])('%s can be read by a page of an allowed origin', async (_what, query, headers, status) => {
  await using server = await runningServer(allowing);
  const response = await server.ask(query, { headers: { Origin: dashboard, ...headers } });
  await response.text();
  expect(response.status).toBe(status);
  expect(granted(response)).toEqual({
    'access-control-allow-origin': dashboard,
    'access-control-expose-headers': 'ETag, Retry-After, X-Request-Id',
  });
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

test.each([
  'https://evil.example',
  'http://dashboard.example',
  'https://dashboard.example:8443',
  'https://dashboard.example.evil.example',
  'https://DASHBOARD.example',
  'null',
  '',
])('a page of %j is granted nothing', async (origin) => {
  await using server = await runningServer(allowing);
  const question = await preflight(server, origin);
  const answer = await server.ask('{ hello }', { headers: { Origin: origin } });
  expect([granted(question), granted(answer)]).toEqual([{}, {}]);
  expect(answer.headers.get('vary')).toContain('Origin');
});

test('a browser that asks for a page of another origin is told which flag would let it', async () => {
  await using server = await runningServer();
  const response = await preflight(server, dashboard);
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('--allowed-origin');
});

test.each(['/credentials/123456789012/Admin', '/graphiql/token', '/metrics', '/health', '/'])(
  'a page of an allowed origin may not ask at %s',
  async (path) => {
    await using server = await runningServer(allowing);
    const question = await preflight(server, dashboard, path);
    const answer = await fetch(new URL(path, server.url), {
      headers: { Origin: dashboard },
      redirect: 'manual',
    });
    expect([granted(question), granted(answer)]).toEqual([{}, {}]);
  },
);

test('a request that a page could send without asking its browser is refused to allowed origins, too', async () => {
  await using server = await runningServer({ ...allowing, auth: { mode: 'none' } });
  const body = JSON.stringify({ query: '{ hello }' });
  const headers = { Origin: dashboard, 'Content-Type': 'text/plain' };
  expect((await fetch(server.url, { method: 'POST', headers, body })).status).toBe(403);
});

test.each([
  [dashboard, undefined],
  ['https://evil.example', 403],
])('a page of %s that opens a WebSocket is refused with %s', async (origin, refusal) => {
  await using server = await runningServer(allowing);
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', { origin });
  const refused = Promise.withResolvers<number | undefined>();
  socket.on('unexpected-response', (_request, { statusCode }: IncomingMessage) =>
    refused.resolve(statusCode),
  );
  socket.on('open', () => refused.resolve(undefined)).on('error', () => {});
  expect(await refused.promise).toBe(refusal);
  socket.terminate();
});

test('a page of the public URL may open a WebSocket', async () => {
  await using server = await runningServer({ publicUrl: 'https://gateway.example' });
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', {
    origin: 'https://gateway.example',
    headers: { Authorization: `Bearer ${token}` },
  });
  await once(socket, 'open');
  expect(socket.protocol).toBe('graphql-transport-ws');
  socket.terminate();
});
