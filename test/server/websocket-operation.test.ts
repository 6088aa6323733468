import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { overWebSocket } from './clients.ts';
import { runningServer } from './running-server.ts';

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
