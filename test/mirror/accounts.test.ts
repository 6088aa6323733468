import { expect, test } from 'vitest';
import type { Mirror } from '../../src/mirror/mirror.ts';
import {
  account,
  admin,
  emptyMirror,
  everyRow,
  first,
  provisionedTo,
  reader,
  second,
  userId,
} from './sample-rows.ts';

const list = (readAt: number) => ({ extent: 'accounts', readAt });

test('the account list comes back by id, with the start of its read and its coverage', async () => {
  await using db = await emptyMirror();
  const { accounts, coverage } = db.mirror;
  const told = account(first, { email: 'one@example.com', ancestors: ['r-1', 'ou-1'] });
  await accounts.replaceList(list(5), [account(second), told]);
  expect(await accounts.list()).toEqual([
    { ...told, readAt: 5 },
    { ...account(second), readAt: 5 },
  ]);
  expect(await coverage.readAt(['accounts'])).toEqual(new Map([['accounts', 5]]));
  expect(await coverage.sizeOf('accounts')).toBe(2);
});

test('a described account is known by id and stands on no list', async () => {
  await using db = await emptyMirror();
  await db.mirror.accounts.put(account(first), 7);
  expect(await db.mirror.accounts.list()).toEqual([]);
  expect(await db.mirror.accounts.byId([first, second])).toEqual(
    new Map([[first, { ...account(first), readAt: 7 }]]),
  );
});

test('a list that began before an account was described still lists that account', async () => {
  await using db = await emptyMirror();
  await db.mirror.accounts.put(account(first, { name: 'described later' }), 20);
  await db.mirror.accounts.replaceList(list(10), [account(first, { name: 'listed earlier' })]);
  expect(await db.mirror.accounts.list()).toEqual([
    { ...account(first, { name: 'described later' }), readAt: 20 },
  ]);
});

test('of two lists the one that began later wins, whichever is committed last', async () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    await using db = await emptyMirror();
    for (const readAt of order)
      await db.mirror.accounts.replaceList(list(readAt), readAt === 1 ? [account(first)] : [account(second)]);
    expect((await db.mirror.accounts.list()).map((row) => row.accountId)).toEqual([second]);
    expect(await db.mirror.coverage.readAt(['accounts'])).toEqual(new Map([['accounts', 2]]));
  }
});

test('a source that does not tell where an account is leaves the known place standing', async () => {
  await using db = await emptyMirror();
  await db.mirror.accounts.replaceList(list(1), [account(first, { ancestors: ['r-1'] })]);
  await db.mirror.accounts.put(account(first), 2);
  expect((await db.mirror.accounts.byId([first])).get(first)?.ancestors).toEqual(['r-1']);
});

test('places found in the tree are kept until a list tells them itself', async () => {
  await using db = await emptyMirror();
  const { accounts, coverage } = db.mirror;
  await accounts.replaceList(list(1), [account(first)]);
  await accounts.putAncestors({ extent: 'tree', readAt: 2 }, new Map([[first, ['r-1', 'ou-9']]]));
  expect((await accounts.list())[0]?.ancestors).toEqual(['r-1', 'ou-9']);
  expect(await coverage.readAt(['tree'])).toEqual(new Map([['tree', 2]]));
  await accounts.replaceList(list(3), [account(first, { ancestors: ['r-1'] })]);
  expect((await accounts.list())[0]?.ancestors).toEqual(['r-1']);
  expect(await coverage.readAt(['tree'])).toEqual(new Map());
});

test('an older walk of the tree changes nothing', async () => {
  await using db = await emptyMirror();
  const { accounts } = db.mirror;
  await accounts.replaceList(list(1), [account(first)]);
  await accounts.putAncestors({ extent: 'tree', readAt: 5 }, new Map([[first, ['r-1', 'ou-new']]]));
  await accounts.putAncestors({ extent: 'tree', readAt: 4 }, new Map([[first, ['r-1', 'ou-old']]]));
  expect((await accounts.list())[0]?.ancestors).toEqual(['r-1', 'ou-new']);
});

/** Two listed accounts with one assignment each. */
async function fill({ accounts, assignments, pairs }: Mirror): Promise<void> {
  await accounts.replaceList(list(10), [account(first), account(second)]);
  for (const accountId of [first, second]) {
    await pairs.replaceOfAccount(provisionedTo(accountId, 20), accountId, [admin]);
    await assignments.replacePair({ accountId, permissionSetArn: admin }, [userId('u')], 21, 22);
  }
}

test('an account that leaves the list takes its pairs, assignments and coverage along', async () => {
  await using db = await emptyMirror();
  const { mirror } = db;
  await fill(mirror);
  await mirror.accounts.replaceList(list(30), [account(second)]);
  expect((await mirror.accounts.list()).map((row) => row.accountId)).toEqual([second]);
  expect(await everyRow(mirror)).toEqual([`${second} ${admin} USER u`]);
  expect(await mirror.pairs.ofAccounts([first])).toEqual([]);
  expect(await mirror.pairs.read([first], [admin])).toEqual(new Map());
  expect(await mirror.coverage.readAt([provisionedTo(first, 0).extent])).toEqual(new Map());
});

test('a list takes nothing along that was read after it began', async () => {
  await using db = await emptyMirror();
  const { mirror } = db;
  await fill(mirror);
  await mirror.assignments.replacePair(
    { accountId: first, permissionSetArn: reader },
    [userId('old')],
    12,
    13,
  );
  await mirror.accounts.replaceList(list(15), [account(second)]);
  // What is covered must be there: a covered list without its rows would be called complete.
  expect(await mirror.coverage.readAt([provisionedTo(first, 0).extent])).toEqual(
    new Map([[provisionedTo(first, 0).extent, 20]]),
  );
  expect(await mirror.pairs.ofAccounts([first])).toEqual([
    { accountId: first, permissionSetArn: admin, readAt: 21, size: 1 },
  ]);
  expect(await everyRow(mirror)).toEqual([`${first} ${admin} USER u`, `${second} ${admin} USER u`]);
});

test('an account that comes back is read anew', async () => {
  await using db = await emptyMirror();
  const { mirror } = db;
  await fill(mirror);
  await mirror.accounts.replaceList(list(30), [account(second)]);
  await mirror.accounts.replaceList(list(40), [account(first), account(second)]);
  expect((await mirror.accounts.list()).map((row) => row.accountId)).toEqual([first, second]);
  expect(await mirror.coverage.readAt([provisionedTo(first, 0).extent])).toEqual(new Map());
});
