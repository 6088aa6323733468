import { expect, test, vi } from 'vitest';
import { encode } from '../../src/mirror/encoding.ts';
import { principalsKey } from '../../src/mirror/keys.ts';
import { openMirror } from '../../src/reader/open-mirror.ts';
import { journalsOf } from '../../src/store/open-store.ts';
import { MemoryStore } from '../store/memory-store.ts';

const scope = { endpoint: 'e', instanceArn: 'i' };
const key = principalsKey('USER');
const users = Array.from({ length: 20_000 }, (_, n) => ({
  principalType: 'USER' as const,
  principalId: `user-${n}`,
  name: `name-${n}`,
  displayName: null,
  email: null,
  description: null,
  enabled: true,
}));

test('a list of very many users is loaded in parts, between which others have their turn', async () => {
  const store = new MemoryStore();
  const extents = [{ key: key.text, readAt: 5, facts: encode(key, users) }];
  await (await store.log(scope)).commit({ extents, changes: [], dropped: [] }, 0);
  // By this clock each turn is over as soon as something was done.
  let now = 0;
  using _ = vi.spyOn(performance, 'now').mockImplementation(() => (now += 11));
  let turns = 0;
  let isDone = false;
  const others = (): void => {
    turns++;
    if (!isDone) setImmediate(others);
  };
  others();
  let turnsOfLoading = 0;
  const journals = journalsOf(store, 'memory', () => {});
  const { mirror } = await openMirror(
    {
      ...journals,
      async journal(of, receiver) {
        const journal = await journals.journal(of, receiver);
        turnsOfLoading = turns;
        return journal;
      },
    },
    scope,
    () => 10,
  );
  isDone = true;
  // A thousand users at a time, and a few more parts of their text.
  expect(turnsOfLoading).toBeGreaterThan(40);
  expect([...mirror.principals.existing('USER')].length).toBe(users.length);
  expect(mirror.get(key)?.facts).toEqual(users);
});
