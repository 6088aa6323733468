import { describe, expect, it } from 'vitest';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { denied } from '../gateway/faults.ts';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';

/** Everything that can be asked of one node of each type, each read by an operation of its own. */
const everything = `query ($userId: String!, $groupId: ID!, $arn: String!, $accountId: String!, $ouId: String!) {
  user: principal(by: { principalId: $userId }) {
    principalId
    ... on User {
      userName enabled
      groups { nodes { principalId } completeness { complete } }
      assignments { nodes { id } completeness { complete } }
      all: assignments(includeInherited: true) { nodes { id } completeness { complete } }
    }
  }
  group: node(id: $groupId) {
    ... on Group { displayName members { nodes { principalId } completeness { complete } } }
  }
  permissionSet(by: { arn: $arn }) {
    arn name
    managedPolicies { arn }
    customerManagedPolicies { name path }
    inlinePolicy
    permissionsBoundary { managedPolicyArn customerManagedPolicy { name } }
    tags { key value }
    accounts { nodes { targetId } completeness { complete } }
  }
  account: target(by: { accountId: $accountId }) {
    targetId
    ... on Account {
      name state
      parent { targetId name }
      permissionSets { nodes { arn } completeness { complete } }
    }
  }
  unit: target(by: { ouId: $ouId }) {
    targetId
    ... on OrganizationalUnit {
      name
      parent { targetId }
      children { targetId }
    }
  }
  instance { arn }
}`;

const user = ['user'];
const permissionSet = 'permissionSet';

/** What each operation of AWS fills, and what is empty when AWS denies it. */
const empties: Record<string, readonly (readonly string[])[]> = {
  'identitystore:DescribeUser': [user],
  'identitystore:DescribeGroup': [['group']],
  'identitystore:ListGroupMembershipsForMember': [[...user, 'groups']],
  'identitystore:ListGroupMemberships': [['group', 'members']],
  'sso-admin:DescribePermissionSet': [[permissionSet]],
  'sso-admin:ListManagedPoliciesInPermissionSet': [[permissionSet, 'managedPolicies']],
  'sso-admin:ListCustomerManagedPolicyReferencesInPermissionSet': [
    [permissionSet, 'customerManagedPolicies'],
  ],
  'sso-admin:GetInlinePolicyForPermissionSet': [[permissionSet, 'inlinePolicy']],
  'sso-admin:GetPermissionsBoundaryForPermissionSet': [[permissionSet, 'permissionsBoundary']],
  'sso-admin:ListTagsForResource': [[permissionSet, 'tags']],
  'sso-admin:ListAccountsForProvisionedPermissionSet': [[permissionSet, 'accounts']],
  'sso-admin:ListPermissionSetsProvisionedToAccount': [['account', 'permissionSets']],
  'organizations:DescribeAccount': [['account']],
  'organizations:DescribeOrganizationalUnit': [['account', 'parent', 'name'], ['unit']],
  'organizations:ListOrganizationalUnitsForParent': [['unit', 'children']],
};

function variablesFor(organization: Organization) {
  const member = organization
    .users()
    .find(({ userId }) => organization.membershipsOfUser(userId).length > 0)!;
  const account = organization.accounts().find(({ parentId }) => parentId.startsWith('ou-'))!;
  const unit = organization
    .organizationalUnits()
    .find(({ id }) => id !== account.parentId && organization.organizationalUnitsOf(id).length > 0)!;
  return {
    userId: member.userId,
    arn: organization.permissionSets()[0]!.arn,
    accountId: account.id,
    ouId: unit.id,
  };
}

async function started() {
  const sandbox = await countableSandbox({ accounts: 20, permissionSets: 4, users: 20, groups: 5 });
  const { organization } = sandbox;
  const groupName = organization.groups()[0]!.displayName;
  await using gateway = await gatewayOn(sandbox);
  const { data } = await gateway.ask(`{ principal(by: { groupName: "${groupName}" }) { id } }`);
  return { sandbox, variables: { ...variablesFor(organization), groupId: data.principal.id as string } };
}

