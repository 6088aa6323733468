import { expect, test } from 'vitest';
import {
  accountsKey,
  accountsOfKey,
  membershipsKey,
  pairKey,
  permissionSetsKey,
  principalsKey,
  provisionedKey,
} from '../../src/mirror/keys.ts';
import { principalWord } from '../../src/mirror/rows.ts';
import { openMirror, type OpenMirror } from '../../src/reader/keeping/open-mirror.ts';
import { journalsOf } from '../../src/store/open-store.ts';
import { MemoryStore } from '../store/memory-store.ts';

const accountId = '111122223333';
const arn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const account = { accountId, name: 'new', email: null, state: 'ACTIVE', ancestors: null };
const group = { principalType: 'GROUP', principalId: 'g-1' } as const;
const groupFacts = {
  ...group,
  name: 'new',
  displayName: 'new',
  email: null,
  description: null,
  enabled: null,
};
const held = [principalWord(group)];
const end = { readAt: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };

/** What two processes tell of what they read, one after the other, on one store. */
async function toldBy(...processes: readonly ((keep: OpenMirror['keep']) => void)[]) {
  const store = new MemoryStore();
  const open = () =>
    openMirror(
      journalsOf(store, 'memory', () => {}),
      { endpoint: 'e', instanceArn: 'i' },
      () => 100,
    );
  for (const read of processes) {
    const { keep, history } = await open();
    read(keep);
    await history.catchUp();
  }
  const { history, mirror } = await open();
  await history.catchUp();
  const changes = history
    .before(end, 100)
    .map(({ kind, subject, since, readAt }) => `${kind} ${subject.about} ${since}–${readAt}`);
  return { changes, mirror };
}

test('an assignment in a pair that a list had newly is told as added, though the process ended before the pair was read', async () => {
  const { changes, mirror } = await toldBy(
    (keep) => {
      keep(provisionedKey(accountId), 1, []);
      keep(provisionedKey(accountId), 5, [arn]);
    },
    (keep) => keep(pairKey(accountId, arn), 6, held),
  );
  expect(changes).toEqual(['ADDED assignment 1–6']);
  expect(mirror.pairs.knownSince(accountId, arn)).toBe(1);
});

test('an assignment is told as added where the list of the permission set, or of accounts or sets, had it newly', async () => {
  const readPair = (keep: OpenMirror['keep']) => keep(pairKey(accountId, arn), 6, held);
  const bySet = await toldBy((keep) => {
    keep(accountsOfKey(arn), 1, []);
    keep(accountsOfKey(arn), 5, [accountId]);
  }, readPair);
  expect(bySet.changes).toEqual(['ADDED assignment 1–6']);
  const byAccount = await toldBy((keep) => {
    keep(accountsKey, 2, []);
    keep(accountsKey, 5, [account]);
  }, readPair);
  expect(byAccount.changes).toContain('ADDED assignment 2–6');
  const byNewSet = await toldBy((keep) => {
    keep(permissionSetsKey, 3, []);
    keep(permissionSetsKey, 5, [arn]);
  }, readPair);
  expect(byNewSet.changes).toContain('ADDED assignment 3–6');
});

test('a member of a group that a list had newly is told as added, though the process ended before', async () => {
  const { changes } = await toldBy(
    (keep) => {
      keep(principalsKey('GROUP'), 1, []);
      keep(principalsKey('GROUP'), 5, [groupFacts]);
    },
    (keep) => keep(membershipsKey(group), 6, [{ key: 'u-1', value: {} }]),
  );
  expect(changes).toContain('ADDED membership 1–6');
});

test('a pair that was there before it went is known only since it went', async () => {
  const { changes, mirror } = await toldBy(
    (keep) => {
      keep(provisionedKey(accountId), 1, [arn]);
      keep(provisionedKey(accountId), 3, []);
      keep(provisionedKey(accountId), 5, [arn]);
    },
    (keep) => keep(pairKey(accountId, arn), 6, held),
  );
  expect(changes).toEqual(['ADDED assignment 3–6']);
  expect(mirror.pairs.knownSince(accountId, arn)).toBe(3);
});

test('a pair of the first list is a first sight, also in the next process', async () => {
  const { changes, mirror } = await toldBy(
    (keep) => keep(provisionedKey(accountId), 5, [arn]),
    (keep) => keep(pairKey(accountId, arn), 6, held),
  );
  expect(changes).toEqual([]);
  expect(mirror.pairs.knownSince(accountId, arn)).toBe(6);
});
