import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plan, type PlanInput } from '../../src/reader/plan.ts';

const statistics = { setsPerAccount: 5, rowsPerPair: 2, permissionSets: 20, principals: 300 };
const cold: PlanInput = {
  accounts: { count: 60, callsToList: 3, toList: 60 },
  pairsToRead: 0,
  permissionSets: undefined,
  holders: undefined,
  wanted: Number.POSITIVE_INFINITY,
  statistics,
};
const one = { count: 1, toList: 1 };

test('with nothing named, everything is read by account: the list, what is provisioned, and each pair', () => {
  expect(plan(cold)).toMatchObject({ strategy: 'BY_ACCOUNT', calls: 3 + 60 + 60 * 5 });
});

test('what was read already costs nothing', () => {
  const warm = { ...cold, accounts: { count: 60, callsToList: 0, toList: 0 } };
  expect(plan(warm)).toMatchObject({ strategy: 'COVERED', calls: 0 });
  expect(plan({ ...warm, pairsToRead: 7 })).toMatchObject({ strategy: 'BY_ACCOUNT', calls: 7 });
  expect(plan({ ...warm, permissionSets: one, holders: one })).toMatchObject({ strategy: 'COVERED' });
});

test('a small page by account costs its share only', () => {
  const { calls } = plan({ ...cold, wanted: 11 });
  expect(calls).toBeLessThan(plan(cold).calls / 10);
});

test('one pair is asked for directly', () => {
  const accounts = { count: 1, callsToList: 0, toList: 1 };
  expect(plan({ ...cold, accounts, permissionSets: one })).toMatchObject({ strategy: 'BY_PAIR', calls: 1 });
});

test('one principal is asked about directly, unless the pairs are known', () => {
  expect(plan({ ...cold, holders: one })).toMatchObject({ strategy: 'BY_PRINCIPAL', calls: 1 });
  expect(plan({ ...cold, holders: { count: 500, toList: 500 } })).toMatchObject({ strategy: 'BY_ACCOUNT' });
});

test('a permission set that is used here and there is found by its accounts', () => {
  const { strategy } = plan({ ...cold, permissionSets: one });
  expect(strategy).toBe('BY_PERMISSION_SET');
});

const count = fc.nat({ max: 500 });
const named = fc.option(
  fc.tuple(count, count).map(([most, some]) => ({ count: most, toList: Math.min(most, some) })),
  { nil: undefined },
);
const input: fc.Arbitrary<PlanInput> = fc.record({
  accounts: fc.record({ count, callsToList: fc.nat({ max: 30 }), toList: count }),
  pairsToRead: count,
  permissionSets: named,
  holders: named,
  wanted: fc.oneof(fc.integer({ min: 1, max: 1_001 }), fc.constant(Number.POSITIVE_INFINITY)),
  statistics: fc.record({
    setsPerAccount: fc.double({ min: 0, max: 50, noNaN: true }),
    rowsPerPair: fc.double({ min: 0, max: 50, noNaN: true }),
    permissionSets: count,
    principals: count,
  }),
});

test('a plan costs a whole number of calls, and asks only for what the filter names', () => {
  fc.assert(
    fc.property(input, (asked) => {
      const { strategy, calls } = plan(asked);
      expect(Number.isInteger(calls)).toBe(true);
      expect(calls).toBeGreaterThanOrEqual(0);
      const alone = { ...asked, permissionSets: undefined };
      expect(plan({ ...alone, holders: { count: 0, toList: 0 } }).calls).toBe(0);
      // A strategy is chosen only where the filter names what it asks for.
      expect(strategy === 'BY_PRINCIPAL' && !asked.holders).toBe(false);
      expect(['BY_PAIR', 'BY_PERMISSION_SET'].includes(strategy) && !asked.permissionSets).toBe(false);
      expect(strategy === 'COVERED' && calls > 0).toBe(false);
    }),
    { numRuns: 300 },
  );
});
