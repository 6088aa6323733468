import { createHash, createHmac } from 'node:crypto';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { schema as gatewaySchema } from '../../src/schema/index.ts';
import { auditKey, auditTrail } from './audit-trail.ts';
import { overSse, overWebSocket } from './clients.ts';
import { runningServer, schemaOf } from './running-server.ts';

const sdl = 'type Query { hello(of: String): String, ids(of: [String]): Int, locked: String }';

const schema = schemaOf(sdl, {
  hello: 'world',
  ids: 1,
  locked: () => {
    throw new GatewayError('FORBIDDEN', 'not you', { permission: 'credentials' });
  },
});

function hashOf(value: string): string {
  return createHmac('sha256', auditKey).update(value).digest('hex').slice(0, 32);
}

test('an operation is one line of the audit, which is there when its answer is', async () => {
  using audit = auditTrail();
  await using server = await runningServer({ schema, trail: audit.trail });
  const query = 'query Greet($of: String) { hello(of: $of) }';
  const body = JSON.stringify({ query, variables: { of: 'Ada' } });
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const answer = await server.ask('', { body, headers: { traceparent } });
  expect(audit.lines()).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: 'operation',
      operationType: 'query',
      operationName: 'Greet',
      result: 'ok',
      document: createHash('sha256').update(query).digest('hex'),
      awsCalls: 3,
      durationMs: expect.any(Number),
      viewer: { id: 'local', issuer: 'local', subject: 'local', name: 'local' },
      address: '127.0.0.1',
      values: [hashOf('Ada')],
      requestId: answer.headers.get('x-request-id'),
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    },
  ]);
});

test('literal values are no part of the document in the audit, and are hashed like those of variables', async () => {
  using audit = auditTrail();
  await using server = await runningServer({ schema, trail: audit.trail });
  await server.ask('{ ids(of: ["111122223333", """Ada"""]) }');
  await server.ask('{ ids(of: ["444455556666", """Grace"""]) }');
  const [one, other] = audit.lines();
  expect(one.document).toBe(other.document);
  expect([one.values, other.values]).toEqual([
    ['111122223333', 'Ada'].map(hashOf),
    ['444455556666', 'Grace'].map(hashOf),
  ]);
});

test('a line of the audit holds 200 values at most, however many a variable has', async () => {
  using audit = auditTrail();
  await using server = await runningServer({ schema, trail: audit.trail });
  const of = Array.from({ length: 100_000 }, (_, n) => String(n));
  const query = 'query ($of: [String]) { ids(of: $of) }';
  await server.ask('', { body: JSON.stringify({ query, variables: { of } }) });
  expect(audit.lines()[0].values).toEqual(of.slice(0, 200).map(hashOf));
});

test.each([
  ['{ hello', 'GRAPHQL_PARSE_FAILED'],
  ['{ goodbye }', 'GRAPHQL_VALIDATION_FAILED'],
  [`{ ${'a: hello '.repeat(3_000)} }`, 'QUERY_TOO_COSTLY'],
])(
  'an operation that is refused is in the audit with its code, over HTTP and WebSocket: %#',
  async (query, code) => {
    using audit = auditTrail();
    await using server = await runningServer({ schema, trail: audit.trail });
    const { errors } = (await (await server.ask(query)).json()) as any;
    await overWebSocket(server)
      .iterate({ query })
      .next()
      .catch(() => undefined);
    const codes = [errors[0].extensions.code, ...audit.lines().map(({ result }) => result)];
    expect(codes).toEqual([code, code, code]);
  },
);

test('a body that is no GraphQL request is in the audit as what was refused, with nothing of it', async () => {
  using audit = auditTrail();
  await using server = await runningServer({ schema, trail: audit.trail });
  await server.ask('', { body: 'qCANARYq' });
  expect(audit.lines()).toMatchObject([{ event: 'operation', result: 'BAD_REQUEST' }]);
  expect(audit.text()).not.toContain('qCANARYq');
});

const counting = () => {
  const built = buildSchema('type Query { a: Int } type Subscription { count: Int }');
  built.getSubscriptionType()!.getFields()['count']!.subscribe = async function* () {
    yield { count: 1 };
    yield { count: 2 };
  };
  return built;
};

test.each(['SSE', 'WebSocket'])(
  'a subscription over %s is in the audit when it begins and when it ends',
  async (over) => {
    using audit = auditTrail();
    await using server = await runningServer({ schema: counting(), trail: audit.trail });
    const client = over === 'SSE' ? overSse(server) : overWebSocket(server);
    const events = client.iterate({ query: 'subscription Count { count }' });
    await events.next();
    expect(audit.lines()).toMatchObject([{ operationName: 'Count', phase: 'begin', result: 'ok' }]);
    expect(audit.lines()[0]).not.toHaveProperty('durationMs');
    while (!(await events.next()).done);
    expect(audit.lines().slice(1)).toMatchObject([
      { operationName: 'Count', phase: 'end', result: 'ok', awsCalls: 3, durationMs: expect.any(Number) },
    ]);
  },
);

