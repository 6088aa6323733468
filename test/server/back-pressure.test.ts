import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { ContextRequest } from '../../src/server/graphql/endpoint.ts';
import { openSocket, subscribed } from './open-socket.ts';
import { costly, LargeAnswers } from './large-answers.ts';
import { connection, post } from './raw-request.ts';
import { context, runningServer, schemaOf } from './running-server.ts';

// What the kernel takes for a client that does not read, on both sides of loopback, is a few megabytes.
const kernel = 20;

test('of 60 answers of a megabyte, a WebSocket that is not read gets as many made as it has room for, and later the rest', async () => {
  const answers = new LargeAnswers();
  await using server = await runningServer({ schema: answers.schema });
  const socket = await openSocket(server);
  socket.pause();
  for (let n = 0; n < 60; n++) socket.send(subscribed(n, costly));
  const begun = await answers.settled();
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(kernel);
  const all = Promise.withResolvers<void>();
  const complete = new Set<string>();
  socket.on('message', (data: Buffer) => {
    if (data.length < 100) complete.add(JSON.parse(data.toString()).id);
    if (complete.size === 60) all.resolve();
  });
  socket.resume();
  await all.promise;
  expect(answers.begun).toBe(60);
  socket.terminate();
});

test('a WebSocket that is closed has nothing more made for it', async () => {
  const answers = new LargeAnswers();
  await using server = await runningServer({ schema: answers.schema });
  const socket = await openSocket(server);
  socket.pause();
  for (let n = 0; n < 60; n++) socket.send(subscribed(n, costly));
  const before = await answers.settled();
  expect(before).toBeLessThan(kernel);
  socket.terminate();
  expect((await answers.settled()) - before).toBeLessThan(3);
});

test.each(['SSE', 'WebSocket'])(
  'over %s no event is made for a client that does not take the last',
  async (transport) => {
    const answers = new LargeAnswers();
    await using server = await runningServer({ schema: answers.schema });
    const query = 'subscription { text }';
    const client = transport === 'SSE' ? await connection(server) : await openSocket(server);
    client.pause();
    if ('write' in client) client.write(post(query, 'text/event-stream'));
    else client.send(subscribed(1, query));
    const made = await answers.settled();
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(kernel);
    client.resume();
    while (answers.begun < made + 20) await new Promise((resolve) => setImmediate(resolve));
    if ('write' in client) client.destroy();
    else client.terminate();
  },
);

test.each(['SSE', 'WebSocket'])(
  'over %s, events that are there at once let others be answered in between',
  async (transport) => {
    const answers = new LargeAnswers('small');
    await using server = await runningServer({ schema: answers.schema });
    const query = 'subscription { text }';
    const client = transport === 'SSE' ? await connection(server) : await openSocket(server);
    const first = once(client, transport === 'SSE' ? 'data' : 'message');
    if ('write' in client) client.write(post(query, 'text/event-stream'));
    else client.send(subscribed(1, query));
    await first;
    const before = answers.begun;
    await fetch(new URL('/health', server.url));
    expect(answers.begun - before).toBeLessThan(1_000);
    if ('write' in client) client.destroy();
    else client.terminate();
  },
);

test('over SSE, a client that leaves without taking its last event leaves nothing running', async () => {
  const answers = new LargeAnswers();
  const ended = Promise.withResolvers<void>();
  const { subscribe } = answers.schema.getSubscriptionType()!.getFields()['text']!;
  answers.schema.getSubscriptionType()!.getFields()['text']!.subscribe = async function* (...args) {
    try {
      yield* subscribe!(...args) as AsyncGenerator;
    } finally {
      ended.resolve();
    }
  };
  await using server = await runningServer({ schema: answers.schema });
  const timers = timersRunning();
  const client = await connection(server);
  client.pause();
  client.write(post('subscription { text }', 'text/event-stream'));
  await answers.settled();
  client.destroy();
  await ended.promise;
  // The ping of the stream ends with it.
  await expect.poll(timersRunning, { timeout: 20_000 }).toBeLessThanOrEqual(timers);
});

test('a query over WebSocket that its client no longer wants is stopped', async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  const schema = schemaOf('type Query { slow: String }', {
    slow: (_parent: unknown, _args: unknown, { signal }: ContextRequest) => {
      asked.resolve(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  });
  const createContext = (request: ContextRequest) => ({ ...context(), signal: request.signal });
  await using server = await runningServer({ schema, createContext });
  const socket = await openSocket(server);
  socket.send(subscribed(1, '{ slow }'));
  const signal = await asked.promise;
  const stopped = once(signal, 'abort');
  expect(signal.aborted).toBe(false);
  socket.send('{"id":"1","type":"complete"}');
  await stopped;
  // The end of its time would have stopped it later, and with that reason.
  expect(signal.reason).not.toMatchObject({ code: 'TIMEOUT' });
  socket.terminate();
});

function timersRunning(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
