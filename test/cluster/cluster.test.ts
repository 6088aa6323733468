import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type TestGateway,
  countableSandbox,
  gatewayOn,
  keysOf,
  allKeys,
  type GatewayOptions,
} from '../gateway/gateway-on-sandbox.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../postgres/server.ts';

const size = { accounts: 12, permissionSets: 6, users: 40, groups: 10 };

/** Who reads, and for how many seconds the database is away, by the metrics of a gateway. */
async function figuresOf({ url }: TestGateway) {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const value = (name: string) =>
    Number(new RegExp(`^identity_center_gateway_${name} (.*)$`, 'm').exec(text)?.[1]);
  return { reading: value('reading'), away: value('database_away_seconds') };
}

describe.skipIf(!hasPostgres)('gateways on one database', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const on = (store: string, more: GatewayOptions = {}): GatewayOptions => ({
    cursorSecret: Buffer.alloc(32, 1),
    ...more,
    config: { store, ...more.config },
  });
  const total = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);

  test('three of them make the calls of one, whoever is asked, and answer the same', async () => {
    const alone = await countableSandbox(size);
    await using one = await gatewayOn(alone);
    await one.walk();
    const expected = alone.counts();
    await using sandbox = await countableSandbox(size);
    const store = await server.createDatabase();
    await using a = await gatewayOn(sandbox, on(store));
    await using b = await gatewayOn(sandbox, on(store));
    await using c = await gatewayOn(sandbox, on(store));
    const walks = await Promise.all([a, b, c].map((gateway) => gateway.walk()));
    for (const { rows, pages } of walks) {
      expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
      expect(pages.every(({ completeness }) => completeness.complete)).toBe(true);
    }
    const made = sandbox.counts();
    // Whose question comes when some lists are there may plan with the list of permission sets, which is one call.
    const { 'sso-admin:ListPermissionSets': lists = 0, ...others } = made;
    expect(others).toEqual(expected);
    expect(lists).toBeLessThanOrEqual(1);
    const told = walks.flatMap(({ pages }) => pages.map(({ aws }) => aws.calls));
    expect(told.reduce((sum, calls) => sum + calls, 0)).toBe(total(made));
    await alone[Symbol.asyncDispose]();
  });

  test('read a list once that all of them want at the same moment, and each counts what it began', async () => {
    await using sandbox = await countableSandbox(size);
    const store = await server.createDatabase();
    await using a = await gatewayOn(sandbox, on(store));
    await using b = await gatewayOn(sandbox, on(store));
    const query = '{ permissionSets(first: 5) { nodes { arn } } }';
    sandbox.faults.add({ operation: 'sso-admin:ListPermissionSets', fault: { hangMs: 200 }, times: 1 });
    const answers = await Promise.all([a, b, a, b].map((gateway) => gateway.ask(query)));
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => undefined));
    expect(sandbox.counts()['sso-admin:ListPermissionSets']).toBe(1);
    expect(answers.reduce((sum, { aws }) => sum + aws.calls, 0)).toBe(total(sandbox.counts()));
  });

  test('are told of a refusal as the one that made the call is', async () => {
    await using sandbox = await countableSandbox(size);
    const store = await server.createDatabase();
    await using a = await gatewayOn(sandbox, on(store));
    await a.walk();
    await using b = await gatewayOn(sandbox, on(store));
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      fault: { error: 'AccessDeniedException', message: 'not you' },
    });
    const [one, other] = [await a.page({ maxAge: 'PT0S' }), await b.page({ maxAge: 'PT0S' })];
    const told = ({ completeness }: typeof one) =>
      completeness.failures.map(({ asOf: _asOf, ...failure }) => failure);
    expect(told(one)[0]).toMatchObject({
      code: 'AWS_ACCESS_DENIED',
      operation: 'sso-admin:ListAccountAssignments',
    });
    expect(told(other)).toEqual(told(one));
    expect(keysOf(other.nodes)).toEqual(keysOf(one.nodes));
  });

  test('answer from memory while the database is away, say up to when they know, and read again by themselves', async () => {
    await using sandbox = await countableSandbox(size);
    const store = await server.createDatabase();
    await using a = await gatewayOn(sandbox, on(store));
    await using b = await gatewayOn(sandbox, on(store));
    await a.walk();
    await b.walk();
    const followed = async () => {
      const { data } = await b.ask('{ assignments(first: 1) { completeness { complete followedTo } } }');
      return data.assignments.completeness;
    };
    expect(await followed()).toEqual({ complete: true, followedTo: null });
    const figures = async () => [await figuresOf(a), await figuresOf(b)];
    const [reads, follows] = [
      { reading: 1, away: 0 },
      { reading: 0, away: 0 },
    ];
    expect((await figures()).toSorted((one, other) => other.reading - one.reading)).toEqual([reads, follows]);
    await server.stop();
    try {
      await expect
        .poll(followed, { timeout: 10_000 })
        .toEqual({ complete: true, followedTo: expect.any(String) });
      for (const { away } of await figures()) expect(away).toBeGreaterThan(0);
      const { nodes, completeness } = await b.page({ first: 1_000, maxAge: 'PT0S' });
      expect(keysOf(nodes)).toEqual(allKeys(sandbox.organization));
      expect(completeness.complete).toBe(false);
      expect(new Set(completeness.failures.map(({ code }) => code))).toEqual(new Set(['STORE_UNAVAILABLE']));
    } finally {
      await server.start();
    }
    const isComplete = async () => (await b.page({ first: 1_000, maxAge: 'PT0S' })).completeness.complete;
    await expect.poll(isComplete, { timeout: 20_000 }).toBe(true);
    expect(await followed()).toEqual({ complete: true, followedTo: null });
    await expect
      .poll(async () => (await figures()).map(({ away }) => away), { timeout: 20_000 })
      .toEqual([0, 0]);
  });

  test('go on with the walk of another, and never from before it: one that does not know enough says so', async () => {
    await using sandbox = await countableSandbox(size);
    const store = await server.createDatabase();
    await using a = await gatewayOn(sandbox, on(store));
    await using b = await gatewayOn(sandbox, on(store));
    await using behind = await gatewayOn(sandbox, on(await server.createDatabase()));
    const first = await a.page({ first: 5 });
    const after = first.pageInfo.endCursor;
    const second = await b.page({ first: 1_000, after });
    expect([...keysOf(first.nodes), ...keysOf(second.nodes)]).toEqual(allKeys(sandbox.organization));
    await expect(behind.page({ after })).rejects.toThrow('REPLICA_BEHIND');
  });
});
