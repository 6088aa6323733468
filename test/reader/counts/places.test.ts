import { expect, test, vi } from 'vitest';
import { readerOnSandbox } from '../reader-on-sandbox.ts';
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
    // By this clock each turn is over as soon as something was done.
    let now = 0;
    using _ = vi.spyOn(performance, 'now').mockImplementation(() => (now += 11));
    let turns = 0;
    let isDone = false;
    const others = (): void => {
      if (isDone) return;
      turns++;
      setImmediate(others);
    };
    others();
    const counted = await count(groupBy);
    isDone = true;
    return { turns, counts: counted.counts };
  };
  const [byUnit, whole] = [await turnsOf(['ORGANIZATIONAL_UNIT']), await turnsOf([])];
  expect(byUnit.counts).toEqual(expected.counts);
  expect(byUnit.turns - whole.turns).toBeGreaterThanOrEqual(2 * accounts);
});
