import { buildSchema, type DocumentNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createDocumentCache } from '../../src/server/graphql/document-cache.ts';
import { overSse, overWebSocket } from './clients.ts';
import { runningServer, schemaOf } from './running-server.ts';

const schema = schemaOf('type Query { hello(in: [In]): String } input In { in: [In] }', { hello: 'world' });

const thousandsOfLevels: readonly [name: string, query: string][] = [
  ['fields', '{ a '.repeat(6_000) + '} '.repeat(6_000)],
  ['lists', `{ hello(in: ${'['.repeat(20_000)}${']'.repeat(20_000)}) }`],
  ['objects', `{ hello(in: ${'{in:'.repeat(9_000)}${'}'.repeat(9_000)}) }`],
  ['inline fragments', '{...'.repeat(9_000)],
];
const tooMany: readonly [name: string, query: string][] = [
  [
    'aliases of introspection',
    `{ ${'a: __schema { ...F } '.repeat(99)} } fragment F on __Schema { ${'b: description '.repeat(99)} }`,
  ],
  ['fields that no operation uses', `{ hello } fragment F on Query { ${'hello '.repeat(501)} }`],
];
const refused = [
  ...thousandsOfLevels.map(([name, query]) => [`thousands of levels of ${name}`, query] as const),
  ...tooMany,
];

describe.each(refused)('%s', (_, query) => {
  test('are refused over HTTP, as a mistake of the query', async () => {
    await using server = await runningServer({ schema });
    const statuses = { 'application/json': 200, 'application/graphql-response+json': 400 };
    for (const [accept, status] of Object.entries(statuses)) {
      const response = await server.ask(query, { headers: { Accept: accept } });
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COSTLY' } }] });
      expect(response.status).toBe(status);
    }
    expect(server.log.join('')).not.toContain('"level":"error"');
  });

  test('end their operation over WebSocket, and not the connection', async () => {
    await using server = await runningServer({ schema });
    const codes: number[] = [];
    const client = overWebSocket(server);
    client.on('closed', (event) => codes.push((event as CloseEvent).code));
    const hello = client.iterate({ query: '{ hello }' });
    expect((await hello.next()).value).toMatchObject({ data: { hello: 'world' } });
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([
      { extensions: { code: 'QUERY_TOO_COSTLY' } },
    ]);
    const again = await client.iterate({ query: '{ hello }' }).next();
    expect(again.value).toMatchObject({ data: { hello: 'world' } });
    // The client itself closes a connection on which nothing is left to do.
    expect(new Set(codes)).toEqual(new Set([1000]));
  });
});

test('variables of a hundred thousand levels are refused over HTTP and WebSocket', async () => {
  await using server = await runningServer({ schema });
  const query = 'query ($in: [In]) { hello(in: $in) }';
  const variables = '{"in":'.repeat(100_000) + '0' + '}'.repeat(100_000);
  const code = 'BAD_INPUT';
  const response = await server.ask('', {
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  const client = overWebSocket(server);
  const operation = client.iterate({
    query,
    variables: JSON.parse('{"in":'.repeat(500) + '0' + '}'.repeat(500)),
  });
  await expect(operation.next()).rejects.toMatchObject([{ extensions: { code } }]);
  expect(server.log.join('')).not.toContain('"level":"error"');
});

test('a subscription that asks for too much is refused over SSE before it begins', async () => {
  const sdl = `type Query { hello: String } type Subscription { tick: Int }`;
  const ticking = buildSchema(sdl);
  let begun = 0;
  ticking.getSubscriptionType()!.getFields()['tick']!.subscribe = async function* () {
    begun += 1;
    yield { tick: 1 };
  };
  await using server = await runningServer({ schema: ticking });
  const query = `subscription { ${'...F '.repeat(2)} } fragment F on Subscription { ${'tick '.repeat(400)} }`;
  const { value } = await overSse(server).iterate({ query }).next();
  expect(value).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COSTLY' } }] });
  expect(begun).toBe(0);
});

test('documents are kept for clients that send the same again, the last of them, up to a number of characters', () => {
  const cache = createDocumentCache();
  const document = {} as DocumentNode;
  const queries = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => letter.repeat(50_000));
  for (const query of queries.slice(0, 5)) cache.set(query, document);
  expect(queries.map((query) => cache.get(query) === document)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
  cache.get(queries[0]!);
  cache.set(queries[5]!, document);
  cache.set(queries[5]!, document);
  expect(queries.map((query) => cache.get(query) === document)).toEqual([
    true,
    false,
    true,
    true,
    true,
    true,
  ]);
});
