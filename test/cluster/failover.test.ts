import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allKeys, countableSandbox, keysOf } from '../gateway/gateway-on-sandbox.ts';
import { ask, hasPostgres, startPostgres, type PostgresServer } from '../postgres/server.ts';
import { startReplica, type ReplicaProcess } from './replica.ts';

const size = { accounts: 10, permissionSets: 5, users: 30, groups: 8 };

describe.skipIf(!hasPostgres)('the reading role', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const role = async (store: string): Promise<{ holder: string; fence: string }> => {
    const [row] = await ask(
      store,
      'select holder, fence from gateway_store.reader where expires_at > clock_timestamp()',
    );
    return row;
  };
  const whenTaken = async (store: string, after: string) => {
    const fence = async () => Number((await role(store))?.fence ?? 0);
    await expect.poll(fence, { timeout: 20_000, interval: 20 }).toBeGreaterThan(Number(after));
  };

  /** The first of them holds the role. */
  async function two(store: string, sandbox: Awaited<ReturnType<typeof countableSandbox>>) {
    const holder = await startReplica(store, sandbox);
    await whenTaken(store, '0');
    const other = await startReplica(store, sandbox);
    return { holder, other };
  }

  const everything = { first: 1_000, maxAge: 'PT0S' };
  const keysAt = async (replica: ReplicaProcess) => keysOf((await replica.page(everything)).nodes);

  test('moves within 6 seconds when its holder is killed, and who waited meanwhile gets a whole answer', async () => {
    const store = await server.createDatabase();
    await using sandbox = await countableSandbox(size);
    const { holder, other } = await two(store, sandbox);
    await using _holder = holder;
    await using _other = other;
    expect(await keysAt(other)).toEqual(allKeys(sandbox.organization));
    const { fence } = await role(store);
    process.kill(holder.pid, 'SIGKILL');
    const killedAt = performance.now();
    const waiting = other.page(everything);
    await whenTaken(store, fence);
    expect(performance.now() - killedAt).toBeLessThan(6_000);
    const { nodes, completeness } = await waiting;
    expect(completeness).toMatchObject({ complete: true, failures: [] });
    expect(keysOf(nodes)).toEqual(allKeys(sandbox.organization));
  });

  test('moves within a second when its holder is asked to end', async () => {
    const store = await server.createDatabase();
    await using sandbox = await countableSandbox(size);
    const { holder, other } = await two(store, sandbox);
    await using _holder = holder;
    await using _other = other;
    const { fence } = await role(store);
    process.kill(holder.pid, 'SIGTERM');
    const askedAt = performance.now();
    await whenTaken(store, fence);
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    expect((await holder.program.ended).code).toBe(0);
    expect(await keysAt(other)).toEqual(allKeys(sandbox.organization));
  });

  test('is not what a holder acts on that stood still for longer than its term: it commits nothing, and follows', async () => {
    const store = await server.createDatabase();
    await using sandbox = await countableSandbox(size);
    const { holder, other } = await two(store, sandbox);
    await using _holder = holder;
    await using _other = other;
    await keysAt(holder);
    const { fence } = await role(store);
    // It stands still in the middle of its reads.
    const half = holder.page(everything).catch(() => undefined);
    const called = sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
    await expect
      .poll(() => sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0, { interval: 1 })
      .toBeGreaterThan(called + 3);
    process.kill(holder.pid, 'SIGSTOP');
    await whenTaken(store, fence);
    const [{ version, taken_at: takenAt }] = await ask(
      store,
      'select version, floor(extract(epoch from clock_timestamp()) * 1000) as taken_at from gateway_store.scope',
    );
    process.kill(holder.pid, 'SIGCONT');
    await half;
    // What has come into the log since was read in the new term.
    expect(await keysAt(holder)).toEqual(allKeys(sandbox.organization));
    expect(await keysAt(other)).toEqual(allKeys(sandbox.organization));
    expect(Number((await role(store)).fence)).toBe(Number(fence) + 1);
    const late = 'select key from gateway_store.extent where id > $1 and read_at < $2';
    expect(await ask(store, late, [version, Number(takenAt) - 2_000])).toEqual([]);
  });
});
