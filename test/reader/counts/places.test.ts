import { expect, test } from 'vitest';
import { readerOnSandbox } from '../reader-on-sandbox.ts';
import { othersTurns } from '../../reading/others-turns.ts';
import { asker } from '../../reading/read-scope.ts';
import type { CountsQuery } from '../../../src/reader/counts/counts.ts';

test('the OUs of thousands of accounts are found in turns, between which others have theirs', async () => {
  await using world = await readerOnSandbox({ accounts: 60, permissionSets: 2, users: 4, groups: 2 });
  const count = (groupBy: CountsQuery['groupBy']) =>
    world.instance.assignmentCounts({ groupBy, withPeople: false }, asker().scope);
  const expected = await count(['ORGANIZATIONAL_UNIT']);
  const accounts = (await count(['ACCOUNT'])).counts.length;
  expect(accounts).toBeGreaterThan(10);
  const turnsOf = async (groupBy: CountsQuery['groupBy']) => {
    using others = othersTurns();
    const { counts } = await count(groupBy);
    return { turns: others.count(), counts };
  };
  const [byUnit, whole] = [await turnsOf(['ORGANIZATIONAL_UNIT']), await turnsOf([])];
  expect(byUnit.counts).toEqual(expected.counts);
  expect(byUnit.turns - whole.turns).toBeGreaterThanOrEqual(2 * accounts);
});
