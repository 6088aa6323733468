import { expect, test } from 'vitest';
import { pairKey } from '../../src/mirror/keys.ts';
import { History } from '../../src/reader/history/history.ts';
import { RecentChanges } from '../../src/store/recent-changes.ts';
import { StoreError, type StoredChange } from '../../src/store/store.ts';

const [day, accountId] = [86_400_000, '111111111111'];
const arn = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef';
const names = JSON.stringify({ principal: 'alice', permissionSet: 'Admin', account: 'prod' });

function assigned(user: string, since: number, readAt: number, isAdded = true): StoredChange {
  const { text: extent } = pairKey(accountId, arn);
  const [before, after] = isAdded ? [undefined, names] : [names, undefined];
  return { extent, fact: `USER/${user}`, before, after, since, readAt };
}

function assignmentOf(principalId: string) {
  const row = { accountId, permissionSetArn: arn, principalType: 'USER' as const, principalId };
  return {
    about: 'assignment' as const,
    row,
    names: { principal: null, permissionSet: null, account: null },
  };
}

function member(extent: string, fact: string, since: number, readAt: number): StoredChange {
  return { extent, fact, before: undefined, after: JSON.stringify({ key: fact }), since, readAt };
}

async function historyOf(changes: readonly StoredChange[]) {
  const log = new RecentChanges(0);
  log.append(changes);
  const history = new History(log, 10 * day, () => 20 * day);
  await history.catchUp();
  // Ids begin where no process before has been.
  return { log, history, placeOf: (id: number) => id - (history.last - changes.length) };
}

test('an extent that went, and lists that no change is about, is no change of its own', async () => {
  const { text: extent } = pairKey(accountId, arn);
  const gone = { extent, fact: '*', before: '{"knownSince":1}', after: undefined, since: 2, readAt: 3 };
  const listed = { ...gone, extent: `provisioned/account/${accountId}`, fact: arn, before: 'true' };
  const first = { ...listed, extent: `permission-set/${arn}`, fact: '+', before: undefined, after: 'true' };
  const { history, placeOf } = await historyOf([gone, listed, first]);
  expect(history.before(end, 10)).toEqual([]);
  expect(placeOf(history.last)).toBe(3);
});

const end = { readAt: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };

test('two gateways on one store that see one change tell it once', async () => {
  const { history } = await historyOf([
    assigned('u', 1, 3),
    assigned('u', 2, 4),
    assigned('u', 4, 5, false),
    assigned('u', 3, 6, false),
    assigned('u', 6, 7),
  ]);
  expect(history.before(end, 10).map(({ kind, readAt }) => [kind, readAt])).toEqual([
    ['ADDED', 7],
    ['REMOVED', 5],
    ['ADDED', 3],
  ]);
});

test('a membership that its group and its user tell of is one change', async () => {
  const { history } = await historyOf([
    member('memberships/group/g', 'u', 1, 3),
    member('memberships/user/u', 'g', 2, 4),
    member('memberships/user/u', 'h', 2, 4),
  ]);
  expect(history.before(end, 10).map(({ subject }) => subject)).toEqual([
    { about: 'membership', groupId: 'h', userId: 'u' },
    { about: 'membership', groupId: 'g', userId: 'u' },
  ]);
});

test('a user who comes or is deleted is told as a whole, and one who changed by their fields', async () => {
  const facts = (name: string, deleted = false) =>
    JSON.stringify({ principalType: 'USER', principalId: 'u', name, enabled: true, deleted });
  const told = (before: string | undefined, after: string, readAt: number) => ({
    extent: 'user/u',
    fact: '',
    before,
    after,
    since: readAt - 1,
    readAt,
  });
  const { history } = await historyOf([
    told(undefined, facts('alice'), 2),
    told(facts('alice'), facts('alicia'), 4),
    told(facts('alicia'), facts('alicia', true), 6),
  ]);
  expect(history.before(end, 10)).toMatchObject([
    { kind: 'REMOVED', subject: { name: 'alicia', fields: [] } },
    { kind: 'CHANGED', subject: { fields: [{ field: 'name', before: 'alice', after: 'alicia' }] } },
    { kind: 'ADDED', subject: { name: 'alice', fields: [] } },
  ]);
});

