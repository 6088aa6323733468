import parse from 'parse-prometheus-text-format';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { overWebSocket } from './clients.ts';
import { runningServer, schemaOf, token, type TestServer } from './running-server.ts';

const schema = schemaOf('type Query { hello(of: String): String, broken: String }', {
  hello: 'world',
  broken: () => {
    throw new GatewayError('AWS_THROTTLED', 'too fast');
  },
});

async function text({ url }: Pick<TestServer, 'url'>) {
  const response = await fetch(new URL('/metrics', url), { headers: { Authorization: `Bearer ${token}` } });
  return response.text();
}

async function families(server: Pick<TestServer, 'url'>) {
  return parse(await text(server));
}

async function family(server: Pick<TestServer, 'url'>, name: string) {
  const found = (await families(server)).filter((one) => one.name === `identity_center_gateway_${name}`);
  expect(found).toHaveLength(1);
  return found[0]!;
}

async function counted(server: TestServer) {
  const { metrics } = await family(server, 'operations_total');
  const values = metrics.map(({ labels, value }) => [Object.values(labels!).join(' '), Number(value)]);
  return Object.fromEntries(values);
}

test('operations are counted by name, type and result, over HTTP and WebSocket', async () => {
  await using server = await runningServer({ schema, metrics: () => [] });
  await server.ask('query Greet { hello }');
  await overWebSocket(server).iterate({ query: 'query Greet { hello }' }).next();
  await server.ask('{ hello }');
  await server.ask('{ broken }');
  await server.ask('{ hell');
  expect(await counted(server)).toEqual({
    'Greet query ok': 2,
    'anonymous query ok': 1,
    'anonymous query AWS_THROTTLED': 1,
    'other unknown GRAPHQL_PARSE_FAILED': 1,
  });
});

test('a hundred names are counted by themselves, and none of what was never answered', async () => {
  await using server = await runningServer({ schema, metrics: () => [] });
  await server.ask('query Broken { broken }');
  await server.ask(`query ${'N'.repeat(61)} { hello }`);
  for (let n = 0; n < 105; n++) await server.ask(`query N${n} { hello }`);
  const names = Object.keys(await counted(server)).map((key) => key.split(' ')[0]);
  expect(new Set(names).size).toBe(101);
  expect(await counted(server)).toMatchObject({
    'other query ok': 6,
    'other query AWS_THROTTLED': 1,
    'N99 query ok': 1,
  });
});

test('the times of queries add up in a histogram', async () => {
  await using server = await runningServer({ schema, metrics: () => [] });
  for (let n = 0; n < 3; n++) await server.ask('{ hello }');
  expect((await family(server, 'operation_seconds')).type).toBe('HISTOGRAM');
  const lines = (await text(server)).matchAll(/^\w+_operation_seconds_(\w+)\{type="query".*\} (.+)$/gm);
  const values = [...lines].map(([, of, value]) => [of, Number(value)] as const);
  const buckets = values.filter(([of]) => of === 'bucket').map(([, value]) => value);
  expect(buckets).toEqual(buckets.toSorted((one, other) => one - other));
  expect(buckets.at(-1)).toBe(3);
  expect(values.at(-1)).toEqual(['count', 3]);
  expect(values.at(-2)).toEqual(['sum', expect.any(Number)]);
});

test('a name of metrics stands for one kind of thing', async () => {
  await using server = await runningServer({ schema, metrics: () => [] });
  const names = (await families(server)).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(5);
  // Prometheus's own linter wants these for histograms and summaries alone.
  const labels = (await families(server)).flatMap(({ type, metrics }) =>
    type === 'GAUGE' || type === 'COUNTER' ? metrics.flatMap((one) => Object.keys(one.labels ?? {})) : [],
  );
  expect(labels.filter((label) => label === 'le' || label === 'quantile')).toEqual([]);
});
