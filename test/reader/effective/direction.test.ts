import { expect, test } from 'vitest';
import { anybody } from '../../reading/read-scope.ts';
import { readerOnSandbox } from '../reader-on-sandbox.ts';

test('people who are fewer than the grants are begun with, though nobody knew before how many accounts there are', async () => {
  await using world = await readerOnSandbox({
    accounts: 300,
    permissionSets: 60,
    users: 20_000,
    groups: 100,
    assignments: 4_000,
  });
  const { sandbox, instance } = world;
  const disabled = sandbox.organization.users().filter(({ status }) => status === 'DISABLED');
  const query = { user: { enabled: false }, first: 10, withTotalCount: true };
  const page = await instance.effectiveAccess(query, anybody);
  expect(page.completeness).toMatchObject({ complete: true });
  const calls = sandbox.counts();
  expect(calls['sso-admin:ListAccountAssignmentsForPrincipal']).toBeGreaterThanOrEqual(disabled.length);
  expect(calls['sso-admin:ListAccountAssignments']).toBeUndefined();
  expect(page.totalCount).toBeGreaterThan(disabled.length);
});

test('calls for assignments and those for entitlements are planned each for itself', async () => {
  await using world = await readerOnSandbox({ accounts: 12, permissionSets: 5, users: 20, groups: 4 });
  const planned = new Map<object, number>();
  const allowance = {
    plan: (list: object, calls: number) => void planned.set(list, calls),
    begin() {},
    lift() {},
  };
  const list = { first: 1_000, withTotalCount: false };
  await world.instance.listTargets({ type: 'AWS_ACCOUNT' }, list, anybody);
  world.sandbox.reset();
  await world.instance.effectiveAccess({ first: 10, withTotalCount: true }, { ...anybody, allowance });
  const { 'account-access:ListEntitlements': entitlements } = world.sandbox.counts();
  expect([...planned.values()]).toEqual([expect.any(Number), entitlements]);
});
