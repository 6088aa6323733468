import { buildSchema, getIntrospectionQuery, type GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schema as gatewaySchema } from '../../src/schema/index.ts';
import { readFileSync } from 'node:fs';
import { overWebSocket } from './clients.ts';
import { runningServer, token } from './running-server.ts';

const headers = { Authorization: `Bearer ${token}` };

function secretive(): GraphQLSchema {
  return buildSchema(`
    type Query { hello(input: Input, kind: Kind): String }
    type Subscription { hello(input: Input): String }
    input Input { secretName: String }
    enum Kind { SECRET_KIND }
  `);
}

/** Each is close to a name of the schema, so that GraphQL would suggest that. */
const close = [
  ['a field', '{ helo }', {}],
  ['an argument', '{ hello(inputs: {}) }', {}],
  ['a type', 'query Q($v: Inputs) { hello(input: $v) }', {}],
  ['an input field', '{ hello(input: { secretNam: "" }) }', {}],
  ['an enum value', '{ hello(kind: SECRET_KINDS) }', {}],
  ['a field of a variable', 'query Q($v: Input) { hello(input: $v) }', { v: { secretNam: '' } }],
  ['a variable of an enum', 'query Q($v: Kind) { hello(kind: $v) }', { v: 'SECRET_KINDS' }],
  [
    'a variable of a subscription',
    'subscription S($v: Input) { hello(input: $v) }',
    { v: { secretNam: '' } },
  ],
] as const;

test.each(close)(
  'with the schema hidden, a mistake in %s suggests no name',
  async (_what, query, variables) => {
    await using server = await runningServer({ schema: secretive(), introspection: false });
    const body = JSON.stringify({ query, variables });
    for (const accept of ['application/json', 'text/event-stream']) {
      const text = await (await server.ask('', { body, headers: { Accept: accept } })).text();
      expect(text).toContain('"errors"');
      expect(text).not.toMatch(/did you mean|secretName|SECRET_KIND\b/i);
    }
    const told: unknown[] = [];
    try {
      for await (const result of overWebSocket(server).iterate({ query, variables })) told.push(result);
    } catch (errors) {
      told.push(errors);
    }
    expect(JSON.stringify(told)).not.toMatch(/did you mean|secretName|SECRET_KIND\b/i);
  },
);

test('with the schema hidden, introspection is refused and what is no schema answered', async () => {
  await using server = await runningServer({ introspection: false });
  for (const query of [
    getIntrospectionQuery(),
    '{ __type(name: "Query") { name } }',
    '{ ...F } fragment F on Query { __schema { description } }',
  ]) {
    const { data, errors } = (await (await server.ask(query)).json()) as Record<string, unknown>;
    expect([data, errors]).toEqual([undefined, expect.anything()]);
  }
  expect(await (await server.ask('{ hello __typename }')).json()).toMatchObject({
    data: { hello: 'world', __typename: 'Query' },
  });
  expect((await fetch(new URL('/schema.graphql', server.url), { headers })).status).toBe(404);
});

test('the schema is told to whoever may ask for it, as it is checked in', async () => {
  await using server = await runningServer({ schema: gatewaySchema });
  const response = await fetch(new URL('/schema.graphql', server.url), { headers });
  expect(response.headers.get('content-type')).toBe('application/graphql; charset=utf-8');
  expect(await response.text()).toBe(readFileSync('schema.graphql', 'utf8'));
});

test('the schema is told to nobody without a token', async () => {
  await using server = await runningServer();
  expect((await fetch(new URL('/schema.graphql', server.url))).status).toBe(401);
});

test('a schema that is known already is not sent again', async () => {
  await using server = await runningServer();
  const ask = (known: string) =>
    fetch(new URL('/schema.graphql', server.url), { headers: { ...headers, 'If-None-Match': known } });
  const etag = (await ask('')).headers.get('etag')!;
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  for (const known of [etag, `"other", W/${etag}`]) {
    const response = await ask(known);
    expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', etag]);
  }
  expect((await ask('"other"')).status).toBe(200);
});

test('without GraphiQL and the page for people there is no file of them, and no code to sign in with', async () => {
  await using server = await runningServer({ graphiql: false, explorer: false });
  const page = await fetch(server.url, { headers: { Accept: 'text/html' } });
  expect([page.status, page.headers.get('content-type')]).toEqual([401, expect.stringContaining('json')]);
  for (const path of ['/graphiql/token', '/graphiql/start.js'])
    expect(
      (await fetch(new URL(path, server.url), { method: path.endsWith('token') ? 'POST' : 'GET' })).status,
    ).toBe(404);
});
