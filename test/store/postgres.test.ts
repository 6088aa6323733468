import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/postgres/database.ts';
import { openSharedStore } from '../../src/store/postgres/open.ts';
import { PostgresStore } from '../../src/store/postgres/store.ts';
import type { Fence } from '../../src/store/postgres/log.ts';
import { RoleLost, type StoredExtent } from '../../src/store/store.ts';
import { ask, hasPostgres, startPostgres, type PostgresServer } from '../postgres/server.ts';

const scope = { endpoint: 'https://sso.us-east-1.amazonaws.com', instanceArn: 'arn:aws:sso:::instance/i' };
const extent = (key: string, readAt: number): StoredExtent => ({ key, readAt, facts: `facts of ${key}` });
const batch = (...extents: readonly StoredExtent[]) => ({ extents, changes: [], dropped: [] });

describe.skipIf(!hasPostgres)('a store in PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('tells once that it cannot be used, and what waited meanwhile is kept when it can again', async () => {
    const url = await server.createDatabase();
    const told: string[] = [];
    await using database = await openDatabase(url);
    const keys: string[] = [];
    await new PostgresStore(database).open();
    await ask(
      url,
      "insert into gateway_store.reader (endpoint, fence, expires_at) values ($1, 1, 'infinity')",
      [scope.endpoint],
    );
    const holder = { fence: () => ({ endpoint: scope.endpoint, fence: 1 }), lost() {} };
    const mirror = {
      onExtents(extents: readonly StoredExtent[]) {
        keys.push(...extents.map(({ key }) => key));
        return [];
      },
      everything: () => [],
    };
    {
      await using store = await openSharedStore(database, (message) => told.push(message), holder);
      const journal = await store.journal(scope, mirror);
      journal.append(batch(extent('a', 1)));
      await expect.poll(() => journal.pending).toBe(0);
      await server.stop();
      journal.append(batch(extent('b', 1)));
      await expect.poll(() => store.state().isUsable).toBe(false);
      expect(journal.pending).toBe(1);
      await server.start();
      await expect.poll(() => store.state().isUsable, { timeout: 10_000 }).toBe(true);
      expect(journal.pending).toBe(0);
    }
    expect(told).toHaveLength(2);
    expect(told[0]).toContain(`The store 127.0.0.1:${server.port}/`);
    expect(told.join()).not.toContain('canary');
    await using again = await openSharedStore(database, (message) => told.push(message), holder);
    await again.journal(scope, mirror);
    expect(keys).toEqual(['a', 'b']);
  });

  test('has one order of commits, also of those that come at once', async () => {
    await using one = await openDatabase(await server.createDatabase());
    const store = new PostgresStore(one);
    await store.open();
    const logs = await Promise.all(Array.from({ length: 4 }, () => store.log(scope)));
    const follower = await store.log(scope);
    const seen: string[] = [];
    let version = 0;
    const follow = async () => {
      const slice = await follower.since(version);
      seen.push(...slice.extents.map(({ key }) => key));
      version = slice.version;
    };
    let isDone = false;
    const following = (async () => {
      while (!isDone) await follow();
    })();
    const commits = logs.map(async (log, l) => {
      for (let n = 0; n < 40; n++) await log.commit(batch(extent(`${l}/${n}`, n)), 0);
    });
    await Promise.all(commits);
    isDone = true;
    await following;
    await follow();
    expect(new Set(seen).size).toBe(160);
    expect(seen).toHaveLength(160);
  });

  test('keeps nothing of who does not hold the role of its fence any more, or holds it no longer', async () => {
    const url = await server.createDatabase();
    await using database = await openDatabase(url);
    const { endpoint } = scope;
    let fence: Fence = { endpoint, fence: 1 };
    const store = new PostgresStore(database, () => fence);
    await store.open();
    const log = await store.log(scope);
    const hold = (number: number, until: string) =>
      ask(
        url,
        `insert into gateway_store.reader (endpoint, fence, expires_at) values ($1, $2, ${until})
          on conflict (endpoint) do update set fence = excluded.fence, expires_at = excluded.expires_at`,
        [endpoint, number],
      );
    await hold(1, "now() + interval '1 hour'");
    await log.commit(batch(extent('a', 1)), 0);
    await hold(2, "now() + interval '1 hour'");
    await expect(log.commit(batch(extent('b', 1)), 0)).rejects.toThrow(RoleLost);
    fence = { endpoint, fence: 2 };
    await hold(2, "now() - interval '1 second'");
    await expect(log.commit(batch(extent('b', 1)), 0)).rejects.toThrow(RoleLost);
    expect((await log.since(0)).extents.map(({ key }) => key)).toEqual(['a']);
  });

  test('takes keys that are longer than an index takes', async () => {
    await using database = await openDatabase(await server.createDatabase());
    const store = new PostgresStore(database);
    await store.open();
    const log = await store.log(scope);
    const key = `id-of/groupName/${Array.from({ length: 3_000 }, (_, n) => n.toString(36)).join('😀')}`;
    await log.commit(batch(extent(key, 1)), 0);
    await log.commit(batch(extent(key, 2)), 0);
    expect((await log.since(0)).extents).toMatchObject([{ key, readAt: 2 }]);
  });
});
