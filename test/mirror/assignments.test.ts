import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountsOfExtent } from '../../src/mirror/coverage.ts';
import {
  admin,
  emptyMirror,
  everyRow,
  first,
  groupId,
  provisionedTo,
  reader,
  second,
  userId,
} from './sample-rows.ts';

const pair = { accountId: first, permissionSetArn: admin };

test('a pair comes back with its size and the start of its read', async () => {
  await using db = await emptyMirror();
  const { assignments, pairs } = db.mirror;
  await assignments.replacePair(pair, [userId('u'), groupId('g')], 5, 6);
  expect(await pairs.read([first, second], [admin, reader])).toEqual(
    new Map([[`${first}/${admin}`, { ...pair, readAt: 5, size: 2 }]]),
  );
  expect(await everyRow(db.mirror)).toEqual([`${first} ${admin} GROUP g`, `${first} ${admin} USER u`]);
});

test('a pair in which AWS repeats a row counts it once', async () => {
  await using db = await emptyMirror();
  await db.mirror.assignments.replacePair(pair, [userId('u'), userId('u')], 5, 6);
  expect([...(await db.mirror.pairs.read([first], [admin])).values()]).toMatchObject([{ size: 1 }]);
  expect(await everyRow(db.mirror)).toHaveLength(1);
});

test('a user and a group of the same id are two principals', async () => {
  await using db = await emptyMirror();
  await db.mirror.assignments.replacePair(pair, [userId('x'), groupId('x')], 5, 6);
  expect(await everyRow(db.mirror)).toEqual([`${first} ${admin} GROUP x`, `${first} ${admin} USER x`]);
});

test('a pair that was read and is empty is covered', async () => {
  await using db = await emptyMirror();
  await db.mirror.assignments.replacePair(pair, [], 5, 6);
  expect((await db.mirror.pairs.read([first], [admin])).get(`${first}/${admin}`)).toEqual({
    ...pair,
    readAt: 5,
    size: 0,
  });
});

test('provisioned pairs come in order, and say which of them were read', async () => {
  await using db = await emptyMirror();
  const { assignments, pairs, coverage } = db.mirror;
  await pairs.replaceOfAccount(provisionedTo(second, 1), second, [reader]);
  await pairs.replaceOfAccount(provisionedTo(first, 1), first, [reader, admin]);
  await assignments.replacePair(pair, [userId('u')], 2, 3);
  expect(await pairs.ofAccounts([second, first])).toEqual([
    { ...pair, readAt: 2, size: 1 },
    { accountId: first, permissionSetArn: reader, readAt: null, size: 0 },
    { accountId: second, permissionSetArn: reader, readAt: null, size: 0 },
  ]);
  expect(await coverage.sizesUnder('provisioned/account/')).toEqual({ count: 2, total: 3 });
});

test('a pair that leaves the provisioned list goes with its assignments, the others of the account stay', async () => {
  await using db = await emptyMirror();
  const { assignments, pairs } = db.mirror;
  await assignments.replacePair(pair, [userId('u')], 1, 2);
  await assignments.replacePair({ ...pair, permissionSetArn: reader }, [userId('u')], 1, 2);
  await assignments.replacePair({ ...pair, accountId: second }, [userId('u')], 1, 2);
  await pairs.replaceOfAccount(provisionedTo(first, 5), first, [reader]);
  expect(await everyRow(db.mirror)).toEqual([`${first} ${reader} USER u`, `${second} ${admin} USER u`]);
  expect((await pairs.read([first], [admin, reader])).size).toBe(1);
});

test('a provisioned list takes no pair along that was read after the list began', async () => {
  await using db = await emptyMirror();
  await db.mirror.assignments.replacePair(pair, [userId('u')], 6, 7);
  await db.mirror.pairs.replaceOfAccount(provisionedTo(first, 5), first, []);
  expect(await everyRow(db.mirror)).toEqual([`${first} ${admin} USER u`]);
});

/** Reads of one account, as AWS answered them at the time that each began. */
type Read =
  | { readonly of: 'provisioned'; readonly arns: readonly string[] }
  | { readonly of: 'accounts'; readonly arn: string; readonly isThere: boolean }
  | { readonly of: 'pair'; readonly arn: string; readonly users: readonly string[] };

const read: fc.Arbitrary<Read> = fc.oneof(
  fc.record({ of: fc.constant('provisioned' as const), arns: fc.subarray([admin, reader]) }),
  fc.record({
    of: fc.constant('accounts' as const),
    arn: fc.constantFrom(admin, reader),
    isThere: fc.boolean(),
  }),
  fc.record({
    of: fc.constant('pair' as const),
    arn: fc.constantFrom(admin, reader),
    users: fc.subarray(['u1', 'u2', 'u3']),
  }),
);

/**
 * What a pair may hold in the end: what its latest read told, and nothing if the latest list that could have it began
 * later and lacks it. If only a list in between lacks it, both are true, and so is what an earlier read told that was
 * committed after that list: the list took the later read along, and the pair's rows say how old they are.
 */
