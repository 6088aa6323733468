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
