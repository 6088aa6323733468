import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  countableSandbox,
  gatewayOn,
  keysOf,
  allKeys,
  type GatewayOptions,
} from '../gateway/gateway-on-sandbox.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../postgres/server.ts';

const size = { accounts: 12, permissionSets: 6, users: 40, groups: 10 };

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
    expect(sandbox.counts()).toEqual(expected);
    const told = walks.flatMap(({ pages }) => pages.map(({ aws }) => aws.calls));
    expect(told.reduce((sum, calls) => sum + calls, 0)).toBe(total(expected));
    await alone[Symbol.asyncDispose]();
  });
});
