import { expect, test } from 'vitest';
import { principalKey } from '../../src/mirror/rows.ts';
import { admin, emptyMirror, facts, first, groupId, userId } from './sample-rows.ts';

const users = (readAt: number) => ({ extent: 'users', readAt });
const pair = { accountId: first, permissionSetArn: admin };
const [u, v] = [userId('u'), userId('v')];

test('described principals come back with their facts, and are not deleted', async () => {
  await using db = await emptyMirror();
  const { principals } = db.mirror;
  const told = { ...facts(u, 'Ünïcode'), email: 'u@example.com', enabled: false };
  await principals.put([told, facts(groupId('u'), 'a group')], 5);
  const known = await principals.byId([u, groupId('u'), v]);
  expect(known).toEqual(
    new Map([
      ['USER/u', { ...told, deleted: false, readAt: 5 }],
      ['GROUP/u', { ...facts(groupId('u'), 'a group'), deleted: false, readAt: 5 }],
    ]),
  );
});

test('a principal met in an assignment is known by id only, and nothing is said of its deletion', async () => {
  await using db = await emptyMirror();
  await db.mirror.assignments.replacePair(pair, [u], 5, 6);
  expect((await db.mirror.principals.byId([u])).get(principalKey(u))).toMatchObject({
    name: null,
    deleted: null,
    readAt: null,
  });
});

test('a principal heard of before a complete list began and missing from it is missing, and not deleted', async () => {
  await using db = await emptyMirror();
  const { assignments, principals } = db.mirror;
  await assignments.replacePair(pair, [u, v, groupId('g')], 5, 6);
  await principals.replaceList(users(7), 'USER', [facts(v)]);
  const known = await principals.byId([u, v, groupId('g')]);
  expect(known.get('USER/u')).toMatchObject({ deleted: null, name: null, readAt: null });
  expect(known.get('USER/v')).toMatchObject({ deleted: false, readAt: 7 });
  expect(known.get('GROUP/g')).toMatchObject({ deleted: null, readAt: null });
  expect((await principals.missing([u, v, groupId('g')])).map(principalKey)).toEqual(['USER/u']);
  expect([await principals.countMissing('USER'), await principals.countMissing('GROUP')]).toEqual([1, 0]);
});

const [minute, hour] = [60_000, 3_600_000];

test('who was described long before a list that lacks them is told of no more, shortly before they are', async () => {
  await using db = await emptyMirror();
  const { principals } = db.mirror;
  await principals.put([facts(u)], hour);
  await principals.put([facts(v)], 2 * hour - minute);
  await principals.replaceList(users(2 * hour), 'USER', []);
  const known = await principals.byId([u, v]);
  expect(known.get('USER/u')).toMatchObject({ deleted: null, name: 'name of u', readAt: hour });
  expect(known.get('USER/v')).toMatchObject({ deleted: false, name: 'name of v' });
  const everybody = { types: ['USER'] as const, deleted: false };
  expect((await principals.listAfter([], everybody, 10)).map(principalKey)).toEqual(['USER/v']);
});

test('who was found to be deleted stays so as long as lists lack them, and each list tells it anew', async () => {
  await using db = await emptyMirror();
  const { assignments, principals } = db.mirror;
  await assignments.replacePair(pair, [u], 5, 6);
  await principals.replaceList(users(7), 'USER', []);
  await principals.putDeleted(u, 8);
  expect(await principals.missing([u])).toEqual([]);
  await principals.replaceList(users(hour), 'USER', []);
  expect((await principals.byId([u])).get('USER/u')).toMatchObject({ deleted: true, readAt: hour });
  await principals.replaceList(users(2 * hour), 'USER', [facts(u)]);
  expect((await principals.byId([u])).get('USER/u')).toMatchObject({ deleted: false, readAt: 2 * hour });
});

