import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../../src/errors.ts';
import { describedWorld, range } from './described-world.ts';
import { anybody, asker, awsError } from '../reading/read-scope.ts';

const hourMs = 3_600_000;
const refusesToList = new AwsError('AWS_UNAVAILABLE', 'identitystore:ListUsers', 'A filter is required', {
  awsError: 'ValidationException',
  cause: { name: 'ValidationException', message: 'Filters must be given' },
});

test('names that the mirror has cost nothing', async () => {
  const { lookup, known, total } = describedWorld({ size: 100 });
  known.set(7, { name: 'seven', readAt: 50 });
  const found = await lookup.find([7], 50, anybody);
  expect(found).toEqual(new Map([['7', { facts: { name: 'seven', readAt: 50 }, readAt: 50 }]]));
  expect(total()).toBe(0);
});

test('lookups are foretold one after the other as they will be decided, and whom a fresh list lacks is described', async () => {
  const { lookup, calls, pass, now } = describedWorld({ size: 100, isSizeKnown: true });
  const forecast = lookup.forecast();
  for (const ids of [range(0, 9), range(9, 9), range(18, 9)]) {
    forecast.look(ids, 0);
    await lookup.find(ids, 0, anybody);
  }
  expect(forecast.cost).toEqual(
    new Map([
      ['describe', 9],
      ['list', 10],
    ]),
  );
  expect(calls).toMatchObject({ describe: 9, list: 10 });
  pass(1);
  const unlisted = range(500, 30);
  expect(lookup.forecast().more(unlisted, now() - 1)).toEqual(new Map([['describe', 30]]));
  await lookup.find(unlisted, now() - 1, anybody);
  expect(calls).toMatchObject({ describe: 39, list: 10 });
});

test('few are described, many are listed', async () => {
  const few = describedWorld({ size: 100, isSizeKnown: true });
  await few.lookup.find(range(0, 9), 0, anybody);
  expect(few.calls).toMatchObject({ describe: 9, list: 0 });
  const many = describedWorld({ size: 100, isSizeKnown: true });
  const found = await many.lookup.find(range(0, 11), 0, anybody);
  expect(many.calls).toMatchObject({ describe: 0, list: 10 });
  expect(found.get('10')).toMatchObject({ facts: { name: 'thing 10' } });
});

test('an id that a whole list lacks is not described, unless it may be younger than the list', async () => {
  const { lookup, calls, pass, now } = describedWorld({ size: 20, isSizeKnown: true });
  const found = await lookup.find([1, 2, 3, 404], 0, anybody);
  expect(calls).toMatchObject({ describe: 0, list: 2 });
  expect(found.get('404')).toMatchObject({ facts: { name: 'nothing', readAt: now() } });
  pass(1);
  await lookup.find([405, 406, 407], 0, anybody);
  expect(calls).toMatchObject({ describe: 3, list: 2 });
});

test('an id asked for twice is described once', async () => {
  const { lookup, calls } = describedWorld({ size: 100 });
  await lookup.find([1, 1], 0, anybody);
  expect(calls.describe).toBe(1);
});

test('one description that many ask for at once counts once', async () => {
  const { lookup, calls } = describedWorld({ size: 100, isSizeKnown: true });
  await Promise.all(range(0, 30).map(async () => lookup.find([1], 0, anybody)));
  await lookup.find([2], 0, anybody);
  expect(calls).toMatchObject({ describe: 2, list: 0 });
});

test('small lookups add up, until one list is worth it', async () => {
  const { lookup, calls, pages } = describedWorld({ size: 50, isSizeKnown: true });
  for (const id of range(0, 40)) await lookup.find([id], 0, anybody);
  expect(calls).toMatchObject({ describe: pages, list: pages });
});

test('of a lookup that is a small part of many, the whole list is read at once, however long it turns out', async () => {
  const sharing = (share: number) => ({ ...anybody, share });
  const many = describedWorld({ size: 1_000, guessedSize: 20 });
  await many.lookup.find(range(0, 5), 0, sharing(0.01));
  expect(many.calls).toMatchObject({ list: 100, describe: 0 });
  const few = describedWorld({ size: 1_000, isSizeKnown: true });
  await few.lookup.find(range(0, 5), 0, sharing(0.1));
  expect(few.calls).toMatchObject({ list: 0, describe: 5 });
});

test('a list that turns out too long is abandoned, and what it gave is not described again', async () => {
  const { lookup, calls } = describedWorld({ size: 1_000, guessedSize: 20 });
  const found = await lookup.find(range(0, 5), 0, anybody);
  expect(calls).toMatchObject({ list: 6, describe: 0 });
  expect([...found.values()].every(({ facts }) => facts !== undefined)).toBe(true);
  await lookup.find([999], 0, anybody);
  expect(calls).toMatchObject({ list: 6, describe: 1 });
});

test('where things cannot be listed they are described', async () => {
  const { lookup, calls } = describedWorld({ size: 100, hasNoList: true });
  await lookup.find(range(0, 50), 0, anybody);
  expect(calls).toMatchObject({ describe: 50, list: 0 });
});

