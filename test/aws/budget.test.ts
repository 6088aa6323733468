import { expect, test } from 'vitest';
import { createBudget } from '../../src/aws/budget/budget.ts';
import { ManualClock } from './manual-clock.ts';
import { turnsOf } from './turns-of.ts';

const forever = new AbortController().signal;

/** How many calls of these operations, all wanted at once and in turn, may start within each second. */
async function callsBySecond(operations: readonly string[], seconds: number, tps = 15): Promise<number[]> {
  const clock = new ManualClock();
  const budget = createBudget(tps, clock);
  const bySecond = Array.from({ length: seconds }, () => 0);
  for (let n = 0; n < 60 * seconds; n += 1) {
    const bucket = budget.bucketOf(operations[n % operations.length]!)!;
    void bucket.take(turnsOf(), forever).then(() => (bySecond[Math.floor(clock.now() / 1000)]! += 1));
  }
  await clock.advance(seconds * 1000 - 1);
  return bySecond;
}

test('all of sso-admin shares our part of the 20 calls a second', async () => {
  const [first, second, third] = await callsBySecond(
    ['sso-admin:ListAccountAssignments', 'sso-admin:DescribePermissionSet', 'sso-admin:ListInstances'],
    3,
  );
  expect(first).toBeLessThanOrEqual(20);
  expect(first).toBeGreaterThan(15);
  expect(second).toBe(15);
  expect(third).toBe(15);
});

test('a burst on top of a larger share still asks for no more than 20 in its first second', async () => {
  const [first] = await callsBySecond(['sso-admin:ListAccountAssignments'], 1, 18);
  expect(first).toBeLessThanOrEqual(20);
  expect(first).toBeGreaterThanOrEqual(18);
});

test('a larger share of sso-admin, as AWS support may grant it, is used', async () => {
  const [, second] = await callsBySecond(['sso-admin:ListAccountAssignments'], 2, 50);
  expect(second).toBe(50);
});

test('each identitystore operation has a budget of its own, below 20 calls a second', async () => {
  const [one] = await callsBySecond(['identitystore:DescribeUser'], 1);
  expect(one).toBeLessThanOrEqual(20);
  const [two] = await callsBySecond(['identitystore:DescribeUser', 'identitystore:DescribeGroup'], 1);
  expect(two).toBe(2 * one!);
});

for (const [operations, perSecond, burst] of [
  [['ListAccounts'], 8, 12],
  [['ListParents', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent'], 5, 8],
  [['ListChildren'], 6, 10],
  [['DescribeAccount'], 20, 30],
  [['DescribeOrganizationalUnit'], 2, 2],
  [['DescribeOrganization'], 1, 2],
  [['ListRoots'], 1, 2],
  [['ListDelegatedAdministrators'], 5, 8],
] as const) {
  test(`organizations: ${operations.join(', ')} stay within ${perSecond} a second after ${burst}`, async () => {
    const bySecond = await callsBySecond(
      operations.map((operation) => `organizations:${operation}`),
      5,
    );
    expect(bySecond[0]).toBeGreaterThanOrEqual(burst);
    const total = bySecond.reduce((sum, calls) => sum + calls);
    expect(total).toBeLessThanOrEqual(burst + 5 * perSecond);
    expect(total).toBeGreaterThanOrEqual(burst + 5 * perSecond - 2);
  });
}

test('an operation that has no budget is our mistake, and says so', () => {
  const budget = createBudget(15, new ManualClock());
  expect(() => budget.bucketOf('organizations:ListPolicies')).toThrow(
    'organizations:ListPolicies has no budget',
  );
});