test('changes are given by when they were seen, newest first, however they were kept', async () => {
  const changes = [5, 3, 9, 3, 7].map((readAt, n) => assigned(`u${n}`, 1, readAt));
  const { history, placeOf } = await historyOf(changes);
  const idOf = (place: number) => history.last - changes.length + place;
  expect(history.before(end, 10).map(({ readAt, id }) => [readAt, placeOf(id)])).toEqual([
    [9, 3],
    [7, 5],
    [5, 1],
    [3, 4],
    [3, 2],
  ]);
  expect(history.before({ readAt: 5, id: idOf(1) }, 1).map(({ id }) => placeOf(id))).toEqual([4]);
  expect(history.after(idOf(2), 2).map(({ id }) => placeOf(id))).toEqual([3, 4]);
});

test('a change older than what is to be kept is forgotten, and a place before it is told from one that is kept', async () => {
  const { log, history } = await historyOf([assigned('old', 1, 9 * day), assigned('new', 1, 11 * day)]);
  const { last } = history;
  expect(history.reaches(last - 2)).toBe(true);
  history.forgetOld();
  expect(history.before(end, 10).map(({ id }) => id)).toEqual([last]);
  const latest = ['old', 'new'].map((user) => history.latestOf(assignmentOf(user))?.readAt);
  expect(latest).toEqual([undefined, 11 * day]);
  log.append([assigned('newest', 1, 12 * day)]);
  await history.catchUp();
  expect([last - 2, last - 1].map((id) => history.reaches(id))).toEqual([false, true]);
});

test('a change is old by the earlier of two clocks, and by none while one of them tells no time', async () => {
  const log = new RecentChanges(0);
  log.append([assigned('old', 1, 9 * day), assigned('new', 1, 11 * day)]);
  let confirmed: number | undefined;
  const history = new History(
    log,
    day,
    () => 400 * day,
    () => confirmed,
  );
  await history.catchUp();
  const left = () => history.before(end, 10).map(({ readAt }) => readAt);
  expect([history.forgetOld(), left()]).toEqual([undefined, [11 * day, 9 * day]]);
  confirmed = 11 * day;
  expect([history.forgetOld(), left()]).toEqual([10 * day, [11 * day]]);
});

test('changes that are kept are told as before when most of all is forgotten and what is left is moved together', async () => {
  const old = Array.from({ length: 3_000 }, (_, n) => assigned(`old-${n}`, 1, 9 * day));
  const kept = ['a', 'b', 'c'].map((user, n) => assigned(user, 1, (13 - n) * day));
  const { log, history } = await historyOf([...old, ...kept]);
  const { last } = history;
  history.forgetOld();
  log.append([assigned('a', 13 * day, 14 * day, false), assigned('b', 11 * day, 12 * day)]);
  await history.catchUp();
  expect(history.before(end, 10).map(({ id }) => id - last)).toEqual([1, -2, -1, 0]);
  expect(history.after(last - 1, 10).map(({ id }) => id - last)).toEqual([0, 1]);
  expect(['old-1', 'a', 'b'].map((user) => history.latestOf(assignmentOf(user))?.kind)).toEqual([
    undefined,
    'REMOVED',
    'ADDED',
  ]);
});

test('a store that cannot be used is told, and what was loaded stays', async () => {
  const log = new RecentChanges(0);
  log.append([assigned('u', 1, 3)]);
  let isBroken = false;
  const fragile = {
    changesSince: (id: number) =>
      isBroken ? Promise.reject(new StoreError('the disk is full')) : log.changesSince(id),
    forgetChanges: (before: number) => log.forgetChanges(before),
  };
  const history = new History(fragile, day, () => 4);
  expect(await history.catchUp()).toBeUndefined();
  isBroken = true;
  expect(await history.catchUp()).toBe('the disk is full');
  expect(history.before(end, 10)).toHaveLength(1);
});

test('a thousand who follow cost one look', async () => {
  const log = new RecentChanges(0);
  let looks = 0;
  const counted = {
    changesSince(id: number) {
      looks++;
      return log.changesSince(id);
    },
    forgetChanges: (before: number) => log.forgetChanges(before),
  };
  const history = new History(counted, day, () => 4);
  let told = 0;
  const followers = Array.from({ length: 1_000 }, () => history.follow(() => told++));
  log.append([assigned('u', 1, 3)]);
  await Promise.all(followers.map(() => history.catchUp()));
  expect({ looks, told }).toEqual({ looks: 1, told: 1_000 });
  for (const follower of followers) follower[Symbol.dispose]();
});