function allowedRows(reads: readonly Read[], arn: string): (readonly string[])[] {
  const latest = reads.findLastIndex((step) => step.of === 'pair' && step.arn === arn);
  const told = reads[latest];
  const users = told?.of === 'pair' ? told.users : [];
  const laterLists = reads.slice(latest + 1).flatMap((step) => listed(step, arn) ?? []);
  if (laterLists.every((isThere) => isThere)) return [users];
  if (!laterLists.at(-1)) return [[]];
  const everTold = reads.filter((step) => step.of === 'pair' && step.arn === arn);
  return [[], ...everTold.map((step) => (step.of === 'pair' ? step.users : []))];
}

/** What a list says of the set in the account; undefined for what is no list, or of another set. */
function listed(step: Read, arn: string): boolean | undefined {
  if (step.of === 'provisioned') return step.arns.includes(arn);
  return step.of === 'accounts' && step.arn === arn ? step.isThere : undefined;
}

test('whatever the order of commits, the reads that began later decide', async () => {
  const inSomeOrder = fc.array(read, { minLength: 1, maxLength: 6 }).chain((reads) =>
    fc.record({
      reads: fc.constant(reads),
      order: fc.shuffledSubarray([...reads.keys()], { minLength: reads.length }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(inSomeOrder, async ({ reads, order }) => {
      await using db = await emptyMirror();
      const { assignments, pairs } = db.mirror;
      for (const n of order) {
        const step = reads[n]!;
        const readAt = 100 + n;
        if (step.of === 'provisioned')
          await pairs.replaceOfAccount(provisionedTo(first, readAt), first, step.arns);
        else if (step.of === 'accounts')
          await pairs.replaceOfPermissionSet(
            { extent: accountsOfExtent(step.arn), readAt },
            step.arn,
            step.isThere ? [first] : [],
          );
        else
          await assignments.replacePair(
            { accountId: first, permissionSetArn: step.arn },
            step.users.map(userId),
            readAt,
            1_000,
          );
      }
      const rows = await everyRow(db.mirror);
      const provisioned = (await pairs.ofAccounts([first])).map((row) => row.permissionSetArn);
      for (const arn of [admin, reader]) {
        const told = reads.flatMap((step) => listed(step, arn) ?? []);
        expect(provisioned.includes(arn)).toBe(told.at(-1) ?? false);
        const users = rows.filter((row) => row.includes(arn)).map((row) => row.split(' ').at(-1));
        expect(allowedRows(reads, arn)).toContainEqual(users);
      }
      const latest = reads.findLastIndex((step) => step.of === 'provisioned');
      const covered = await db.mirror.coverage.readAt([provisionedTo(first, 0).extent]);
      expect([...covered.values()]).toEqual(latest < 0 ? [] : [100 + latest]);
    }),
    { numRuns: 150 },
  );
});

test('stale pairs are counted with the calls that read them, among those of the accounts and sets in question', async () => {
  await using db = await emptyMirror();
  const { assignments, pairs } = db.mirror;
  await pairs.replaceOfAccount(provisionedTo(first, 1), first, [admin, reader]);
  await pairs.replaceOfAccount(provisionedTo(second, 1), second, [admin]);
  const users = Array.from({ length: 101 }, (_, n) => userId(`u${n}`));
  await assignments.replacePair(pair, users, 5, 6);
  expect(await pairs.stale(5, {})).toEqual({ pairs: 2, calls: 2 });
  expect(await pairs.stale(6, { accountIds: [first, second] })).toEqual({ pairs: 3, calls: 4 });
  expect(await pairs.stale(5, { permissionSetArns: [admin] })).toEqual({ pairs: 1, calls: 1 });
  expect(await pairs.stale(5, { accountIds: [first], permissionSetArns: [] })).toEqual({
    pairs: 0,
    calls: 0,
  });
  expect(await pairs.total({ accountIds: [first] })).toEqual({ pairs: 2, read: 1, rows: 101 });
  expect(await pairs.oldest(0, {})).toBe(0);
  expect(await pairs.oldest(1, {})).toBe(5);
  expect(await pairs.oldest(6, {})).toBeUndefined();
  expect(await pairs.oldest(0, { accountIds: [first], permissionSetArns: [admin] })).toBe(5);
  expect(await pairs.oldest(0, {}, { accountId: first, permissionSetArn: reader })).toBe(0);
});

test("a permission set's accounts and an account's permission sets are the same pairs", async () => {
  await using db = await emptyMirror();
  const { pairs } = db.mirror;
  await pairs.replaceOfPermissionSet({ extent: accountsOfExtent(admin), readAt: 5 }, admin, [second, first]);
  expect(await pairs.accountsAfter(admin, '', 10)).toEqual([first, second]);
  expect(await pairs.accountsAfter(admin, first, 10)).toEqual([second]);
  expect(await pairs.accountsOf([admin, reader])).toEqual(new Set([first, second]));
  expect((await pairs.ofAccounts([first])).map((row) => row.permissionSetArn)).toEqual([admin]);
  // The list that began later decides, from whichever side it looks.
  await pairs.replaceOfAccount(provisionedTo(first, 4), first, []);
  expect(await pairs.accountsAfter(admin, '', 10)).toEqual([first, second]);
  await pairs.replaceOfAccount(provisionedTo(first, 6), first, [reader]);
  expect(await pairs.accountsAfter(admin, '', 10)).toEqual([second]);
  await pairs.replaceOfPermissionSet({ extent: accountsOfExtent(reader), readAt: 5 }, reader, []);
  expect(await pairs.accountsAfter(reader, '', 10)).toEqual([first]);
});
