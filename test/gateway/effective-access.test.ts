import { expect, it } from 'vitest';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { denied, small } from './faults.ts';
import { countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';

const query = `query ($filter: AssignmentFilter, $user: PrincipalFilter, $first: Int, $complete: Boolean) {
  effectiveAccess(filter: $filter, user: $user, first: $first, requireComplete: $complete) {
    nodes { user { principalId deleted } via { principalId } grant { __typename target { targetId } } }
    completeness {
      complete
      failures { operation principalId code message }
      unmatched { path value }
    }
  }
}`;

async function ask(gateway: TestGateway, variables: object) {
  const { data, errors, aws } = await gateway.ask(query, variables as Record<string, unknown>);
  expect(errors).toBeUndefined();
  return { ...data.effectiveAccess, calls: aws.byOperation };
}

const members = 'identitystore:ListGroupMemberships';

/** A group with a member, and a permission set in an account, given to nobody else. */
function oneGrant(organization: Organization) {
  const [account] = organization.accounts();
  const set = organization.createPermissionSet({ name: 'OnCall' });
  const [one, other] = ['first', 'second'].map((displayName) => organization.createGroup({ displayName }));
  const user = organization.createUser({
    userName: 'ada',
    displayName: 'Ada',
    givenName: 'Ada',
    familyName: 'L',
  });
  for (const group of [one!, other!]) organization.createMembership(group.groupId, user.userId);
  const assign = (principalType: 'GROUP' | 'USER', principalId: string) =>
    organization.createAssignment({
      accountId: account!.id,
      permissionSetArn: set.arn,
      principalType,
      principalId,
    });
  return { set, one: one!, other: other!, user, assign, filter: { permissionSet: { ids: [set.arn] } } };
}

it('somebody who holds directly and through two groups has three rows, one for each way', async () => {
  await using sandbox = await countableSandbox(small);
  const { one, other, user, assign, filter } = oneGrant(sandbox.organization);
  assign('USER', user.userId);
  assign('GROUP', one.groupId);
  assign('GROUP', other.groupId);
  await using gateway = await gatewayOn(sandbox);
  for (const people of [{}, { user: { ids: [user.userId] } }]) {
    const { nodes } = await ask(gateway, { filter, ...people });
    const groups = [one.groupId, other.groupId].toSorted();
    expect(nodes.map((node: any) => [node.user.principalId, node.via?.principalId ?? null])).toEqual([
      ...groups.map((groupId) => [user.userId, groupId]),
      [user.userId, null],
    ]);
  }
});

it('a group whose members cannot be read is a failure, and never a group without people', async () => {
  await using sandbox = await countableSandbox(small);
  const { one, user, assign, filter } = oneGrant(sandbox.organization);
  assign('GROUP', one.groupId);
  assign('USER', user.userId);
  sandbox.faults.add({ operation: members, fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const { nodes, completeness } = await ask(gateway, { filter });
  expect(nodes).toHaveLength(1);
  expect(completeness).toMatchObject({
    complete: false,
    failures: [
      {
        operation: members,
        principalId: one.groupId,
        code: 'AWS_ACCESS_DENIED',
        message: expect.stringContaining('identitystore:ListGroupMemberships'),
      },
    ],
  });
  const { errors } = await gateway.ask(query, { filter, complete: true });
  expect(errors).toMatchObject([{ extensions: { code: 'INCOMPLETE' } }]);
});

it('a deleted group lets nobody in, and a deleted user is told who is still named', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const { one, user, assign, filter } = oneGrant(organization);
  assign('GROUP', one.groupId);
  assign('USER', user.userId);
  organization.deleteGroup(one.groupId);
  organization.deleteUser(user.userId);
  await using gateway = await gatewayOn(sandbox);
  const { nodes, completeness } = await ask(gateway, { filter });
  expect(nodes).toMatchObject([{ user: { principalId: user.userId, deleted: true }, via: null }]);
  expect(completeness).toMatchObject({ complete: true, failures: [] });
});

it('a page asks for the members of the groups that fill it, and for no others', async () => {
  await using sandbox = await countableSandbox({ accounts: 20, permissionSets: 6, users: 60, groups: 12 });
  await using gateway = await gatewayOn(sandbox);
  const { calls, nodes } = await ask(gateway, { first: 1 });
  expect(nodes).toHaveLength(1);
  expect(calls[members] ?? 0).toBeLessThanOrEqual(1);
  expect(calls['sso-admin:ListAccountAssignments']).toBe(1);
  expect((await ask(gateway, { first: 1 })).calls).toEqual({});
});

it('people who exist and have no access are not told, and are no mistake of the filter either', async () => {
  await using sandbox = await countableSandbox(small);
  const { user, filter } = oneGrant(sandbox.organization);
  await using gateway = await gatewayOn(sandbox);
  await gateway.ask('{ principals { totalCount } }');
  const nobody = '00000000-0000-4000-8000-000000000000';
  const told = await ask(gateway, {
    filter,
    user: { ids: [user.userId, nobody], name: { in: ['ada', 'aad'] } },
  });
  expect(told.nodes).toEqual([]);
  expect(told.completeness.unmatched).toContainEqual({ path: 'user.name.in', value: 'aad' });
  expect(told.completeness.unmatched.map(({ value }: any) => value)).not.toContain(user.userId);
  expect(told.completeness.unmatched.map(({ value }: any) => value)).not.toContain('ada');
});

it('entitlements are grants, but where the filter asks about permission sets, also under not', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  await using gateway = await gatewayOn(sandbox);
  const entitled = organization.accountAccess
    .entitlements()
    .find(({ principalType, principalId }) => principalType === 'USER' && organization.user(principalId))!;
  const target = { ids: [entitled.accountId] };
  const kinds = async (filter: object) => {
    const { nodes, calls } = await ask(gateway, { filter, first: 1000 });
    const names = new Set(nodes.map((node: any) => node.grant.__typename));
    return {
      hasEntitlements: names.has('Entitlement'),
      asked: Object.keys(calls).some((name) => name.startsWith('account-access')),
    };
  };
  expect(await kinds({ target, not: { permissionSet: { name: { eq: 'nothing' } } } })).toEqual({
    hasEntitlements: false,
    asked: false,
  });
  expect(await kinds({ target })).toEqual({ hasEntitlements: true, asked: true });
});

it('where entitlements may not be listed, that is said once, with the action, and assignments are complete', async () => {
  await using sandbox = await countableSandbox(small);
  sandbox.faults.add({ operation: 'account-access:ListApplications', fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const { nodes, completeness } = await ask(gateway, { first: 1000 });
  expect(nodes.length).toBeGreaterThan(10);
  expect(completeness).toMatchObject({
    complete: false,
    failures: [
      {
        operation: 'account-access:ListApplications',
        code: 'AWS_ACCESS_DENIED',
        message: expect.stringContaining('account-access:ListApplications'),
      },
    ],
  });
  const { completeness: narrow } = await ask(gateway, {
    filter: { permissionSet: { name: { startsWith: 'A' } } },
  });
  expect(narrow.failures).toEqual([]);
});

it('where accounts may not be listed, assignments are told, and entitlements as what is missing', async () => {
  await using sandbox = await countableSandbox(small);
  await using whole = await gatewayOn(sandbox);
  const assignments = (nodes: any[]) =>
    nodes.filter((node) => node.grant.__typename === 'Assignment').map((node) => node.user.principalId);
  const wanted = assignments((await ask(whole, { first: 1000 })).nodes);
  sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const { nodes, completeness } = await ask(gateway, { first: 1000 });
  // A page has room for more assignments where no entitlement is among them.
  expect(assignments(nodes).slice(0, wanted.length)).toEqual(wanted);
  expect(assignments(nodes)).toHaveLength(nodes.length);
  expect(completeness.failures).toMatchObject([{ operation: 'organizations:ListAccounts' }]);
});

it('people are users: a filter that asks for groups finds nobody, and makes no call', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await gateway.ask('{ instance { arn } }');
  const { nodes, calls } = await ask(gateway, { user: { type: 'GROUP' } });
  expect({ nodes, calls }).toEqual({ nodes: [], calls: {} });
});
