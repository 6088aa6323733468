import { once } from 'node:events';
import { request } from 'node:http';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { GatewayError } from '../../src/errors.ts';
import type { ContextRequest } from '../../src/server/graphql/endpoint.ts';
import type { ServerOptions } from '../../src/server/server.ts';
import { overSse, overWebSocket } from './clients.ts';
import { context, runningServer, type TestServer, token } from './running-server.ts';

/** Counts as it is told to, and knows who listens. */
class Ticker {
  readonly listeners = new Set<(value: number) => void>();
  #someone = Promise.withResolvers<void>();

  async *values(signal: AbortSignal): AsyncGenerator<{ tick: number }> {
    for (let from = 0; ; from += 1) {
      yield { tick: from };
      if (from === 2) return;
      const next = Promise.withResolvers<void>();
      const listener = () => next.resolve();
      this.listeners.add(listener);
      signal.addEventListener('abort', listener);
      this.#someone.resolve();
      await next.promise;
      this.listeners.delete(listener);
      signal.removeEventListener('abort', listener);
      if (signal.aborted) return;
    }
  }

  /** Resolves when somebody waits for the next value. */
  async waiting(): Promise<void> {
    while (this.listeners.size === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  async abandoned(): Promise<void> {
    while (this.listeners.size > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  tick(): void {
    for (const listener of this.listeners) listener(0);
  }
}

function tickingSchema(ticker: Ticker): GraphQLSchema {
  const schema = buildSchema('type Query { hello: String } type Subscription { tick(from: Int): Int }');
  schema.getQueryType()!.getFields()['hello']!.resolve = () => 'world';
  const field = schema.getSubscriptionType()!.getFields()['tick']!;
  field.subscribe = (_root, _args, { signal }: { signal: AbortSignal }) => ticker.values(signal);
  return schema;
}

async function tickingServer(ticker: Ticker, options: Partial<ServerOptions> = {}) {
  return runningServer({
    schema: tickingSchema(ticker),
    createContext: ({ signal }: ContextRequest) => ({ ...context(), signal }),
    ...options,
  });
}

const transports = [
  ['SSE', (server: TestServer) => overSse(server).iterate({ query: 'subscription { tick }' })],
  ['WebSocket', (server: TestServer) => overWebSocket(server).iterate({ query: 'subscription { tick }' })],
] as const;

test.each(transports)('over %s each event comes, and then the end', async (_, subscribe) => {
  const ticker = new Ticker();
  await using server = await tickingServer(ticker);
  const seen: unknown[] = [];
  for await (const { data } of subscribe(server)) {
    seen.push(data);
    if (seen.length < 3) void ticker.waiting().then(() => ticker.tick());
  }
  expect(seen).toEqual([{ tick: 0 }, { tick: 1 }, { tick: 2 }]);
});

test.each(transports)('over %s a client that goes away leaves nothing behind', async (_, subscribe) => {
  const ticker = new Ticker();
  await using server = await tickingServer(ticker);
  const events = subscribe(server)[Symbol.asyncIterator]();
  await events.next();
  await ticker.waiting();
  await events.return?.();
  await ticker.abandoned();
  expect(ticker.listeners.size).toBe(0);
});

test.each(transports)('over %s a subscription outlives the time of a request', async (_, subscribe) => {
  const ticker = new Ticker();
  await using server = await tickingServer(ticker, { requestTimeoutMs: -1990 });
  const events = subscribe(server)[Symbol.asyncIterator]();
  await events.next();
  await ticker.waiting();
  // Past the deadline and its two seconds of grace: a request's signal would have ended the subscription.
  await new Promise((resolve) => setTimeout(resolve, 50));
  ticker.tick();
  expect(await events.next()).toMatchObject({ value: { data: { tick: 1 } } });
  await events.return?.();
});

test.each(transports)(
  'over %s a closing server ends subscriptions at once, with the reason',
  async (_, subscribe) => {
    const ticker = new Ticker();
    const server = await tickingServer(ticker, { drainMs: 20_000 });
    const events = subscribe(server)[Symbol.asyncIterator]();
    await events.next();
    await ticker.waiting();
    const last = events.next();
    await server.close();
    const code = expect.objectContaining({ code: 'TIMEOUT' });
    const told = { message: expect.stringContaining('shutting down'), extensions: code };
    expect((await last).value).toEqual({ errors: [told] });
    expect(await events.next()).toMatchObject({ done: true });
    expect(ticker.listeners.size).toBe(0);
  },
);

test.each(transports)(
  'over %s an error that ends a subscription is told as its last event',
  async (_, subscribe) => {
    const schema = tickingSchema(new Ticker());
    schema.getSubscriptionType()!.getFields()['tick']!.subscribe = async function* () {
      yield { tick: 0 };
      throw new GatewayError('AWS_UNAVAILABLE', 'AWS has gone.');
    };
    await using server = await runningServer({ schema });
    const events = subscribe(server)[Symbol.asyncIterator]();
    expect(await events.next()).toMatchObject({ value: { data: { tick: 0 } } });
    expect(await events.next()).toMatchObject({
      value: { errors: [{ message: 'AWS has gone.', extensions: { code: 'AWS_UNAVAILABLE' } }] },
    });
    expect(await events.next()).toMatchObject({ done: true });
  },
);

test('a query over WebSocket says what it cost, as over HTTP', async () => {
  await using server = await tickingServer(new Ticker());
  const { value } = await overWebSocket(server).iterate({ query: '{ hello }' }).next();
  expect(value).toMatchObject({ data: { hello: 'world' }, extensions: { aws: { calls: 3 } } });
});

test.each([
  ['what is no GraphQL', '{', 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['a query that is too long', `{ hello } #${'x'.repeat(50_000)}`, 'QUERY_TOO_COSTLY'],
])('over WebSocket, %s is refused with its code', async (_, query, code) => {
  await using server = await tickingServer(new Ticker());
  await expect(overWebSocket(server).iterate({ query }).next()).rejects.toMatchObject([
    { extensions: { code } },
  ]);
});

test('a subscription without its variable is a bad input, as a query is', async () => {
  const ticker = new Ticker();
  await using server = await tickingServer(ticker);
  const query = 'subscription ($from: Int!) { tick(from: $from) }';
  const response = await server.ask(query, { headers: { Accept: 'text/event-stream' } });
  expect(await response.text()).toContain('"code":"BAD_INPUT"');
});

test("the mistake in a subscription's variable is told with its place, as a query's is", async () => {
  await using server = await tickingServer(new Ticker());
  const query = 'subscription ($from: Int!) { tick(from: $from) }';
  const body = JSON.stringify({ query, variables: { from: 'x' } });
  const response = await server.ask(query, { body, headers: { Accept: 'text/event-stream' } });
  expect(await response.text()).toContain('"argument":"$from"');
  const next = overWebSocket(server)
    .iterate({ query, variables: { from: 'x' } })
    .next();
  expect((await next).value).toMatchObject({
    errors: [{ extensions: { code: 'BAD_INPUT', argument: '$from' } }],
  });
});

test.each(['', 'Bearer another-token-of-the-same-length-000', token])(
  'a WebSocket with the authorization %j is closed as forbidden',
  async (authorization) => {
    await using server = await tickingServer(new Ticker());
    const next = overWebSocket(server, authorization).iterate({ query: '{ hello }' }).next();
    await expect(next).rejects.toMatchObject({ code: 4403 });
  },
);

/** The status with which an upgrade is answered; 101 is a WebSocket. */
async function upgrade(server: TestServer, headers: Record<string, string>, path = '/graphql') {
  const asked = request(new URL(path, server.url), {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      'Sec-WebSocket-Protocol': 'graphql-transport-ws',
      ...headers,
    },
  });
  asked.end();
  const [response] = await Promise.race([once(asked, 'response'), once(asked, 'upgrade')]);
  response.socket.destroy();
  return response.statusCode;
}

test('a page of another site cannot open a WebSocket, one of the gateway can', async () => {
  await using server = await tickingServer(new Ticker());
  const { origin, host } = new URL(server.url);
  expect(await upgrade(server, { Origin: origin })).toBe(101);
  expect(await upgrade(server, { Origin: 'https://evil.example' })).toBe(403);
  expect(await upgrade(server, { Origin: 'null' })).toBe(403);
  expect(await upgrade(server, { Origin: `http://${host}0` })).toBe(403);
  expect(await upgrade(server, { Host: 'evil.example', Origin: 'http://evil.example' })).toBe(421);
  expect(await upgrade(server, {}, '/elsewhere')).toBe(404);
});

test('a request that would rather be HTTP/2 is answered as it is', async () => {
  await using server = await tickingServer(new Ticker());
  const headers = { Upgrade: 'h2c', 'Sec-WebSocket-Version': '' };
  expect(await upgrade(server, headers, '/health')).toBe(200);
});

test('a closing server does not wait for a client that does not say goodbye', async () => {
  const server = await tickingServer(new Ticker());
  const silent = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(silent, 'open');
  silent.pause();
  const from = performance.now();
  await server.close();
  expect(performance.now() - from).toBeLessThan(5_000);
  silent.terminate();
});
