import { expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import {
  allKeys,
  allNames,
  assignmentsQuery,
  countableSandbox,
  gatewayOn,
  keysOf,
  timeTravel,
} from './gateway-on-sandbox.ts';

const withPrincipalNames = 'names: principal { name }';

function identityCalls(sandbox: Sandbox): Record<string, number> {
  return Object.fromEntries(
    Object.entries(sandbox.counts()).filter(([operation]) => operation.startsWith('identitystore:')),
  );
}

it('a page of 10 with ids only makes no identitystore or Describe call', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const page = await gateway.page({ first: 10 });
  expect(page.nodes).toHaveLength(10);
  const counts = sandbox.counts();
  expect(Object.keys(counts)).toEqual([
    'organizations:ListAccounts',
    'sso-admin:ListAccountAssignments',
    'sso-admin:ListInstances',
    'sso-admin:ListPermissionSetsProvisionedToAccount',
  ]);
  expect(page.aws).toMatchObject({ byOperation: counts, throttled: 0 });
});

it('a page of 10 reads no more pairs than fill it, but for a few that are read ahead', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { aws } = await gateway.page({ first: 10 });
  expect(aws.byOperation['sso-admin:ListAccountAssignments']).toBeLessThanOrEqual(16);
  expect(aws.byOperation['sso-admin:ListPermissionSetsProvisionedToAccount']).toBeLessThanOrEqual(6);
});

it('selecting principal { name } adds only the names of that page', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  await gateway.page({ first: 10 });
  sandbox.reset();
  const [row] = (await gateway.page({ first: 1 }, withPrincipalNames)).nodes;
  const { principalType, principalId } = row!.principal;
  expect(sandbox.calls()).toMatchObject([
    principalType === 'USER'
      ? { operation: 'DescribeUser', input: { UserId: principalId } }
      : { operation: 'DescribeGroup', input: { GroupId: principalId } },
  ]);
  sandbox.reset();
  const { nodes } = await gateway.page({ first: 10 }, withPrincipalNames);
  expect(sandbox.counts()).toEqual(identityCalls(sandbox));
  expect(sandbox.calls().length).toBeLessThan(
    new Set(nodes.map(({ principal }) => principal.principalId)).size,
  );
});

it('a name that stands in many rows is asked for once', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const [set] = (await gateway.page({ first: 1 })).nodes.map(({ permissionSet }) => permissionSet.arn);
  const filter = { permissionSet: { ids: [set] } };
  await gateway.page({ filter, first: 50 });
  sandbox.reset();
  await gateway.page(
    { filter, first: 50 },
    'set: permissionSet { name description sessionDuration createdAt }',
  );
  expect(sandbox.counts()).toEqual({ 'sso-admin:DescribePermissionSet': 1 });
});

it('names of 60 users and 10 groups on one page list users and groups instead of describing 70', async () => {
  await using sandbox = await countableSandbox({ accounts: 2, permissionSets: 2, users: 60, groups: 10 });
  const { organization } = sandbox;
  const [accountId = ''] = organization.accounts().map(({ id }) => id);
  const [permissionSetArn = ''] = organization.permissionSets().map(({ arn }) => arn);
  const has = new Set(organization.assignments(accountId, permissionSetArn).map((row) => row.principalId));
  const pair = { accountId, permissionSetArn };
  for (const { userId } of organization.users())
    if (!has.has(userId))
      organization.createAssignment({ ...pair, principalType: 'USER', principalId: userId });
  for (const { groupId } of organization.groups())
    if (!has.has(groupId))
      organization.createAssignment({ ...pair, principalType: 'GROUP', principalId: groupId });
  await using gateway = await gatewayOn(sandbox);
  const filter = {
    principal: { deleted: null },
    target: { ids: [accountId] },
    permissionSet: { ids: [permissionSetArn] },
  };
  const page = await gateway.page({ filter, first: 100 }, withPrincipalNames);
  const named = page.nodes.filter(({ names }) => names?.name !== null);
  expect(named.filter(({ principal }) => principal.principalType === 'USER')).toHaveLength(60);
  expect(named.filter(({ principal }) => principal.principalType === 'GROUP')).toHaveLength(10);
  expect(identityCalls(sandbox)).toEqual({ 'identitystore:ListGroups': 1, 'identitystore:ListUsers': 1 });
});

it('the same query within maxAge makes no call', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const first = await gateway.page({ first: 100 }, allNames);
  sandbox.reset();
  const again = await gateway.page({ first: 100 }, allNames);
  expect(sandbox.counts()).toEqual({});
  expect(again).toEqual({ ...first, edges: expect.anything(), pageInfo: expect.anything(), aws: again.aws });
  expect(again.aws).toEqual({ calls: 0, byOperation: {}, throttled: 0, waitMs: 0 });
});