test('a list is short when it lacks somebody who was heard of before it and described since', async () => {
  await using db = await emptyMirror();
  const { assignments, principals } = db.mirror;
  await assignments.replacePair(pair, [u], 5, 6);
  await principals.replaceList(users(7), 'USER', [facts(v)]);
  expect(await principals.isListShort('USER')).toBe(false);
  // Nobody could have told of them before: they may be new.
  await principals.put([facts(userId('new'))], 8);
  await principals.putDeleted(userId('gone'), 8);
  expect(await principals.isListShort('USER')).toBe(false);
  await principals.put([facts(u)], 9);
  expect(await principals.isListShort('USER')).toBe(true);
  expect(await principals.isListShort('GROUP')).toBe(false);
  await principals.replaceList(users(10), 'USER', [facts(u), facts(v), facts(userId('new'))]);
  expect(await principals.isListShort('USER')).toBe(false);
});

test('a store has told of somebody or only of ids that it does not know', async () => {
  await using db = await emptyMirror();
  const { principals } = db.mirror;
  expect(await principals.tally(3)).toEqual({ hasFound: false, unknown: 0 });
  for (const id of ['a', 'b', 'c', 'd']) await principals.putDeleted(userId(id), 5);
  expect(await principals.tally(3)).toEqual({ hasFound: false, unknown: 3 });
  await principals.put([facts(groupId('g'))], 5);
  expect(await principals.tally(3)).toEqual({ hasFound: true, unknown: 3 });
});

test('a principal first heard of while the list was read is not called deleted', async () => {
  await using db = await emptyMirror();
  const { assignments, principals } = db.mirror;
  for (const seenAt of [7, 8]) {
    const id = userId(`seen at ${seenAt}`);
    await assignments.replacePair({ ...pair, permissionSetArn: `set ${seenAt}` }, [id], 5, seenAt);
    await principals.replaceList(users(7), 'USER', []);
    expect((await principals.byId([id])).get(principalKey(id))).toMatchObject({
      deleted: null,
      readAt: null,
    });
  }
});

test('the name of a principal that was deleted is gone', async () => {
  await using db = await emptyMirror();
  const { principals } = db.mirror;
  await principals.put([facts(v, 'somebody')], 1);
  await principals.putDeleted(v, 8);
  expect((await principals.byId([v])).get('USER/v')).toMatchObject({ name: null, deleted: true, readAt: 8 });
});

test('a list calls nobody deleted who was described after it began', async () => {
  await using db = await emptyMirror();
  const { principals } = db.mirror;
  await principals.put([facts(u, 'first')], 1);
  await principals.put([facts(u, 'again')], 9);
  await principals.replaceList(users(7), 'USER', []);
  expect((await principals.byId([u])).get('USER/u')).toMatchObject({
    name: 'again',
    deleted: false,
    readAt: 9,
  });
});

test('whatever is committed last, the read that began later decides', async () => {
  const told: Record<string, (mirror: Awaited<ReturnType<typeof emptyMirror>>['mirror']) => Promise<void>> = {
    described: ({ principals }) => principals.put([facts(u, 'described')], 1),
    deleted: ({ principals }) => principals.putDeleted(u, 2),
    listed: ({ principals }) => principals.replaceList(users(3), 'USER', [facts(u, 'listed')]),
    'missing from an older list': ({ principals }) => principals.replaceList(users(2), 'USER', []),
  };
  const names = Object.keys(told);
  for (const order of [names, names.toReversed(), ['deleted', 'listed', 'described']]) {
    await using db = await emptyMirror();
    for (const name of order) await told[name]!(db.mirror);
    expect((await db.mirror.principals.byId([u])).get('USER/u')).toMatchObject({
      name: 'listed',
      deleted: false,
      readAt: 3,
    });
  }
});

test('an older list changes neither facts nor coverage', async () => {
  await using db = await emptyMirror();
  const { principals, coverage } = db.mirror;
  await principals.replaceList(users(7), 'USER', [facts(u), facts(v)]);
  await principals.replaceList(users(6), 'USER', [facts(u, 'older')]);
  expect((await principals.byId([u])).get('USER/u')?.name).toBe('name of u');
  expect((await principals.byId([v])).get('USER/v')?.deleted).toBe(false);
  expect(await coverage.sizeOf('users')).toBe(2);
});

