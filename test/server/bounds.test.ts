import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Bounds } from '../../src/server/limits/bounds.ts';
import type { IncidentKind } from '../../src/server/incidents.ts';
import { LargeAnswers } from './large-answers.ts';
import { openSocket, subscribed } from './open-socket.ts';
import { connection, post, rawRequest } from './raw-request.ts';
import { context, runningServer, schemaOf, type TestServer, token } from './running-server.ts';

function bounded(bounds: Partial<Bounds>, options: Parameters<typeof runningServer>[0] = {}) {
  return runningServer({ bounds, metrics: () => [], ...options });
}

const patience = { timeout: 20_000 };

/** How often that has happened. */
async function count(server: TestServer, kind: IncidentKind): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  const metrics = await (await fetch(new URL('/metrics', server.url), { headers })).text();
  return Number(new RegExp(`kind="${kind}"} (\\d+)`).exec(metrics)?.[1]);
}

test.each<[string, Partial<Bounds>]>([
  ['in all', { connections: 3 }],
  ['of one address', { connectionsOfAddress: 3 }],
])('more connections than may be open %s are refused, until one is closed', async (_, bounds) => {
  await using server = await bounded({ ...bounds, idleMs: 60_000 });
  const open = await Promise.all([connection(server), connection(server), connection(server)]);
  // Each is served: what waits in the kernel is not open yet.
  for (const socket of open) {
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'data');
  }
  const refused = await rawRequest(server, '');
  expect(refused).toMatch(/^HTTP\/1\.1 503 [\s\S]*Cache-Control: no-store[\s\S]*"TOO_MANY_REQUESTS"/);
  open[0]!.destroy();
  for (;;) {
    const answer = await rawRequest(
      server,
      'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    if (answer.startsWith('HTTP/1.1 200')) break;
  }
  for (const socket of open) socket.destroy();
});

test('a client that sends many requests without waiting for answers loses its connection', async () => {
  await using server = await bounded({ requestsOfConnection: 5 });
  const socket = await connection(server);
  socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(6));
  socket.resume();
  await once(socket, 'close');
  expect(await count(server, 'too_many_operations')).toBe(1);
});

test('requests that a client sends without waiting for answers are answered one by one, in order', async () => {
  const answers = new LargeAnswers();
  await using server = await bounded({}, { schema: answers.schema });
  const socket = await paused(server, post('{ text }').repeat(12));
  const begun = await answers.settled();
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(10);
  let taken = 0;
  socket.on('data', (chunk: Buffer) => (taken += chunk.length)).resume();
  while (taken < 12_000_000) await once(socket, 'data');
  expect(answers.begun).toBe(12);
  socket.destroy();
});

