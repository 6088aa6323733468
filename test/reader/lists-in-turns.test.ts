import { expect, test } from 'vitest';
import { encode } from '../../src/mirror/encoding.ts';
import { principalsKey } from '../../src/mirror/keys.ts';
import { openMirror } from '../../src/reader/keeping/open-mirror.ts';
import { journalsOf } from '../../src/store/open-store.ts';
import { othersTurns } from '../reading/others-turns.ts';
import { MemoryStore } from '../store/memory-store.ts';

const scope = { endpoint: 'e', instanceArn: 'i' };
const key = principalsKey('USER');
const usersNamed = (name: string) =>
  Array.from({ length: 20_000 }, (_, n) => ({
    principalType: 'USER' as const,
    principalId: `user-${n}`,
    name: `${name}-${n}`,
    displayName: null,
    email: null,
    description: null,
    enabled: true,
  }));

test('a list of very many users is loaded in parts, between which others have their turn', async () => {
  const store = new MemoryStore();
  const users = usersNamed('ada');
  const extents = [{ key: key.text, readAt: 5, facts: encode(key, users) }];
  await (await store.log(scope)).commit({ extents, changes: [], dropped: [] }, 0);
  const journals = journalsOf(store, 'memory', () => {});
  using others = othersTurns();
  let turnsOfLoading = 0;
  const opened = {
    ...journals,
    async journal(...[of, receiver]: Parameters<typeof journals.journal>) {
      const journal = await journals.journal(of, receiver);
      turnsOfLoading = others.count();
      return journal;
    },
  };
  const { mirror } = await openMirror(opened, scope, () => 10);
  // A thousand users at a time, and a few more parts of their text.
  expect(turnsOfLoading).toBeGreaterThan(40);
  expect([...mirror.principals.existing('USER')].length).toBe(users.length);
  expect(mirror.get(key)?.facts).toEqual(users);
});

test('a list of very many users that is read takes its turns, and nobody sees a part of it', async () => {
  const store = new MemoryStore();
  const { mirror, journal, keepList } = await openMirror(
    journalsOf(store, 'memory', () => {}),
    scope,
    () => 10_000,
  );
  const seen = new Set<string>();
  const look = () => {
    const names = [...mirror.principals.existing('USER')].map(({ name }) => name?.split('-')[0]);
    seen.add(`${[...new Set(names)].join()}: ${names.length}`);
  };
  const [first, second] = [usersNamed('ada'), usersNamed('bob')];
  {
    using others = othersTurns(look);
    await keepList(key, 1_000, first);
    await keepList(key, 2_000, second);
    expect(others.count()).toBeGreaterThan(80);
  }
  look();
  expect([...seen]).toEqual([': 0', 'ada: 20000', 'bob: 20000']);
  await journal?.load();
  const kept = await (await store.log(scope)).since(0);
  expect(kept.extents).toMatchObject([{ key: key.text, readAt: 2_000, facts: encode(key, second) }]);
  expect((await (await store.log(scope)).changesSince(0)).changes).toHaveLength(20_000);
});
