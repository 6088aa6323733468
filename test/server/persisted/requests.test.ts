import { buildSchema } from 'graphql';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { overWebSocket } from '../clients.ts';
import { runningServer, type TestServer, token } from '../running-server.ts';
import { folderOf, type Folder, sha256 } from './folder.ts';

const greet = 'query Greet($name: String!) { greet(name: $name) } query Other { greet(name: "you") }';
const count = 'subscription Count { count }';
const change = 'mutation Change { change }';
const variables = { name: 'canary' };

const schema = buildSchema(`
  type Query { greet(name: String!): String }
  type Mutation { change: Boolean }
  type Subscription { count: Int }
`);
schema.getQueryType()!.getFields()['greet']!.resolve = (_parent, { name }) => `Hello ${name}`;
schema.getSubscriptionType()!.getFields()['count']!.subscribe = async function* numbers() {
  yield { count: 1 };
};

let folder: Folder;
let open: TestServer;
let closed: TestServer;

beforeAll(async () => {
  folder = await folderOf({ 'greet.graphql': greet, 'count.graphql': count, 'change.graphql': change });
  open = await runningServer({ schema, persistedDocuments: folder.path });
  closed = await runningServer({ schema, persistedDocuments: folder.path, onlyPersisted: true });
});
afterAll(async () => {
  await Promise.all([open?.close(), closed?.close()]);
  await folder?.[Symbol.asyncDispose]();
});

const byId = { documentId: `sha256:${sha256(greet)}`, operationName: 'Greet', variables };
const accept = { Accept: 'application/graphql-response+json' };

function post(server: TestServer, body: object, headers: Record<string, string> = accept): Promise<Response> {
  return server.ask('', { body: JSON.stringify(body), headers });
}

function get(server: TestServer, parameters: Record<string, string>): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, ...accept };
  return fetch(`${server.url}?${new URLSearchParams(parameters).toString()}`, { headers });
}

const answer = { data: { greet: 'Hello canary' } };

test.each([
  ['its hash', byId],
  ['its hash and an empty query', { ...byId, query: '' }],
  ['its name', { ...byId, documentId: 'greet' }],
  [
    "the extension of Apollo's and urql's clients",
    {
      ...byId,
      documentId: undefined,
      extensions: { persistedQuery: { version: 1, sha256Hash: sha256(greet) } },
    },
  ],
])('a document is answered that is named by %s, with its operation and variables', async (_what, body) => {
  for (const server of [open, closed]) expect(await (await post(server, body)).json()).toMatchObject(answer);
});

test('a document is answered that a URL names', async () => {
  const { documentId, operationName } = byId;
  const response = await get(closed, { documentId, operationName, variables: JSON.stringify(variables) });
  expect(await response.json()).toMatchObject(answer);
});

test('a mutation that a URL names is refused, as one that stands there is', async () => {
  expect((await get(closed, { documentId: 'change' })).status).toBe(405);
});

test('a page of another site cannot have a document answered without asking its browser', async () => {
  await using server = await runningServer({
    schema,
    persistedDocuments: folder.path,
    auth: { mode: 'none' },
  });
  expect((await fetch(`${server.url}?documentId=count`)).status).toBe(403);
});

test('a subscription is begun that a document names, over SSE', async () => {
  const client = createClient({
    url: closed.url,
    headers: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const named = { query: '', documentId: 'count' };
  expect(await client.iterate(named).next()).toMatchObject({ value: { data: { count: 1 } } });
  client.dispose();
});

test('queries and subscriptions are answered that documents name, over WebSocket', async () => {
  const client = overWebSocket(closed);
  const subscription = client.iterate({ query: '', documentId: 'count' } as never);
  expect(await subscription.next()).toMatchObject({ value: { data: { count: 1 } } });
  expect(await client.iterate({ query: '', ...byId } as never).next()).toMatchObject({ value: answer });
});

test.each([
  ['a text', { query: 'query Mine { greet(name: "me") }' }, 403, 'FORBIDDEN'],
  ['introspection', { query: '{ __schema { queryType { name } } }' }, 403, 'FORBIDDEN'],
  ['an unknown hash', { documentId: `sha256:${sha256('x')}` }, 404, 'NOT_FOUND'],
  ['a text beside a name', { ...byId, query: greet }, 400, 'BAD_REQUEST'],
  ['a name that is no string', { documentId: 5 }, 400, 'BAD_REQUEST'],
  ['nothing', { variables }, 400, 'BAD_REQUEST'],
])('with persisted documents alone, %s is refused', async (_what, body, status, code) => {
  const response = await post(closed, body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
});

test('with persisted documents alone, the text of one of them is as good as its name', async () => {
  const { documentId: _none, ...named } = byId;
  expect(await (await post(closed, { ...named, query: greet })).json()).toMatchObject(answer);
});

test.each([
  ['a text', { query: '{ greet(name: "me") }' }, 'FORBIDDEN'],
  ['an unknown name', { query: '', documentId: 'unknown' }, 'NOT_FOUND'],
  ['a name that is no string', { query: '', documentId: [] }, 'BAD_REQUEST'],
])('with persisted documents alone, %s is refused over WebSocket', async (_what, payload, code) => {
  const client = overWebSocket(closed);
  const refused: unknown = await client
    .iterate(payload as never)
    .next()
    .catch((error: unknown) => error);
  expect(refused).toMatchObject([{ extensions: { code } }]);
});

test('other texts are answered beside persisted documents', async () => {
  expect(await (await open.ask('{ greet(name: "me") }')).json()).toMatchObject({
    data: { greet: 'Hello me' },
  });
});

test('a client that sends a hash first is told in its words to send the text', async () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256('{ greet(name: "me") }') } };
  const first = await post(open, { extensions }, { Accept: 'application/json' });
  expect(await first.json()).toMatchObject({ errors: [{ message: 'PersistedQueryNotFound' }] });
  const second = await post(open, { extensions, query: '{ greet(name: "me") }' });
  expect(await second.json()).toMatchObject({ data: { greet: 'Hello me' } });
});

test('a gateway without persisted documents says that it has none', async () => {
  await using server = await runningServer({ schema });
  const response = await post(server, byId);
  expect([response.status, await response.text()]).toEqual([
    404,
    expect.stringContaining('--persisted-documents'),
  ]);
});

test('nothing of what is refused reaches the log', async () => {
  await post(closed, { query: '{ canaryText }' });
  await post(closed, { documentId: 'canaryId' });
  expect(closed.log.join('')).not.toMatch(/canary/);
});