test('a page of a list that was not read to its end deletes nobody', async () => {
  await using db = await emptyMirror();
  const { principals, coverage } = db.mirror;
  await principals.put([facts(u)], 1);
  await principals.put([facts(v)], 7);
  expect((await principals.byId([u])).get('USER/u')?.deleted).toBe(false);
  expect(await coverage.readAt(['users'])).toEqual(new Map());
});

test('while a list of many thousand users is written, other work goes on', async () => {
  await using db = await emptyMirror();
  const many = Array.from({ length: 20_000 }, (_, n) => facts(userId(`user ${n}`)));
  let turns = 0;
  const work = setInterval(() => turns++, 0);
  await db.mirror.principals.replaceList(users(1), 'USER', many);
  clearInterval(work);
  expect(turns).toBeGreaterThan(5);
  expect(await db.mirror.coverage.sizeOf('users')).toBe(20_000);
  expect((await db.mirror.principals.byId([userId('user 19999')])).size).toBe(1);
});

test('listed principals come by type and id, in pages, without deleted and unknown ones', async () => {
  await using db = await emptyMirror();
  const { assignments, principals } = db.mirror;
  await assignments.replacePair(pair, [userId('orphan'), userId('not told yet')], 1, 2);
  await principals.put(
    [u, v, groupId('u'), groupId('a')].map((id) => facts(id)),
    5,
  );
  await principals.putDeleted(userId('orphan'), 5);
  const everybody = { types: ['GROUP', 'USER'] as const, deleted: false };
  const keys = async (...args: Parameters<typeof principals.listAfter>) =>
    (await principals.listAfter(...args)).map(principalKey);
  expect(await keys([], everybody, 10)).toEqual(['GROUP/a', 'GROUP/u', 'USER/u', 'USER/v']);
  expect(await keys(['GROUP', 'u'], everybody, 1)).toEqual(['USER/u']);
  expect(await keys([], { ...everybody, types: ['USER'] }, 10)).toEqual(['USER/u', 'USER/v']);
});

test('of deleted principals those are listed that an assignment still names', async () => {
  await using db = await emptyMirror();
  const { assignments, principals } = db.mirror;
  await assignments.replacePair(pair, [userId('orphan')], 1, 2);
  await principals.putDeleted(userId('orphan'), 5);
  await principals.putDeleted(userId('forgotten'), 5);
  const deleted = { types: ['GROUP', 'USER'] as const, deleted: true };
  expect((await principals.listAfter([], deleted, 10)).map(principalKey)).toEqual(['USER/orphan']);
});

test('assigned principals of whom nothing recent is known are those to be looked up', async () => {
  await using db = await emptyMirror();
  const { assignments, principals } = db.mirror;
  await assignments.replacePair(pair, [u, v, userId('new')], 1, 2);
  await principals.put([facts(u)], 5);
  await principals.put([facts(v)], 9);
  await principals.put([facts(userId('without assignments'))], 5);
  expect(new Set((await principals.assignedUnknown(9)).map(principalKey))).toEqual(
    new Set(['USER/u', 'USER/new']),
  );
});

test('a principal is found by its exact name or email, unless it was deleted', async () => {
  await using db = await emptyMirror();
  const { principals } = db.mirror;
  await principals.put([{ ...facts(u, 'Anna'), email: 'a@example.com' }, facts(groupId('g'), 'Anna')], 5);
  const ids = async (...args: Parameters<typeof principals.named>) =>
    (await principals.named(...args)).map(principalKey);
  expect(await ids('USER', 'name', 'Anna')).toEqual(['USER/u']);
  expect(await ids('GROUP', 'name', 'Anna')).toEqual(['GROUP/g']);
  expect(await ids('USER', 'email', 'a@example.com')).toEqual(['USER/u']);
  expect(await ids('USER', 'name', 'anna')).toEqual([]);
  await principals.putDeleted(u, 6);
  expect(await ids('USER', 'email', 'a@example.com')).toEqual([]);
});