const unread: Record<string, (server: TestServer) => Promise<unknown>> = {
  "a file of GraphiQL's": async (server) => {
    const page = await fetch(server.url, { headers: { Accept: 'text/html' } });
    const [script] = /\/graphiql\/\w+\/graphiql\.js/.exec(await page.text()) ?? [];
    await paused(server, `GET ${script} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  },
  answers: (server) => paused(server, post('{ text }').repeat(12)),
  'events over SSE': (server) => paused(server, post('subscription { text }', 'text/event-stream')),
  'events over WebSocket': async (server) => {
    const socket = await openSocket(server);
    socket.pause();
    socket.send(subscribed(1, 'subscription { text }'));
  },
};

async function paused(server: TestServer, request: string): Promise<Socket> {
  const socket = await connection(server);
  socket.pause();
  socket.write(request);
  return socket;
}

test.each(Object.keys(unread))('a client that does not take %s is cut off', async (what) => {
  const answers = new LargeAnswers();
  await using server = await bounded(
    { writeMs: 100, bytesPerSecond: 100_000_000 },
    { schema: answers.schema },
  );
  await unread[what]!(server);
  await expect.poll(() => count(server, 'slow_reader'), patience).toBeGreaterThan(0);
});

test('a client that takes a file slowly, but takes it, gets it whole', async () => {
  await using server = await bounded({ writeMs: 200 });
  const page = await fetch(server.url, { headers: { Accept: 'text/html' } });
  const [script] = /\/graphiql\/\w+\/graphiql\.js/.exec(await page.text()) ?? [];
  const socket = await connection(server);
  socket.write(`GET ${script} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const from = performance.now();
  let [taken, head] = [0, ''];
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    head ||= chunk.toString('latin1');
    taken += chunk.length;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(performance.now() - from).toBeGreaterThan(400);
  const length = Number(/Content-Length: (\d+)/.exec(head)?.[1]);
  expect(taken).toBe(length + head.indexOf('\r\n\r\n') + 4);
});

test("a hundred clients that do not take GraphiQL's largest file share its bytes", async () => {
  await using server = await bounded({});
  const page = await fetch(server.url, { headers: { Accept: 'text/html' } });
  const [script] = /\/graphiql\/\w+\/graphiql\.js/.exec(await page.text()) ?? [];
  const before = process.memoryUsage().rss;
  const sockets = await Promise.all(
    Array.from({ length: 100 }, () => paused(server, `GET ${script} HTTP/1.1\r\nHost: localhost\r\n\r\n`)),
  );
  // Answered after all of them.
  await server.ask('{ hello }');
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(150);
  for (const socket of sockets) socket.destroy();
});

test('when too much waits to be taken, whoever has taken nothing for longest is cut off, and who reads is served', async () => {
  // Of which the kernel takes a few.
  const answers = new LargeAnswers('x'.repeat(20_000_000));
  const bounds = { unsentBytes: 30_000_000, writeMs: 60_000 };
  await using server = await bounded(bounds, { schema: answers.schema });
  const socket = await paused(server, post('{ text }'));
  await answers.settled();
  expect(await count(server, 'slow_reader')).toBe(0);
  const others = await Promise.all([1, 2].map(() => paused(server, post('{ text }'))));
  await expect.poll(() => count(server, 'slow_reader'), patience).toBeGreaterThan(0);
  socket.resume();
  await once(socket, 'close');
  const answer = await server.ask('{ text }');
  expect((await answer.text()).length).toBeGreaterThan(20_000_000);
  for (const other of others) other.destroy();
});

/** A server whose answers wait until they are told to come. */
async function waiting(bounds: Partial<Bounds>) {
  const answer = Promise.withResolvers<string>();
  const schema = schemaOf('type Query { slow: String, hello: String }', {
    slow: () => answer.promise,
    hello: 'world',
  });
  const server = await bounded(bounds, { schema, createContext: () => context() });
  return [server, answer.resolve] as const;
}

test('more operations than a WebSocket may have under way are refused, and the others and later ones answered', async () => {
  const [server, answer] = await waiting({ operationsOfSocket: 3 });
  const socket = await openSocket(server);
  const messages: { id: string; type: string; payload?: any }[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())));
  for (const id of ['1', '2', '3', '4']) socket.send(subscribed(id, '{ slow }'));
  await once(socket, 'message');
  expect(messages).toMatchObject([
    { id: '4', type: 'error', payload: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] },
  ]);
  answer('now');
  while (messages.length < 7) await once(socket, 'message');
  expect(messages.filter(({ type }) => type === 'next').map(({ id }) => id)).toEqual(['1', '2', '3']);
  socket.send(subscribed('4', '{ hello }'));
  while (messages.length < 9) await once(socket, 'message');
  expect(messages[7]).toMatchObject({ id: '4', type: 'next', payload: { data: { hello: 'world' } } });
  socket.terminate();
  await server.close();
});

test('a WebSocket whose client sends much before it has said who it is ends', async () => {
  await using server = await bounded({});
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  const from = performance.now();
  // A frame of a megabyte that never becomes whole.
  socket.send('x'.repeat(200_000), { fin: false });
  await once(socket, 'close');
  // The time to say who it is would have ended it after three seconds.
  expect(performance.now() - from).toBeLessThan(2_000);
});

test('the operations of a viewer are bounded over all connections, and room is made by each that ends', async () => {
  const [server, answer] = await waiting({ operationsOfViewer: 2 });
  const socket = await openSocket(server);
  socket.send(subscribed('1', '{ slow }'));
  const [sent] = [server.ask('{ slow }')];
  let refused = await server.ask('{ hello }');
  // Until both have arrived there is room.
  while (refused.status === 200) refused = await server.ask('{ hello }');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] });
  answer('now');
  expect(await (await sent)!.json()).toMatchObject({ data: { slow: 'now' } });
  let allowed = await server.ask('{ hello }');
  while (allowed.status === 429) allowed = await server.ask('{ hello }');
  expect(await allowed.json()).toMatchObject({ data: { hello: 'world' } });
  socket.terminate();
  await server.close();
});
