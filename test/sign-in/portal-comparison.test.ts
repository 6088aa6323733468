import { expect, test } from 'vitest';
import { readerOnSandbox } from '../reader/reader-on-sandbox.ts';
import { anybody } from '../reading/read-scope.ts';
import { person, rolesOf, somebody } from './signing-in.ts';

const query = `{
  portalComparison {
    onlyInPortal { account { targetId } roleName reasons }
    onlyGranted { account { targetId } roleName reasons }
    completeness { complete failures { operation code } }
  }
}`;

const whole = { complete: true, asOf: undefined, failures: [], failuresOmitted: 0 };

test('the portal shows what was granted but for entitlements, which it does not list', async () => {
  await using ada = await person();
  const { organization } = ada.sandbox;
  const userName = somebody(organization);
  const { userId } = organization.users().find((user) => user.userName === userName)!;
  const [account] = organization.accounts();
  const roleArn = `arn:aws:iam::${account!.id}:role/break-glass`;
  organization.accountAccess.createEntitlement({ principalType: 'USER', principalId: userId, roleArn });
  await ada.signIn(userName);
  const { portalComparison } = await ada.ask(query);
  expect(portalComparison.completeness).toEqual({ complete: true, failures: [] });
  expect(portalComparison.onlyInPortal).toEqual([]);
  expect(portalComparison.onlyGranted).toContainEqual({
    account: { targetId: account!.id },
    roleName: 'break-glass',
    reasons: expect.arrayContaining(['ENTITLEMENT_ONLY']),
  });
  const active = (targetId: string) => organization.account(targetId)?.state === 'ACTIVE';
  const others = portalComparison.onlyGranted.filter(
    (one: any) => !one.reasons.includes('ENTITLEMENT_ONLY') && active(one.account.targetId),
  );
  expect(others).toEqual([]);
});

test('a comparison with the portal needs somebody who is signed in, and to whom it lists a role', async () => {
  await using ada = await person();
  expect((await ada.refusal(query)).extensions['code']).toBe('LOGIN_REQUIRED');
  const { organization } = ada.sandbox;
  const idle = organization.createUser({
    userName: 'idle',
    displayName: 'Idle',
    givenName: 'I',
    familyName: 'D',
  });
  await ada.signIn(idle.userName);
  const refusal = await ada.refusal(query);
  expect(refusal.extensions['code']).toBe('NOT_FOUND');
  expect(refusal.message).toContain('the access portal lists no role');
});

test('a difference from the portal comes with what is likely to explain it', async () => {
  await using world = await readerOnSandbox({ accounts: 8, permissionSets: 4, users: 20, groups: 4 });
  const { organization } = world.sandbox;
  const user = organization
    .users()
    .find(({ userId, status }) => status === 'ENABLED' && rolesOf(organization, userId).length > 2)!;
  const roles = rolesOf(organization, user.userId);
  const [first, second] = roles;
  const compare = (listed: typeof roles, completeness = whole) =>
    world.instance.compareWithPortal(
      { userName: user.userName, roles: listed, completeness: [completeness] },
      anybody,
    );
  const gone = { accountId: first!.accountId, roleName: 'TakenAway' };
  const differs = await compare([...roles.slice(1), gone]);
  expect(differs.onlyInPortal).toEqual([{ ...gone, reasons: ['REMOVED_SINCE'] }]);
  const isActive = organization.account(first!.accountId)?.state === 'ACTIVE';
  expect(differs.onlyGranted).toContainEqual({
    ...first,
    reasons: isActive ? ['SIGNED_IN_BEFORE_THE_GRANT', 'UNKNOWN'] : ['ACCOUNT_NOT_ACTIVE'],
  });

  organization.closeAccount(second!.accountId);
  world.pass(2 * 86_400_000);
  const closed = (await compare(roles.slice(2))).onlyGranted.find(
    ({ accountId, roleName }) => accountId === second!.accountId && roleName === second!.roleName,
  );
  expect(closed?.reasons).toEqual(['ACCOUNT_NOT_ACTIVE']);

  const disabled = organization
    .users()
    .find(({ userId, status }) => status === 'DISABLED' && rolesOf(organization, userId).length > 0)!;
  const view = { userName: disabled.userName, roles: [], completeness: [whole] };
  const { onlyGranted } = await world.instance.compareWithPortal(view, anybody);
  expect(onlyGranted.length).toBeGreaterThan(0);
  for (const { reasons } of onlyGranted) expect(reasons).toContain('USER_DISABLED');

  const unread = { ...whole, complete: false };
  expect((await compare([], unread)).onlyGranted.every(({ reasons }) => reasons.join() === 'UNKNOWN')).toBe(
    true,
  );
});

test('a role whose permission set is not in its account is told as one that is not provisioned yet', async () => {
  await using world = await readerOnSandbox({ accounts: 4, permissionSets: 4, users: 10, groups: 2 });
  const { organization, faults } = world.sandbox;
  const user = organization.users().find(({ status }) => status === 'ENABLED')!;
  const accountId = organization.accounts().find(({ state }) => state === 'ACTIVE')!.id;
  const [there, later] = ['There', 'Later'].map((name) => {
    const { arn } = organization.createPermissionSet({ name });
    const given = {
      accountId,
      permissionSetArn: arn,
      principalType: 'USER',
      principalId: user.userId,
    } as const;
    organization.createAssignment(given);
    return { given, role: { accountId, roleName: name } };
  });
  // As it is told between the assignment and the end of its provisioning: the lists of the account lack it still.
  faults.add({
    operation: 'sso-admin:ListPermissionSetsProvisionedToAccount',
    fault: 'drop',
    when: () => {
      organization.deleteAssignment(later!.given);
      return false;
    },
  });
  const roles = rolesOf(organization, user.userId).filter(
    ({ roleName }) => !['There', 'Later'].includes(roleName),
  );
  const view = { userName: user.userName, roles, completeness: [whole] };
  const { onlyGranted, completeness } = await world.instance.compareWithPortal(view, anybody);
  expect(completeness).toMatchObject({ complete: true, failures: [] });
  expect(onlyGranted).toContainEqual({ ...later!.role, reasons: ['NOT_PROVISIONED_YET'] });
  expect(onlyGranted).toContainEqual({ ...there!.role, reasons: ['SIGNED_IN_BEFORE_THE_GRANT', 'UNKNOWN'] });
});

test('a person of another identity store is not taken for one of this instance', async () => {
  await using world = await readerOnSandbox({ accounts: 3 });
  const view = { userName: 'somebody.else', roles: [], completeness: [whole] };
  await expect(world.instance.compareWithPortal(view, anybody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