it('a query after maxAge reads again, and one that allows that age does not', async () => {
  using travel = timeTravel();
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  await gateway.page({ first: 10 });
  const cost = sandbox.counts();
  travel.advance(2 * 3_600_000);
  sandbox.reset();
  await gateway.page({ first: 10, maxAge: 'PT3H' });
  expect(sandbox.counts()).toEqual({});
  await gateway.page({ first: 10 });
  const { 'sso-admin:ListInstances': _, ...recurring } = cost;
  expect(Object.keys(sandbox.counts())).toEqual(Object.keys(recurring));
});

it('20 equal queries at once make the calls of one', async () => {
  await using sandbox = await countableSandbox({ latencyMs: 2 });
  const callsOf = async (queries: number) => {
    sandbox.reset();
    await using gateway = await gatewayOn(sandbox);
    const asked = Array.from({ length: queries }, () => gateway.page({ first: 50 }, allNames));
    const [page, ...others] = await Promise.all(asked);
    for (const { nodes } of others) expect(nodes).toEqual(page!.nodes);
    return sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  };
  const alone = await callsOf(1);
  const together = await callsOf(20);
  expect(new Set(together).size, 'no call is made twice').toBe(together.length);
  // How far the lists of what is provisioned are read ahead, when the page is full, depends on which answer came first.
  const isCertain = (call: string) => !call.startsWith('ListPermissionSetsProvisionedToAccount ');
  expect(together.filter(isCertain).toSorted()).toEqual(alone.filter(isCertain).toSorted());
});

it('a call shared by several requests is on the bill of one', async () => {
  await using sandbox = await countableSandbox({ accounts: 5, latencyMs: 2 });
  await using gateway = await gatewayOn(sandbox);
  const pages = await Promise.all(Array.from({ length: 5 }, () => gateway.page({ first: 1000 })));
  const billed = pages.reduce((sum, { aws }) => sum + aws.calls, 0);
  const made = Object.values(sandbox.counts()).reduce((sum, count) => sum + count, 0);
  expect(billed).toBe(made);
});

it('a filter that names one account and one set makes one call for its pair, and no list', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const [row] = (await gateway.page({ first: 1 })).nodes;
  await using cold = await gatewayOn(sandbox);
  sandbox.reset();
  const filter = {
    target: { ids: [row!.target.targetId] },
    permissionSet: { ids: [row!.permissionSet.arn] },
  };
  await cold.page({ filter });
  expect(sandbox.counts()).toEqual({ 'sso-admin:ListAccountAssignments': 1, 'sso-admin:ListInstances': 1 });
});

it('a filter that can match nothing makes no call but to find the instance', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  for (const filter of [{ or: [] }, { target: { ids: [] } }, { not: {} }]) {
    const page = await gateway.page({ filter, withTotalCount: true });
    expect(page).toMatchObject({ nodes: [], totalCount: 0, completeness: { complete: true } });
  }
  const counts = sandbox.counts();
  expect(counts['sso-admin:ListAccountAssignments'] ?? 0).toBe(0);
  expect(counts['sso-admin:ListPermissionSetsProvisionedToAccount'] ?? 0).toBe(0);
});

it('a field left out by @skip or @include is not read', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  await gateway.page({ first: 5 });
  sandbox.reset();
  const query = assignmentsQuery(
    'names: principal { name @skip(if: true) } set: permissionSet { name @include(if: false) }',
  );
  const { errors } = await gateway.ask(query, { first: 5 });
  expect(errors).toBeUndefined();
  expect(sandbox.counts()).toEqual({});
});

it('totalCount reads everything in reach once, and a walk after it reads nothing', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const page = await gateway.page({ first: 3, withTotalCount: true });
  expect(page.totalCount).toBe(sandbox.organization.assignmentCount());
  const { pairs } = pairCalls(sandbox);
  expect(new Set(pairs).size).toBe(pairs.length);
  sandbox.reset();
  const { rows } = await gateway.walk({ first: 100, after: page.pageInfo.endCursor });
  expect(sandbox.counts()).toEqual({});
  expect(keysOf([...page.nodes, ...rows])).toEqual(allKeys(sandbox.organization));
});

function pairCalls(sandbox: Sandbox): { pairs: string[] } {
  const calls = sandbox.calls().filter(({ operation }) => operation === 'ListAccountAssignments');
  return {
    pairs: calls.map(({ input }) =>
      [input['AccountId'], input['PermissionSetArn'], input['NextToken']].join(' '),
    ),
  };
}
