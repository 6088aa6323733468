import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ContextRequest } from '../../src/server/graphql/endpoint.ts';
import { context, runningServer, schemaOf } from './running-server.ts';

/** A field that is answered when the test says so, and tells when it was asked. */
function slowField() {
  const asked = Promise.withResolvers<ContextRequest>();
  const answer = Promise.withResolvers<string>();
  const schema = schemaOf('type Query { slow: String, hello: String }', {
    slow: async (_parent: unknown, _args: unknown, request: ContextRequest) => {
      asked.resolve(request);
      return Promise.race([answer.promise, rejectionOf(request.signal)]);
    },
    hello: 'world',
  });
  const createContext = (request: ContextRequest) => ({ ...request, ...context() });
  return { schema, createContext, asked: asked.promise, answer: answer.resolve };
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

test('closing lets a request finish, and takes no new ones', async () => {
  const field = slowField();
  const server = await runningServer(field);
  const response = server.ask('{ slow }');
  await field.asked;
  const closing = server.close();
  await expect(server.ask('{ hello }')).rejects.toThrow('fetch failed');
  field.answer('finished');
  expect(await (await response).json()).toMatchObject({ data: { slow: 'finished' } });
  await closing;
});

test('with a drain delay, a closing server says so at /ready and answers on, each time as the last on its connection', async () => {
  const server = await runningServer({ drainDelayMs: 1_000 });
  const agents = Array.from({ length: 50 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const path = (name: string) => new URL(name, server.url);
  const before = await Promise.all(agents.map((agent) => get(path('/health'), agent)));
  expect(before.map(({ headers }) => headers.connection)).toEqual(agents.map(() => 'keep-alive'));
  let isClosed = false;
  const closing = server.close().then(() => (isClosed = true));
  const ready = await fetch(path('/ready'));
  expect([ready.status, await ready.text()]).toEqual([503, 'closing\n']);
  const after = await Promise.all(agents.map((agent) => get(path('/health'), agent)));
  expect(after.map(({ statusCode, headers }) => [statusCode, headers.connection])).toEqual(
    agents.map(() => [200, 'close']),
  );
  // Somebody who has not heard of it yet.
  expect((await server.ask('{ hello }')).status).toBe(200);
  expect(isClosed).toBe(false);
  await closing;
  for (const agent of agents) agent.destroy();
});

test('an answer that was under way when the server began to close is the last on its connection', async () => {
  const field = slowField();
  const server = await runningServer(field);
  const response = server.ask('{ slow }');
  await field.asked;
  const closing = server.close();
  field.answer('finished');
  expect((await response).headers.get('connection')).toBe('close');
  await closing;
});

test('an event stream that begins while the server closes is the last answer on its connection', async () => {
  const field = slowField();
  const server = await runningServer({ ...field, drainDelayMs: 200 });
  const stream = await server.ask('{ hello }', { headers: { Accept: 'text/event-stream' } });
  expect([stream.headers.get('connection'), await stream.text()]).toEqual(['keep-alive', expect.anything()]);
  const closing = server.close();
  const last = await server.ask('{ hello }', { headers: { Accept: 'text/event-stream' } });
  expect([last.headers.get('connection'), await last.text()]).toEqual(['close', expect.anything()]);
  await closing;
});

test('a WebSocket is told to go away when the drain delay is over', async () => {
  const server = await runningServer({ drainDelayMs: 50 });
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await server.close();
  expect((await closed)[0]).toBe(1001);
});

/** Through that agent's only connection. */
async function get(url: URL, agent: Agent): Promise<IncomingMessage> {
  const [response]: IncomingMessage[] = await once(request(url, { agent }).end(), 'response');
  if (!response) throw new Error('no response');
  response.resume();
  await once(response, 'end');
  return response;
}

test('closing does not wait longer than it may', async () => {
  const field = slowField();
  const server = await runningServer({ ...field, drainMs: 50 });
  const response = server.ask('{ slow }').then(
    async (answer) => (await answer.json()).errors[0].extensions.code,
    () => 'dropped',
  );
  await field.asked;
  await server.close();
  expect(['TIMEOUT', 'dropped']).toContain(await response);
  expect(server.log.join('')).toContain('closed with requests unanswered');
});

test('a client that hangs up stops its reads', async () => {
  const field = slowField();
  await using server = await runningServer(field);
  const client = new AbortController();
  const response = server.ask('{ slow }', { signal: client.signal });
  const { signal } = await field.asked;
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  client.abort();
  await expect(response).rejects.toThrow('aborted');
  await aborted;
  expect(server.log.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
});

test('a request knows by when it must answer', async () => {
  const field = slowField();
  await using server = await runningServer({ ...field, requestTimeoutMs: 1234, now: () => 1_000_000 });
  const response = server.ask('{ slow }');
  expect((await field.asked).deadline).toBe(1_001_234);
  field.answer('in time');
  await response;
});

test('a port that is taken is an error, not a hang', async () => {
  await using server = await runningServer();
  await expect(runningServer({ port: Number(new URL(server.url).port) })).rejects.toThrow('EADDRINUSE');
});

test('the gateway is ready once it listens', async () => {
  await using server = await runningServer();
  expect((await fetch(new URL('/ready', server.url))).status).toBe(200);
});