test('a refused field is a refusal of its own in the audit, also where operations are not written down', async () => {
  using audit = auditTrail('off');
  await using server = await runningServer({ schema, trail: audit.trail });
  await server.ask('{ hello }');
  await server.ask('{ locked }');
  expect(audit.lines()).toMatchObject([
    {
      event: 'refusal',
      result: 'FORBIDDEN',
      permission: 'credentials',
      viewer: { name: 'local' },
      attempts: 1,
    },
  ]);
});

test('a client that is refused at the door is in the audit by their address, over HTTP and WebSocket', async () => {
  using audit = auditTrail('off');
  await using server = await runningServer({ schema, trail: audit.trail, metrics: () => [] });
  await server.ask('{ hello }', { headers: { Authorization: 'Bearer qCANARYq-qCANARYq-qCANARYq-qCANARYq' } });
  await fetch(new URL('/metrics', server.url));
  await fetch(new URL('/graphiql/token', server.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"code":"qCANARYq"}',
  });
  await overWebSocket(server, 'Bearer qCANARYq')
    .iterate({ query: '{ hello }' })
    .next()
    .catch(() => undefined);
  const refusal = { event: 'refusal', result: 'UNAUTHENTICATED', address: '127.0.0.1' };
  expect(audit.lines()).toMatchObject([1, 2, 3, 4].map((attempts) => ({ ...refusal, attempts })));
  expect(audit.text()).not.toContain('qCANARYq');
});

test('a flood of refusals fills no disk: of an address ever fewer are told, and of all addresses 600 a minute', () => {
  let now = 0;
  using audit = auditTrail('full', () => now);
  for (let n = 0; n < 100_000; n++) audit.trail.refusal({ address: '192.0.2.1' }, 'UNAUTHENTICATED');
  expect(audit.lines().map(({ attempts }) => attempts)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536,
  ]);
  now += 60_000;
  for (let n = 0; n < 5_000; n++) audit.trail.refusal({ address: `2001:db8:0:${n}::/64` }, 'UNAUTHENTICATED');
  expect(audit.lines()).toHaveLength(21 + 600);
});

test('noise of strangers hides no refusal of a viewer, from the same address or from everywhere', () => {
  using audit = auditTrail('off', () => 0);
  for (let n = 0; n < 1_000; n += 1) audit.trail.refusal({ address: '192.0.2.1' }, 'UNAUTHENTICATED');
  for (let n = 0; n < 1_000; n += 1) audit.trail.refusal({ address: `a${n}` }, 'UNAUTHENTICATED');
  const person = { viewerId: 'eve', isLocal: false };
  audit.trail.refusal({ address: '192.0.2.1', person }, 'FORBIDDEN', 'credentials');
  expect(audit.lines().at(-1)).toMatchObject({ result: 'FORBIDDEN', viewer: { id: 'eve' }, attempts: 1 });
});

test('an audit that is sampled tells one a minute of what is the same, and how many it left out', () => {
  let now = 0;
  using audit = auditTrail('sampled', () => now);
  const ask = (document: string, viewerId = 'ada') =>
    audit.trail.operation(
      { person: { viewerId, isLocal: false } },
      { event: 'operation', document, result: 'ok' },
    );
  for (let n = 0; n < 10; n++) ask('one');
  ask('two');
  ask('one', 'grace');
  now += 60_000;
  ask('one');
  expect(audit.lines().map(({ viewer, document, leftOut }) => [viewer.id, document, leftOut])).toEqual([
    ['ada', 'one', undefined],
    ['ada', 'two', undefined],
    ['grace', 'one', undefined],
    ['ada', 'one', 9],
  ]);
});

test('the permission that the audit tells is what a root field needs', async () => {
  using audit = auditTrail();
  await using server = await runningServer({ schema: gatewaySchema, trail: audit.trail });
  await server.ask('mutation { logout { signedOut } }');
  await server.ask('{ instances { arn } }');
  const inFragments = `query { instances { arn } ... @include(if: true) { ...Mine } }
    fragment Mine on Query { mine: session { state } ...More }
    fragment More on Query { ...Mine }`;
  await server.ask(inFragments);
  await server.ask(inFragments.replace('...More }', '}').replace(/fragment More.*/, ''));
  expect(
    audit.lines().map(({ permission, result }) => [permission, result === 'GRAPHQL_VALIDATION_FAILED']),
  ).toEqual([
    ['credentials', false],
    ['read', false],
    ['credentials', true],
    ['credentials', false],
  ]);
});

test('an audit that cannot be written holds back the token for a sign-in link, and no answers', async () => {
  using audit = auditTrail('full', undefined, '/dev/full');
  await using server = await runningServer({ schema, trail: audit.trail });
  expect(await (await server.ask('{ hello }')).json()).toMatchObject({ data: { hello: 'world' } });
  const [, code] = server.signInLink().split('#code=');
  const response = await fetch(new URL('/graphiql/token', server.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE' } }] });
});