describe('a call that AWS denies empties its own fields, with an error at each, and nothing else', () => {
  it.each(Object.entries(empties))('%s', async (operation, paths) => {
    const { sandbox, variables } = await started();
    await using _ = sandbox;
    await using whole = await gatewayOn(sandbox);
    const before = await whole.ask(everything, variables);
    expect(before.errors).toBeUndefined();
    sandbox.faults.add({ operation, fault: denied });
    await using gateway = await gatewayOn(sandbox);
    const { data, errors } = await gateway.ask(everything, variables);
    // Errors come in the order in which fields fail.
    const failed = new Map(errors?.map(({ path, extensions }) => [path?.join('.'), extensions]));
    expect(failed).toEqual(
      new Map(
        paths.map((path) => [
          path.join('.'),
          expect.objectContaining({
            code: 'AWS_ACCESS_DENIED',
            operation,
            action: operation.replace('sso-admin:', 'sso:'),
          }),
        ]),
      ),
    );
    const expected = structuredClone(before.data);
    for (const path of paths) emptyAt(expected, path);
    expect(data).toEqual(expected);
  });

  it('every operation that the query needs, but for those with another way, is in the table', async () => {
    const { sandbox, variables } = await started();
    await using _ = sandbox;
    await using gateway = await gatewayOn(sandbox);
    sandbox.reset();
    await gateway.ask(everything, variables);
    const replaceable = ['sso-admin:ListAccountAssignmentsForPrincipal', 'sso-admin:ListInstances'];
    expect(Object.keys(sandbox.counts()).filter((name) => !replaceable.includes(name))).toEqual(
      Object.keys(empties).toSorted(),
    );
  });
});

it('where AWS does not tell what a user reaches, memberships and pairs do', async () => {
  const { sandbox, variables } = await started();
  await using _ = sandbox;
  await using whole = await gatewayOn(sandbox);
  const before = await whole.ask(everything, variables);
  sandbox.faults.add({ operation: 'sso-admin:ListAccountAssignmentsForPrincipal', fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const { data, errors } = await gateway.ask(everything, variables);
  expect({ data, errors }).toEqual({ data: before.data, errors: undefined });
  expect(data.user.all.nodes.length).toBeGreaterThan(0);
});

it('one permission set of a page that cannot be described loses its own name only', async () => {
  const { sandbox } = await started();
  await using _ = sandbox;
  const [, set] = sandbox.organization.permissionSets().toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  sandbox.faults.add({
    operation: 'sso-admin:DescribePermissionSet',
    when: (input) => input['PermissionSetArn'] === set!.arn,
    fault: { error: 'InternalServerException' },
  });
  await using gateway = await gatewayOn(sandbox);
  const { data, errors } = await gateway.ask('{ permissionSets { nodes { arn name } totalCount } }');
  expect(errors).toMatchObject([
    { path: ['permissionSets', 'nodes', 1, 'name'], extensions: { code: 'AWS_UNAVAILABLE' } },
  ]);
  const names = data.permissionSets.nodes.map(({ name }: { name: string | null }) => name);
  expect(names).toEqual([expect.any(String), null, expect.any(String), expect.any(String)]);
  expect(data.permissionSets.totalCount).toBe(4);
});

it('a name that decides whether a permission set is listed leaves it out, and completeness tells', async () => {
  const { sandbox } = await started();
  await using _ = sandbox;
  const sets = sandbox.organization.permissionSets().toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  sandbox.faults.add({
    operation: 'sso-admin:DescribePermissionSet',
    when: (input) => input['PermissionSetArn'] === sets[1]!.arn,
    fault: denied,
  });
  await using gateway = await gatewayOn(sandbox);
  const { data, errors } = await gateway.ask(`{
    permissionSets(filter: { name: { matches: "." } }) {
      nodes { arn }
      totalCount
      completeness { complete failures { operation permissionSetArn code } }
    }
  }`);
  expect(errors).toBeUndefined();
  expect(data.permissionSets).toEqual({
    nodes: [sets[0], sets[2], sets[3]].map((set) => ({ arn: set!.arn })),
    totalCount: null,
    completeness: {
      complete: false,
      failures: [
        {
          operation: 'sso-admin:DescribePermissionSet',
          permissionSetArn: sets[1]!.arn,
          code: 'AWS_ACCESS_DENIED',
        },
      ],
    },
  });
});

it('ids of which some cannot be described leave those out, and completeness tells', async () => {
  const { sandbox } = await started();
  await using _ = sandbox;
  const [one, other] = sandbox.organization.users();
  sandbox.faults.add({
    operation: 'identitystore:DescribeUser',
    when: (input) => input['UserId'] === one!.userId,
    fault: denied,
  });
  sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const { data, errors } = await gateway.ask(
    `query ($ids: [String!]) {
      principals(filter: { type: USER, ids: $ids }) {
        nodes { principalId }
        totalCount
        completeness { complete failures { operation principalId code } }
      }
    }`,
    { ids: [one!.userId, other!.userId] },
  );
  expect(errors).toBeUndefined();
  expect(data.principals).toEqual({
    nodes: [{ principalId: other!.userId }],
    totalCount: null,
    completeness: {
      complete: false,
      failures: [
        {
          operation: expect.stringMatching(/^identitystore:(Describe|List)Users?$/),
          principalId: expect.toSatisfy((id: unknown) => id === one!.userId || id === null),
          code: 'AWS_ACCESS_DENIED',
        },
      ],
    },
  });
});

/** Makes the member at the path null. */
function emptyAt(data: any, path: readonly string[]): void {
  const holder = path.slice(0, -1).reduce((part, name) => part[name], data);
  holder[path.at(-1)!] = null;
}
