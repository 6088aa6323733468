import { once } from 'node:events';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { overWebSocket } from './clients.ts';
import { openSocket, subscribed } from './open-socket.ts';
import { runningServer, schemaOf } from './running-server.ts';

const sdl = 'type Query { hello: String } type Mutation { greet: String } type Subscription { tick: Int }';

function greetingServer() {
  const schema = buildSchema(sdl);
  schema.getQueryType()!.getFields()['hello']!.resolve = () => 'world';
  schema.getMutationType()!.getFields()['greet']!.resolve = () => 'done';
  schema.getSubscriptionType()!.getFields()['tick']!.subscribe = async function* () {
    yield { tick: 1 };
  };
  return runningServer({ schema });
}

const several =
  'query One { one: hello } query Other { other: hello } mutation Greet { greet } subscription Tick { tick }';

test.each([
  ['One', { one: 'world' }],
  ['Other', { other: 'world' }],
  ['Greet', { greet: 'done' }],
  ['Tick', { tick: 1 }],
])('over WebSocket, operationName chooses %s among several operations', async (operationName, data) => {
  await using server = await greetingServer();
  const { value } = await overWebSocket(server).iterate({ query: several, operationName }).next();
  expect(value).toMatchObject({ data });
});

test.each([undefined, 'Nobody'])(
  'over WebSocket, several operations and the operationName %j are refused, as over HTTP',
  async (operationName) => {
    await using server = await greetingServer();
    const overHttp = await server.ask('', { body: JSON.stringify({ query: several, operationName }) });
    const { errors } = await overHttp.json();
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }]);
    const params = { query: several, ...(operationName && { operationName }) };
    await expect(overWebSocket(server).iterate(params).next()).rejects.toEqual(errors);
  },
);

test('a mutation over WebSocket is carried out', async () => {
  await using server = await greetingServer();
  const { value } = await overWebSocket(server).iterate({ query: 'mutation { greet }' }).next();
  expect(value).toMatchObject({ data: { greet: 'done' } });
});

test('an error over WebSocket says nothing about the status of an HTTP answer', async () => {
  await using server = await greetingServer();
  const refused = overWebSocket(server).iterate({ query: '{ nothing }' }).next();
  const [error] = await refused.then(
    () => [],
    (errors: any) => errors,
  );
  expect(error.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

test('a second operation of the same id ends the connection with 4409, also when the id is longer than a reason may be', async () => {
  const schema = schemaOf('type Query { hello: String }', { hello: () => new Promise(() => {}) });
  for (const id of ['1', 'é'.repeat(5_000)]) {
    await using server = await runningServer({ schema, drainMs: 0 });
    const socket = await openSocket(server);
    for (const _ of [1, 2]) socket.send(subscribed(id, '{ hello }'));
    const [code] = await once(socket, 'close');
    expect(code).toBe(4409);
    expect(server.log.join('')).not.toContain('"level":"error"');
  }
});
