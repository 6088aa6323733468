import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Journal } from '../../src/store/journal.ts';
import { StoreError, type Batch, type Log, type StoredExtent } from '../../src/store/store.ts';
import { MemoryStore } from './memory-store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const extent = (key: string, readAt = 1): StoredExtent => ({ key, readAt, facts: `${key} at ${readAt}` });
const batch = (extents: readonly StoredExtent[], dropped: Batch['dropped'] = []): Batch => ({
  extents,
  changes: [],
  dropped,
});

/** A journal over a log that works until it is told not to. */
async function world() {
  const log = await new MemoryStore().log({ endpoint: 'e', instanceArn: 'i' });
  let failure: string | undefined;
  let commits = 0;
  const guarded = <T>(work: () => Promise<T>): Promise<T> =>
    failure === undefined ? work() : Promise.reject(new StoreError(failure));
  const fragile: Log = {
    since: (version) => guarded(() => log.since(version)),
    commit: (next, seen) =>
      guarded(() => {
        commits++;
        return log.commit(next, seen);
      }),
    changesSince: (id, of) => guarded(() => log.changesSince(id, of)),
    forgetChanges: (before) => guarded(() => log.forgetChanges(before)),
  };
  const heard: string[] = [];
  const states: string[] = [];
  const mirror = new Map<string, StoredExtent>();
  const journal = new Journal(fragile, {
    onExtents(extents) {
      heard.push(...extents.map(({ key, readAt }) => `${key} at ${readAt}`));
      return [];
    },
    everything: () => mirror.values(),
    onState: (isUsable, reason) => states.push(isUsable ? 'usable' : `not usable: ${reason}`),
  });
  return {
    journal,
    log,
    heard,
    states,
    mirror,
    fail: (reason?: string) => void (failure = reason),
    commits: () => commits,
    kept: async () => (await log.since(0)).extents.map(({ key, readAt, facts }) => ({ key, readAt, facts })),
  };
}

test('extents read within some milliseconds of each other are kept together, and nobody waits for it', async () => {
  const { journal, kept, commits } = await world();
  await journal.load();
  journal.append(batch([extent('a')]));
  journal.append(batch([extent('b'), extent('a', 2)]));
  expect(journal.pending).toBe(2);
  expect(await kept()).toEqual([]);
  await vi.advanceTimersByTimeAsync(30);
  expect(await kept()).toEqual([extent('b'), extent('a', 2)]);
  expect(commits()).toBe(1);
  expect(journal.pending).toBe(0);
});

test('very much is kept in several batches', async () => {
  const { journal, kept, commits } = await world();
  journal.append(batch(Array.from({ length: 1_100 }, (_, n) => extent(`key ${n}`))));
  await vi.advanceTimersByTimeAsync(30);
  expect(await kept()).toHaveLength(1_100);
  expect(commits()).toBe(3);
});

test('everything that was kept before is given at once, and what others keep within a second or two', async () => {
  const { journal, log, heard } = await world();
  await log.commit(batch([extent('before')]), 0);
  await journal.load();
  expect(heard).toEqual(['before at 1']);
  await log.commit(batch([extent('of another')]), 0);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(heard).toEqual(['before at 1', 'of another at 1']);
  journal.append(batch([extent('mine')]));
  await vi.advanceTimersByTimeAsync(2_200);
  expect(heard).toEqual(['before at 1', 'of another at 1']);
});

test('while the store cannot be used, the latest waits; the cause is told once, and everything goes in when it can be used', async () => {
  const { journal, kept, states, fail } = await world();
  await journal.load();
  fail('database or disk is full');
  journal.append(batch([extent('a')]));
  await vi.advanceTimersByTimeAsync(5_000);
  journal.append(batch([extent('a', 2), extent('b')]));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toEqual(['not usable: database or disk is full']);
  expect(journal.isUsable).toBe(false);
  expect(journal.pending).toBe(2);
  fail(undefined);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await kept()).toEqual([extent('a', 2), extent('b')]);
  expect(states).toEqual(['not usable: database or disk is full', 'usable']);
  expect(journal.isUsable).toBe(true);
});

test('a part of very much that is read while the store cannot be used waits, and all of it is kept when it can be', async () => {
  const { journal, kept, fail, mirror } = await world();
  await journal.load();
  fail('database or disk is full');
  journal.append(batch([extent('first')]));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(journal.isUsable).toBe(false);
  const change = { extent: 'a', fact: 'f', before: undefined, after: '1', since: 0, readAt: 1 };
  for (let n = 0; n < 12_000; n++) {
    const read = extent(`key ${n % 11_000}`, 1 + n);
    mirror.set(read.key, read);
    const changes = Array.from({ length: 10 }, () => change);
    journal.append({ extents: [read], changes, dropped: [] });
  }
  expect(journal.pending).toBeGreaterThanOrEqual(11_000);
  expect(journal.lostChanges).toBe(20_000);
  const waiting = journal.pending;
  journal.append(
    batch(
      [],
      [...mirror.keys()].map((key) => ({ key, readAt: 0 })),
    ),
  );
  expect(waiting - journal.pending).toBe(10_000);
  mirror.set('key 3', extent('key 3', 50_000));
  journal.append(batch([extent('key 3', 50_000)]));
  fail(undefined);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(journal.pending).toBe(0);
  const byKey = (extents: Iterable<StoredExtent>) =>
    [...extents].map(({ key, readAt }) => `${key} at ${readAt}`).toSorted();
  expect(byKey(await kept())).toEqual(byKey(mirror.values()));
});

