import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/postgres/database.ts';
import { PostgresStore } from '../../src/store/postgres/store.ts';
import { SqliteStore } from '../../src/store/sqlite.ts';
import type {
  Batch,
  KeptChange,
  KeptExtent,
  Log,
  Store,
  StoredChange,
  StoredExtent,
} from '../../src/store/store.ts';
import { hasPostgres, startPostgres } from '../postgres/server.ts';
import { MemoryStore } from './memory-store.ts';

/** What every store has to do, wherever it keeps things. */
const stores: Readonly<Record<string, () => Awaitable<Store>>> = {
  memory: () => new MemoryStore(),
  SQLite: () => new SqliteStore(join(mkdtempSync(join(tmpdir(), 'store-')), 'store.db'), refuseWarning),
  ...(hasPostgres && { PostgreSQL: openPostgres }),
};

type Awaitable<T> = T | Promise<T>;

const server = hasPostgres ? await startPostgres() : undefined;
afterAll(() => server?.[Symbol.asyncDispose]());

/** In a database of its own. */
async function openPostgres(): Promise<Store> {
  const database = await openDatabase((await server?.createDatabase()) ?? '');
  const store = new PostgresStore(database);
  await store.open();
  return {
    log: (of) => store.log(of),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

function refuseWarning(message: string): never {
  throw new Error(message);
}

const scope = { endpoint: 'https://sso.us-east-1.amazonaws.com', instanceArn: 'arn:aws:sso:::instance/i' };
const extent = (key: string, readAt: number, facts = `facts of ${key}`): StoredExtent => ({
  key,
  readAt,
  facts,
});
const change: StoredChange = {
  extent: 'a',
  fact: 'f',
  before: undefined,
  after: '{"x":"é"}',
  since: 1,
  readAt: 2,
};

function batch(extents: readonly StoredExtent[], more: Partial<Batch> = {}): Batch {
  return { extents, changes: [], dropped: [], ...more };
}

async function everything(log: Log, since = 0): Promise<StoredExtent[]> {
  const all: StoredExtent[] = [];
  for (let version = since; ;) {
    const slice = await log.since(version);
    all.push(...slice.extents.map(withoutFirst));
    if (slice.isLast) return all;
    version = slice.version;
  }
}

function withoutFirst({ key, readAt, facts }: KeptExtent): StoredExtent {
  return { key, readAt, facts };
}

function withoutId({ extent: of, fact, before, after, since, readAt }: KeptChange): StoredChange {
  return { extent: of, fact, before, after, since, readAt };
}

async function changesOf(log: Log, since = 0): Promise<StoredChange[]> {
  return (await log.changesSince(since)).changes.map(withoutId);
}

describe.each(Object.entries(stores))('a store in %s', (_, open) => {
  test('gives what was kept, each extent as it was last read, in the order of keeping', async () => {
    await using store = await open();
    const log = await store.log(scope);
    expect(await everything(log)).toEqual([]);
    await log.commit(batch([extent('a', 1), extent('b', 1), extent('c', 1, '')]), 0);
    await log.commit(batch([extent('a', 2, 'newer, with "quotes" and ü')]), 0);
    expect(await everything(log)).toEqual([
      extent('b', 1),
      extent('c', 1, ''),
      extent('a', 2, 'newer, with "quotes" and ü'),
    ]);
  });

  test('refuses an older read that comes late, and keeps the rest of its batch', async () => {
    await using store = await open();
    const log = await store.log(scope);
    await log.commit(batch([extent('a', 5)]), 0);
    const late = await log.commit(batch([extent('a', 4, 'older'), extent('b', 4)]), 0);
    expect(late.refused).toEqual(['a']);
    expect(await everything(log)).toEqual([extent('a', 5), extent('b', 4)]);
    const again = await log.commit(batch([extent('a', 5, 'of the same moment')]), 0);
    expect(again.refused).toEqual([]);
    expect(await everything(log)).toEqual([extent('b', 4), extent('a', 5, 'of the same moment')]);
  });

  test('forgets what was dropped, unless it was read again since', async () => {
    await using store = await open();
    const log = await store.log(scope);
    await log.commit(batch([extent('a', 1), extent('b', 9)]), 0);
    const dropped = ['a', 'b', 'never kept'].map((key) => ({ key, readAt: 5 }));
    await log.commit(batch([], { dropped }), 0);
    expect(await everything(log)).toEqual([extent('b', 9)]);
  });

  test('forgets of what was dropped nothing that was read up to a moment, where there is one', async () => {
    await using store = await open();
    const log = await store.log(scope);
    await log.commit(batch([extent('a', 3), extent('b', 4), extent('c', 9)]), 0);
    const dropped = ['a', 'b', 'c'].map((key) => ({ key, readAt: 5, readAfter: 3 }));
    await log.commit(batch([], { dropped }), 0);
    expect(await everything(log)).toEqual([extent('a', 3), extent('c', 9)]);
  });

  test('is followed from a version', async () => {
    await using store = await open();
    const log = await store.log(scope);
    const { version } = await log.commit(batch([extent('a', 1), extent('b', 1)]), 0);
    expect(await everything(log, version)).toEqual([]);
    await log.commit(batch([extent('b', 2)]), version);
    expect(await everything(log, version)).toEqual([extent('b', 2)]);
  });

  test('tells who keeps something what others have kept before', async () => {
    await using store = await open();
    const [one, other] = [await store.log(scope), await store.log(scope)];
    const first = await one.commit(batch([extent('a', 1)]), 0);
    expect(first.others).toEqual([]);
    const second = await other.commit(batch([extent('b', 1)]), 0);
    expect(second.others.map(withoutFirst)).toEqual([extent('a', 1)]);
    const third = await one.commit(batch([extent('c', 1)]), first.version);
    expect(third.others.map(withoutFirst)).toEqual([extent('b', 1)]);
    expect((await one.since(third.version)).extents).toEqual([]);
  });

  test('keeps every change, in order', async () => {
    await using store = await open();
    const log = await store.log(scope);
    const gone = { ...change, fact: 'g', before: '1', after: undefined };
    await log.commit(batch([extent('a', 2)], { changes: [change, gone] }), 0);
    const { last } = await log.changesSince(0);
    expect(await changesOf(log)).toEqual([change, gone]);
    await log.commit(batch([], { changes: [{ ...change, readAt: 3 }] }), 0);
    expect(await changesOf(log, last)).toEqual([{ ...change, readAt: 3 }]);
  });

  test('gives changes of extents whose keys begin so, however many there are of others between', async () => {
    await using store = await open();
    const log = await store.log(scope);
    const of = (key: string, fact: string) => ({ ...change, extent: key, fact });
    const others = Array.from({ length: 6_000 }, (_unused, n) => of('pair/lists/a%', `fact ${n}`));
    const asked = [of('lists/a', '1'), of('lists/b', '2'), of('clock', '3'), of('a%*', '4')];
    const changes = [asked[0], of('list', '0'), asked[1], ...others, of('ab', '0'), asked[2], asked[3]];
    await log.commit(batch([], { changes: changes.filter((one) => one !== undefined) }), 0);
    const slice = await log.changesSince(0, ['lists/', 'clock', 'a%*']);
    expect(slice.changes.map(withoutId)).toEqual(asked);
    expect(slice.isLast).toBe(true);
    const [first] = slice.changes;
    expect((await log.changesSince(first?.id ?? 0, ['lists/'])).changes.map(withoutId)).toEqual([asked[1]]);
  });

  test('gives very many changes in slices, and ids that go up', async () => {
    await using store = await open();
    const log = await store.log(scope);
    const many = Array.from({ length: 12_000 }, (_unused, n) => ({ ...change, fact: `fact ${n}` }));
    await log.commit(batch([], { changes: many }), 0);
    const all: KeptChange[] = [];
    for (let [last, isLast] = [0, false]; !isLast;) {
      const slice = await log.changesSince(last);
      all.push(...slice.changes);
      ({ last, isLast } = slice);
    }
    expect(all.map(withoutId)).toEqual(many);
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('forgets changes that were seen before a moment, and says which it has', async () => {
    await using store = await open();
    const log = await store.log(scope);
    const { oldest } = await log.changesSince(0);
    const changes = [5, 6, 7].map((readAt) => ({ ...change, readAt }));
    await log.commit(batch([], { changes }), 0);
    expect((await log.changesSince(0)).oldest).toBe(oldest);
    await log.forgetChanges(6);
    expect(await changesOf(log)).toEqual(changes.slice(1));
    expect((await log.changesSince(0)).oldest).toBe(oldest + 1);
    await log.forgetChanges(8);
    expect((await log.changesSince(0)).oldest).toBe(oldest + 3);
  });

  test('knows since when each extent is known, until it is dropped', async () => {
    await using store = await open();
    const log = await store.log(scope);
    const firsts = async () => (await log.since(0)).extents.map(({ key, knownSince }) => [key, knownSince]);
    await log.commit(batch([extent('a', 3), extent('b', 3)]), 0);
    await log.commit(batch([extent('a', 5, 'other facts'), extent('b', 5)]), 0);
    expect(await firsts()).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    await log.commit(batch([], { dropped: [{ key: 'a', readAt: 5 }] }), 0);
    await log.commit(batch([extent('a', 7), { ...extent('c', 7), knownSince: 4 }]), 0);
    expect(await firsts()).toEqual([
      ['b', 3],
      ['a', 7],
      ['c', 4],
    ]);
  });

  test('gives nothing of one scope to another', async () => {
    await using store = await open();
    const mine = await store.log(scope);
    const others = [
      await store.log({ ...scope, endpoint: 'http://127.0.0.1:4600' }),
      await store.log({ ...scope, instanceArn: 'arn:aws:sso:::instance/other' }),
    ];
    await mine.commit(batch([extent('a', 1)], { changes: [change] }), 0);
    for (const log of others) {
      await log.commit(batch([], { dropped: [{ key: 'a', readAt: 9 }] }), 0);
      expect(await everything(log)).toEqual([]);
      expect(await changesOf(log)).toEqual([]);
    }
    expect(await everything(mine)).toEqual([extent('a', 1)]);
  });

  test('gives very much in slices', async () => {
    await using store = await open();
    const log = await store.log(scope);
    const many = Array.from({ length: 9_000 }, (_unused, n) => extent(`key ${n}`, n));
    await log.commit(batch(many), 0);
    expect(await everything(log)).toEqual(many);
  });
});

test.each(Object.keys(stores).slice(1))(
  'memory and %s have the same, whatever is kept and dropped',
  async (name) => {
    const one = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), readAt: fc.nat({ max: 8 }) });
    const anyBatch = fc.record({
      extents: fc.uniqueArray(
        fc.tuple(one, fc.string()).map(([of, facts]) => ({ ...of, facts })),
        {
          selector: ({ key }) => key,
        },
      ),
      dropped: fc.array(one, { maxLength: 2 }),
      changes: fc.array(fc.constant(change), { maxLength: 1 }),
    });
    await using store = await stores[name]!();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyBatch, fc.boolean()), { maxLength: 8 }), async (batches) => {
        await using memory = await stores['memory']!();
        const mine = { ...scope, instanceArn: `instance ${run++}` };
        const [expected, log] = [await memory.log(mine), await store.log(mine)];
        let seen = { expected: 0, log: (await log.commit(batch([]), 0)).version };
        for (const [next, isSeen] of batches) {
          const should = await expected.commit(next, seen.expected);
          const is = await log.commit(next, seen.log);
          expect(is.refused).toEqual(should.refused);
          expect(is.others).toEqual(should.others);
          if (isSeen) seen = { expected: should.version, log: is.version };
        }
        expect(await everything(log)).toEqual(await everything(expected));
        expect(await changesOf(log)).toEqual(await changesOf(expected));
      }),
      { numRuns: 100 },
    );
  },
);
