import { expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';

/** A page of 100 assignments whose ids are known already, so that only what is selected beside them is counted. */
async function callsOf(sandbox: Sandbox, selection: string) {
  await using gateway = await gatewayOn(sandbox);
  const page = (fields: string) => `{
    assignments(first: 100) { nodes { target { targetId } permissionSet { arn } principal { principalId } ${fields} } }
  }`;
  await gateway.ask(page(''));
  sandbox.reset();
  const { data, errors } = await gateway.ask(page(selection));
  expect(errors).toBeUndefined();
  const nodes: any[] = data.assignments.nodes;
  expect(nodes).toHaveLength(100);
  const calls = sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  // Whatever is asked for, nothing is asked for twice.
  expect(calls.filter((call, n) => calls.indexOf(call) !== n)).toEqual([]);
  const counts = sandbox.counts();
  const again = await gateway.ask(page(selection));
  expect(again).toMatchObject({ data, aws: { calls: 0 } });
  return { nodes, counts };
}

function distinct(nodes: readonly any[], keyOf: (node: any) => string | undefined): number {
  return new Set(nodes.map(keyOf).filter((key) => key !== undefined)).size;
}

it('the parents of 100 targets are described once for each, and the accounts not at all', async () => {
  await using sandbox = await countableSandbox();
  const { nodes, counts } = await callsOf(
    sandbox,
    'place: target { ... on Account { parent { targetId name } } }',
  );
  const parents = distinct(nodes, ({ place }) => place.parent.targetId);
  expect(parents).toBeGreaterThan(1);
  expect(counts).toEqual({ 'organizations:DescribeOrganizationalUnit': parents });
});

it('the parents of parents are no further calls: the account list tells the way, and a unit its place', async () => {
  await using sandbox = await countableSandbox();
  const { nodes, counts } = await callsOf(
    sandbox,
    'place: target { ... on Account { parent { targetId parent { targetId } } } }',
  );
  const parents = distinct(nodes, ({ place }) => place.parent.targetId);
  expect(counts).toEqual({ 'organizations:DescribeOrganizationalUnit': parents });
});

it('without Paths, each account is asked for its parent once', async () => {
  await using sandbox = await countableSandbox({ modes: { pathsAbsent: true } });
  const { nodes, counts } = await callsOf(
    sandbox,
    'place: target { targetId ... on Account { parent { targetId } } }',
  );
  const accounts = distinct(nodes, ({ place }) => place.targetId);
  expect(accounts).toBeLessThan(20);
  expect(counts).toEqual({ 'organizations:ListParents': accounts });
});

it.each([
  ['managedPolicies { arn }', 'ListManagedPoliciesInPermissionSet'],
  ['customerManagedPolicies { name path }', 'ListCustomerManagedPolicyReferencesInPermissionSet'],
  ['inlinePolicy', 'GetInlinePolicyForPermissionSet'],
  ['permissionsBoundary { managedPolicyArn }', 'GetPermissionsBoundaryForPermissionSet'],
  ['tags { key value }', 'ListTagsForResource'],
  ['name description sessionDuration relayState createdAt', 'DescribePermissionSet'],
  ['accounts(first: 1) { totalCount }', 'ListAccountsForProvisionedPermissionSet'],
])(
  'permissionSet { %s } of 100 assignments makes a call for each permission set',
  async (field, operation) => {
    await using sandbox = await countableSandbox();
    const { nodes, counts } = await callsOf(sandbox, `set: permissionSet { arn ${field} }`);
    const sets = distinct(nodes, ({ set }) => set.arn);
    expect(sets).toBeLessThan(13);
    expect(counts).toEqual({ [`sso-admin:${operation}`]: sets });
  },
);

it('everything of 100 principals is one lookup each, or the lists', async () => {
  await using sandbox = await countableSandbox();
  const { nodes, counts } = await callsOf(
    sandbox,
    'who: principal { principalType principalId name deleted ... on User { userName displayName email enabled } }',
  );
  const of = (type: string) =>
    distinct(nodes, ({ who }) => (who.principalType === type ? who.principalId : undefined));
  const { users, groups } = {
    users: (counts['identitystore:ListUsers'] ?? 0) + (counts['identitystore:DescribeUser'] ?? 0),
    groups: (counts['identitystore:ListGroups'] ?? 0) + (counts['identitystore:DescribeGroup'] ?? 0),
  };
  // A list that was begun because its length was unknown is paid for once. Whom it lacks is asked for by id.
  const gone = (type: string) =>
    distinct(nodes, ({ who }) => (who.principalType === type && who.deleted ? who.principalId : undefined));
  expect(users).toBeLessThanOrEqual(Math.min(of('USER'), 2 + gone('USER')));
  expect(groups).toBeLessThanOrEqual(Math.min(of('GROUP'), 1 + gone('GROUP')));
});

it('the groups of 40 users ask for each user once, and for the names of the groups together', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { data, errors } = await gateway.ask(
    '{ principals(first: 40, filter: { type: USER }) { nodes { ... on User { groups { nodes { name } } } } } }',
  );
  expect(errors).toBeUndefined();
  expect(data.principals.nodes).toHaveLength(40);
  const { 'identitystore:DescribeGroup': described = 0, ...counts } = sandbox.counts();
  expect(counts).toEqual({
    'identitystore:ListGroupMembershipsForMember': 40,
    'identitystore:ListGroups': 1,
    'identitystore:ListUsers': 2,
    'sso-admin:ListInstances': 1,
  });
  // The first names are asked for when it cannot be known yet that others follow.
  expect(described).toBeLessThanOrEqual(2);
});
