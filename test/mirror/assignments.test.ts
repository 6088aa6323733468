import fc from 'fast-check';
import { expect, test } from 'vitest';
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
  const { assignments } = db.mirror;
  await assignments.replacePair(pair, [userId('u'), groupId('g')], 5, 6);
  expect(await assignments.readPairs([first, second], [admin, reader])).toEqual(
    new Map([[`${first}/${admin}`, { ...pair, readAt: 5, size: 2 }]]),
  );
  expect(await everyRow(db.mirror)).toEqual([`${first} ${admin} GROUP g`, `${first} ${admin} USER u`]);
  expect(await assignments.pairSizes()).toEqual({ count: 1, total: 2 });
});

test('a pair in which AWS repeats a row counts it once', async () => {
  await using db = await emptyMirror();
  await db.mirror.assignments.replacePair(pair, [userId('u'), userId('u')], 5, 6);
  expect(await db.mirror.assignments.pairSizes()).toEqual({ count: 1, total: 1 });
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
  expect((await db.mirror.assignments.readPairs([first], [admin])).get(`${first}/${admin}`)).toEqual({
    ...pair,
    readAt: 5,
    size: 0,
  });
});

test('provisioned pairs come in order, and say which of them were read', async () => {
  await using db = await emptyMirror();
  const { assignments, coverage } = db.mirror;
  await assignments.replaceProvisioned(provisionedTo(second, 1), second, [reader]);
  await assignments.replaceProvisioned(provisionedTo(first, 1), first, [reader, admin]);
  await assignments.replacePair(pair, [userId('u')], 2, 3);
  expect(await assignments.provisionedPairs([second, first])).toEqual([
    { ...pair, readAt: 2, size: 1 },
    { accountId: first, permissionSetArn: reader, readAt: null, size: 0 },
    { accountId: second, permissionSetArn: reader, readAt: null, size: 0 },
  ]);
  expect(await coverage.sizesUnder('provisioned/account/')).toEqual({ count: 2, total: 3 });
});

test('a pair that leaves the provisioned list goes with its assignments, the others of the account stay', async () => {
  await using db = await emptyMirror();
  const { assignments } = db.mirror;
  await assignments.replacePair(pair, [userId('u')], 1, 2);
  await assignments.replacePair({ ...pair, permissionSetArn: reader }, [userId('u')], 1, 2);
  await assignments.replacePair({ ...pair, accountId: second }, [userId('u')], 1, 2);
  await assignments.replaceProvisioned(provisionedTo(first, 5), first, [reader]);
  expect(await everyRow(db.mirror)).toEqual([`${first} ${reader} USER u`, `${second} ${admin} USER u`]);
  expect((await assignments.readPairs([first], [admin, reader])).size).toBe(1);
});

test('a provisioned list takes no pair along that was read after the list began', async () => {
  await using db = await emptyMirror();
  await db.mirror.assignments.replacePair(pair, [userId('u')], 6, 7);
  await db.mirror.assignments.replaceProvisioned(provisionedTo(first, 5), first, []);
  expect(await everyRow(db.mirror)).toEqual([`${first} ${admin} USER u`]);
});

/** Reads of one account, as AWS answered them at the time that each began. */
type Read =
  | { readonly of: 'provisioned'; readonly arns: readonly string[] }
  | { readonly of: 'pair'; readonly arn: string; readonly users: readonly string[] };

const read: fc.Arbitrary<Read> = fc.oneof(
  fc.record({ of: fc.constant('provisioned' as const), arns: fc.subarray([admin, reader]) }),
  fc.record({
    of: fc.constant('pair' as const),
    arn: fc.constantFrom(admin, reader),
    users: fc.subarray(['u1', 'u2', 'u3']),
  }),
);

/**
 * What a pair may hold in the end: what its latest read told, and nothing if the latest provisioned list began later
 * and lacks it. If only a list in between lacks it, both are true, and so is what an earlier read told that was
 * committed after that list: the list took the later read along, and the pair's rows say how old they are.
 */
function allowedRows(reads: readonly Read[], arn: string): (readonly string[])[] {
  const latest = reads.findLastIndex((step) => step.of === 'pair' && step.arn === arn);
  const told = reads[latest];
  const users = told?.of === 'pair' ? told.users : [];
  const laterLists = reads.slice(latest + 1).filter((step) => step.of === 'provisioned');
  if (laterLists.every((list) => list.arns.includes(arn))) return [users];
  if (!laterLists.at(-1)?.arns.includes(arn)) return [[]];
  const everTold = reads.filter((step) => step.of === 'pair' && step.arn === arn);
  return [[], ...everTold.map((step) => (step.of === 'pair' ? step.users : []))];
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
      const { assignments } = db.mirror;
      for (const n of order) {
        const step = reads[n]!;
        const readAt = 100 + n;
        if (step.of === 'provisioned')
          await assignments.replaceProvisioned(provisionedTo(first, readAt), first, step.arns);
        else
          await assignments.replacePair(
            { accountId: first, permissionSetArn: step.arn },
            step.users.map(userId),
            readAt,
            1_000,
          );
      }
      const rows = await everyRow(db.mirror);
      for (const arn of [admin, reader]) {
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

test('stale pairs are counted among those provisioned to the accounts and sets in question', async () => {
  await using db = await emptyMirror();
  const { assignments } = db.mirror;
  await assignments.replaceProvisioned(provisionedTo(first, 1), first, [admin, reader]);
  await assignments.replaceProvisioned(provisionedTo(second, 1), second, [admin]);
  await assignments.replacePair(pair, [userId('u')], 5, 6);
  expect(await assignments.countStale([first, second], undefined, 5)).toBe(2);
  expect(await assignments.countStale([first, second], undefined, 6)).toBe(3);
  expect(await assignments.countStale([first, second], [admin], 5)).toBe(1);
  expect(await assignments.countStale([first], [], 5)).toBe(0);
});