test.each([
  ['demands a filter', refusesToList],
  ['denies access', awsError('AWS_ACCESS_DENIED', 'identitystore:ListUsers')],
])(
  'a directory that %s for its list is described, and not asked for the list again for a day',
  async (_, error) => {
    const { lookup, calls, failing, pass, now } = describedWorld({ size: 100 });
    failing.set('list', error);
    const found = await lookup.find(range(0, 50), 0, anybody);
    expect(calls).toMatchObject({ describe: 50, list: 1 });
    expect(found.get('49')).toMatchObject({ facts: { name: 'thing 49' } });
    expect(found.get('49')).not.toHaveProperty('failure');
    pass(23 * hourMs);
    await lookup.find(range(0, 50), now(), anybody);
    expect(calls).toMatchObject({ describe: 100, list: 1 });
    failing.clear();
    pass(2 * hourMs);
    await lookup.find(range(0, 50), now(), anybody);
    expect(calls.list).toBe(11);
  },
);

test('a list that fails for another reason fails what it was for, and older facts stand in', async () => {
  const { lookup, known, failing, calls } = describedWorld({ size: 100 });
  known.set(0, { name: 'older', readAt: 50 });
  failing.set('list', awsError('AWS_THROTTLED', 'identitystore:ListUsers'));
  const found = await lookup.find(range(0, 50), 60, anybody);
  expect(found.get('0')).toMatchObject({
    facts: { name: 'older' },
    readAt: 50,
    failure: { code: 'AWS_THROTTLED', asOf: 50 },
  });
  expect(found.get('1')).toMatchObject({ facts: undefined, failure: { code: 'AWS_THROTTLED' } });
  expect(found.get('1')?.failure).not.toHaveProperty('asOf');
  expect(calls.describe).toBe(0);
});

test('one description that fails leaves the others', async () => {
  const { lookup, known, failing } = describedWorld({ size: 100, hasNoList: true });
  known.set(0, { name: 'known', readAt: 70 });
  failing.set('describe', awsError('AWS_UNAVAILABLE', 'identitystore:DescribeUser'));
  const found = await lookup.find([0, 1], 60, anybody);
  expect(found.get('0')).toEqual({ facts: { name: 'known', readAt: 70 }, readAt: 70 });
  expect(found.get('1')).toMatchObject({ facts: undefined, failure: { principalId: '1' } });
});

test('a thing met by its id only is no fact', async () => {
  const { lookup, known, failing } = describedWorld({ size: 100, hasNoList: true });
  known.set(3, { name: 'not told yet', readAt: null });
  failing.set('describe', awsError('AWS_UNAVAILABLE', 'identitystore:DescribeUser'));
  expect((await lookup.find([3], 0, anybody)).get('3')).toMatchObject({
    facts: undefined,
    readAt: undefined,
  });
});

test('lookups that meet share one list, however many each is about', async () => {
  const { lookup, calls, pages } = describedWorld({ size: 300, isSizeKnown: true });
  await Promise.all(range(0, 8).map(async (n) => lookup.find(range(0, 40 + n), 0, anybody)));
  expect(calls).toMatchObject({ list: pages, mostListsAtOnce: 1, describe: 0 });
});

test('a caller who gives up is told their own reason', async () => {
  const { lookup } = describedWorld({ size: 100 });
  const late = asker();
  late.timeOut();
  await expect(lookup.find([1], 0, late.scope)).rejects.toBe(late.late);
});

const lookups = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 });

test('with a known length it never costs more than twice the better way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_500 }), lookups, async (size, counts) => {
      const world = describedWorld({ size, isSizeKnown: true });
      const asked = await lookUpAll(world, counts, size);
      expect(world.total()).toBeLessThanOrEqual(2 * Math.min(asked, world.pages));
    }),
    { numRuns: 100 },
  );
});

test('with a length that was guessed too short it stays within five times the better way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4_000 }), lookups, async (size, counts) => {
      const world = describedWorld({ size, guessedSize: 1 });
      const asked = await lookUpAll(world, counts, size);
      expect(world.total()).toBeLessThanOrEqual(5 * Math.min(asked, world.pages) + 2);
    }),
    { numRuns: 100 },
  );
});

test('wherever on a list of unknown length the wanted ones stand, it stays within five times the better way', async () => {
  const numbers = fc.uniqueArray(fc.nat(3_999), { minLength: 1, maxLength: 400, size: 'max' });
  await fc.assert(
    fc.asyncProperty(numbers, lookups, async (ids, counts) => {
      const world = describedWorld({ size: 4_000, guessedSize: 1 });
      const left = [...ids];
      for (const count of counts) await world.lookup.find(left.splice(0, count), 0, anybody);
      const asked = ids.length - left.length;
      expect(world.total()).toBeLessThanOrEqual(5 * Math.min(asked, world.pages) + 2);
    }),
    { numRuns: 200 },
  );
});

/** Looks up so many new ids at a time, those last that a list gives first, and answers how many there were. */
async function lookUpAll(world: ReturnType<typeof describedWorld>, counts: readonly number[], size: number) {
  let next = size;
  for (const count of counts) {
    const ids = range(Math.max(0, next - count), Math.min(count, next));
    next -= ids.length;
    await world.lookup.find(ids, 0, anybody);
  }
  return size - next;
}