test('a fault of whoever takes over what the store has is told as one of the store, and the journal goes on', async () => {
  const { log, states } = await world();
  let isFaulty = true;
  await using journal = new Journal(log, {
    onExtents() {
      if (isFaulty) throw new SyntaxError('what a secret name is this');
      return [];
    },
    everything: () => [],
    onState: (isUsable, reason) => states.push(isUsable ? 'usable' : `not usable: ${reason}`),
  });
  await log.commit(batch([extent('odd')]), 0);
  await journal.load();
  expect(states).toEqual(['not usable: what it has cannot be taken over: SyntaxError']);
  isFaulty = false;
  journal.append(batch([extent('more')]));
  await vi.advanceTimersByTimeAsync(1_100);
  expect(states.at(-1)).toBe('usable');
  expect((await log.since(0)).extents.map(({ key }) => key)).toEqual(['odd', 'more']);
});

test('a log that could not be loaded at first is given when it can be', async () => {
  const { journal, log, heard, fail } = await world();
  await log.commit(batch([extent('before')]), 0);
  fail('locked');
  await journal.load();
  expect(heard).toEqual([]);
  fail(undefined);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(heard).toEqual(['before at 1']);
});

test('a long log is given in slices, the next of which is read meanwhile, and others have their turn between them', async () => {
  vi.useRealTimers();
  const order: string[] = [];
  const log: Log = {
    since: async (version) => {
      order.push(`read ${version}`);
      const extents = [{ ...extent(`${version}`), knownSince: 1 }];
      return { extents, version: version + 1, isLast: version >= 2 };
    },
    commit: () => Promise.reject(new StoreError('nothing is committed')),
    changesSince: () => Promise.reject(new StoreError('nothing changes')),
    forgetChanges: () => Promise.reject(new StoreError('nothing changes')),
  };
  await using journal = new Journal(log, {
    onExtents: ([first]) => {
      order.push(`given ${first?.key}`);
      setImmediate(() => order.push(`turn after ${first?.key}`));
      return [];
    },
    onState() {},
    everything: () => [],
  });
  await journal.load();
  expect(order).toEqual([
    'read 0',
    'read 1',
    'given 0',
    'turn after 0',
    'read 2',
    'given 1',
    'turn after 1',
    'given 2',
  ]);
});

test('the log is handed over as far as it was taken over, and who takes it over sees what is read meanwhile', async () => {
  const log = await new MemoryStore().log({ endpoint: 'e', instanceArn: 'i' });
  await log.commit(batch([extent('before')]), 0);
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const seen: (readonly string[])[] = [];
  const journal = new Journal(log, {
    async onExtents(_extents, waiting) {
      seen.push([...waiting()]);
      first.resolve();
      await second.promise;
      seen.push([...waiting()]);
    },
    everything: () => [],
    onState() {},
  });
  const loading = journal.load();
  await first.promise;
  let isReached = false;
  const reaching = journal.reaches(1, new AbortController().signal).then(() => (isReached = true));
  journal.append(batch([extent('mine')]));
  await vi.advanceTimersByTimeAsync(10);
  expect({ isReached, seen: journal.seen }).toEqual({ isReached: false, seen: 0 });
  second.resolve();
  await loading;
  await reaching;
  expect(seen).toEqual([[], ['mine']]);
  await journal[Symbol.asyncDispose]();
});

test('an extent dropped before it was kept is not kept, unless it is read again', async () => {
  const { journal, kept } = await world();
  journal.append(batch([extent('a'), extent('b')]));
  journal.append(
    batch(
      [],
      [
        { key: 'a', readAt: 1 },
        { key: 'b', readAt: 1 },
      ],
    ),
  );
  journal.append(batch([extent('b', 2)]));
  await vi.advanceTimersByTimeAsync(30);
  expect(await kept()).toEqual([extent('b', 2)]);
});

test('closing keeps what waits, and nothing happens afterwards', async () => {
  const { journal, kept, commits } = await world();
  await journal.load();
  journal.append(batch([extent('a')]));
  await journal[Symbol.asyncDispose]();
  expect(await kept()).toEqual([extent('a')]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(commits()).toBe(1);
});

test.each([1, 3])(
  'an extent that went, and was read again at %d before that was kept, is known since that read',
  async (readAt) => {
    const { journal, log, kept } = await world();
    await journal.load();
    journal.append(batch([extent('a', 2)]));
    await vi.advanceTimersByTimeAsync(30);
    // By a clock that was set back, what is read again may be older than what went.
    journal.append(batch([], [{ key: 'a', readAt: 2 }]));
    journal.append(batch([extent('a', readAt)]));
    await vi.advanceTimersByTimeAsync(30);
    expect(await kept()).toEqual([extent('a', readAt)]);
    expect((await log.since(0)).extents[0]?.knownSince).toBe(readAt);
    await journal[Symbol.asyncDispose]();
  },
);
