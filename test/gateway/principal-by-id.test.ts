import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { countableSandbox, gatewayOn, pairsOf, timeTravel, type TestGateway } from './gateway-on-sandbox.ts';

const hourMs = 3_600_000;
const sizes = { accounts: 4, permissionSets: 3, users: 30, groups: 4, assignments: 30 };

function principal(gateway: TestGateway, principalId: string, maxAge?: string) {
  return gateway.ask(
    'query ($id: String!, $maxAge: Duration) { principal(by: { principalId: $id }, maxAge: $maxAge) { __typename name deleted } }',
    { id: principalId, maxAge },
  );
}

function groupsOf(userId: string): string {
  return `{ principal(by: { principalId: "${userId}" }) { ... on User { groups { totalCount } } } }`;
}

function membersOf(groupName: string): string {
  return `{ principal(by: { groupName: "${groupName}" }) { ... on Group { members { totalCount } } } }`;
}

function assign({ organization }: Sandbox, principalId: string): string {
  organization.createAssignment({ ...pairsOf(organization)[0]!, principalType: 'GROUP', principalId });
  return principalId;
}

describe('a group that is asked for by principalId', () => {
  const groupIn = (sandbox: Sandbox) => {
    const { organization } = sandbox;
    const memberOf = (userId: string) => organization.membershipsOfUser(userId);
    const user = organization.users().find(({ userId }) => memberOf(userId).length > 0)!;
    return { user, group: organization.group(memberOf(user.userId)[0]!.groupId)! };
  };
  const learned: readonly (readonly [string, (ids: { userId: string; groupName: string }) => string])[] = [
    ['a list', () => '{ principals(filter: { type: GROUP }) { totalCount } }'],
    ['an assignment', () => '{ assignments(first: 1000) { nodes { principal { principalType } } } }'],
    ['its members', ({ groupName }) => membersOf(groupName)],
    ['the groups of a user', ({ userId }) => groupsOf(userId)],
  ];

  it.each(learned)('is looked for as a group where %s told that it is one', async (_by, query) => {
    await using sandbox = await countableSandbox(sizes);
    await using gateway = await gatewayOn(sandbox);
    const { user, group } = groupIn(sandbox);
    assign(sandbox, group.groupId);
    await gateway.ask(query({ userId: user.userId, groupName: group.displayName }));
    sandbox.reset();
    const { data } = await principal(gateway, group.groupId, 'PT0S');
    expect(data.principal).toEqual({ __typename: 'Group', name: group.displayName, deleted: false });
    expect(sandbox.counts()).toEqual({ 'identitystore:DescribeGroup': 1 });
  });

  it('is looked for as a user first where nothing told of it, once', async () => {
    await using sandbox = await countableSandbox(sizes);
    await using gateway = await gatewayOn(sandbox);
    const { group } = groupIn(sandbox);
    await principal(gateway, group.groupId);
    expect(sandbox.counts()).toMatchObject({
      'identitystore:DescribeUser': 1,
      'identitystore:DescribeGroup': 1,
    });
    sandbox.reset();
    expect((await principal(gateway, group.groupId)).data.principal.__typename).toBe('Group');
    expect(sandbox.counts()).toEqual({});
    await principal(gateway, group.groupId, 'PT0S');
    expect(Object.keys(sandbox.counts()).join()).toMatch(/^identitystore:\w+Groups?$/);
  });

  it('is no user to a list of principals by ids either, once an assignment told of it', async () => {
    await using sandbox = await countableSandbox(sizes);
    await using gateway = await gatewayOn(sandbox);
    const principalId = assign(sandbox, groupIn(sandbox).group.groupId);
    await gateway.ask('{ assignments(first: 1000) { nodes { principal { principalId } } } }');
    sandbox.reset();
    const query = 'query ($ids: [String!]) { principals(filter: { ids: $ids }) { nodes { principalId } } }';
    const { data } = await gateway.ask(query, { ids: [principalId] });
    expect(data.principals.nodes).toEqual([{ principalId }]);
    expect(sandbox.counts()).toEqual({ 'identitystore:DescribeGroup': 1 });
  });
});

describe('somebody who was deleted', () => {
  const query =
    'query ($id: String!, $maxAge: Duration) { principal(by: { principalId: $id }, maxAge: $maxAge) { deleted } }';
  const operation = 'sso-admin:ListAccountAssignmentsForPrincipal';

  async function world() {
    const sandbox = await countableSandbox(sizes);
    const gateway = await gatewayOn(sandbox);
    const { organization } = sandbox;
    const names = { userName: 'leaver', displayName: 'Leaver', givenName: 'Lea', familyName: 'Ver' };
    const { userId: principalId } = organization.createUser(names);
    const assignment = { ...pairsOf(organization)[0]!, principalType: 'USER' as const, principalId };
    organization.createAssignment(assignment);
    organization.deleteUser(principalId);
    await gateway.walk({ first: 1000 });
    return {
      sandbox,
      ask: async (maxAge?: string) => (await gateway.ask(query, { id: principalId, maxAge })).data.principal,
      unassign: () => organization.deleteAssignment(assignment),
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]();
        await sandbox.close();
      },
    };
  }

  const there = { deleted: true };
  /** What AWS tells of the holdings of somebody who was deleted. */
  const tellings = [
    ['of which AWS still tells', undefined],
    ['of which only its pair tells', { error: 'ResourceNotFoundException', message: 'Nobody' }],
  ] as const;

  it.each(tellings)(
    'by an assignment %s is there as long as what tells so is young enough',
    async (_what, fault) => {
      using travel = timeTravel();
      await using at = await world();
      if (fault) at.sandbox.faults.add({ operation, fault });
      expect(await at.ask('PT0S')).toEqual(there);
      at.unassign();
      expect(await at.ask()).toEqual(there);
      travel.advance(2 * hourMs);
      expect(await at.ask()).toBeNull();
    },
  );

  it.each(tellings)(
    'by an assignment %s is gone by maxAge at once, when the assignment is',
    async (_what, fault) => {
      await using at = await world();
      if (fault) at.sandbox.faults.add({ operation, fault });
      at.unassign();
      expect(await at.ask()).toEqual(there);
      expect(await at.ask('PT0S')).toBeNull();
    },
  );

  it('stays there by what was known, where AWS refuses to tell it again', async () => {
    await using at = await world();
    at.sandbox.faults.add({ operation, fault: { error: 'AccessDeniedException', message: 'No' } });
    expect(await at.ask('PT0S')).toEqual(there);
  });
});
