import { expect, it } from 'vitest';
import type { Modes } from '../../src/sandbox/operations/call.ts';
import { denied } from '../gateway/faults.ts';
import {
  completenessFields,
  countableSandbox,
  gatewayOn,
  type TestGateway,
} from '../gateway/gateway-on-sandbox.ts';

/** A user and a group that are gone while assignments name them, and a user who is gone with everything. */
async function withOrphans(modes: Modes = {}) {
  const sandbox = await countableSandbox({ accounts: 12, permissionSets: 4, users: 12, groups: 4, modes });
  const { organization } = sandbox;
  const pair = {
    accountId: organization.accounts().find(({ id }) => id !== organization.managementAccountId)!.id,
    permissionSetArn: organization.permissionSets()[0]!.arn,
  };
  const [user, forgotten] = ['one', 'two'].map((userName) =>
    organization.createUser({ userName, displayName: userName, givenName: userName, familyName: 'x' }),
  );
  const group = organization.createGroup({ displayName: 'was' });
  organization.createAssignment({ ...pair, principalType: 'USER', principalId: user!.userId });
  organization.createAssignment({ ...pair, principalType: 'GROUP', principalId: group.groupId });
  for (const { userId } of [user!, forgotten!]) organization.deleteUser(userId);
  organization.deleteGroup(group.groupId);
  const alive = organization.users()[0]!;
  return {
    sandbox,
    userId: user!.userId,
    groupId: group.groupId,
    ids: [user!.userId, group.groupId, forgotten!.userId, alive.userId],
    async [Symbol.asyncDispose]() {
      await sandbox.close();
    },
  };
}

async function orphansOf(gateway: TestGateway, filter: object) {
  const { data, errors } = await gateway.ask(
    `query ($filter: PrincipalFilter) {
      principals(filter: $filter) { nodes { principalType principalId deleted } completeness { ${completenessFields} } }
    }`,
    { filter: { deleted: true, ...filter } },
  );
  expect(errors).toBeUndefined();
  return data.principals;
}

it('ids that only assignments still name are told from others without reading the organization', async () => {
  await using world = await withOrphans();
  await using gateway = await gatewayOn(world.sandbox);
  const { nodes, completeness } = await orphansOf(gateway, { ids: world.ids });
  expect(nodes).toEqual([
    { principalType: 'GROUP', principalId: world.groupId, deleted: true },
    { principalType: 'USER', principalId: world.userId, deleted: true },
  ]);
  expect(completeness).toMatchObject({ complete: true, failures: [] });
  const operations = Object.keys(world.sandbox.counts());
  expect(operations).not.toContain('sso-admin:ListAccountAssignments');
  expect(operations).not.toContain('organizations:ListAccounts');
  expect(world.sandbox.counts()['sso-admin:ListAccountAssignmentsForPrincipal']).toBeLessThanOrEqual(6);
  world.sandbox.reset();
  expect((await orphansOf(gateway, { ids: world.ids })).nodes).toEqual(nodes);
  expect(world.sandbox.calls()).toEqual([]);
});

it('of one type, that type alone is asked about', async () => {
  await using world = await withOrphans();
  await using gateway = await gatewayOn(world.sandbox);
  const { nodes } = await orphansOf(gateway, { ids: world.ids, type: 'GROUP' });
  expect(nodes).toEqual([{ principalType: 'GROUP', principalId: world.groupId, deleted: true }]);
  const asked = world.sandbox.calls().filter(({ operation }) => operation.endsWith('ForPrincipal'));
  expect(new Set(asked.map(({ input }) => input['PrincipalType']))).toEqual(new Set(['GROUP']));
});

it('ids of the living alone need no assignment', async () => {
  await using world = await withOrphans();
  await using gateway = await gatewayOn(world.sandbox);
  const { nodes, completeness } = await orphansOf(gateway, { ids: world.ids.slice(3) });
  expect(nodes).toEqual([]);
  expect(completeness.complete).toBe(true);
  expect(Object.keys(world.sandbox.counts())).toEqual([
    'identitystore:DescribeUser',
    'sso-admin:ListInstances',
  ]);
});

it.each([{ name: { contains: 'a' } }, { enabled: false }, { ids: [] }])(
  'the deleted have neither name nor state, so that nothing is read: %j',
  async (filter) => {
    await using world = await withOrphans();
    await using gateway = await gatewayOn(world.sandbox);
    expect(await orphansOf(gateway, filter)).toMatchObject({ nodes: [], completeness: { complete: true } });
    expect(Object.keys(world.sandbox.counts())).toEqual(['sso-admin:ListInstances']);
  },
);

it('where AWS does not tell by principal, they are found all the same, and what is not read is told', async () => {
  await using world = await withOrphans({ delegatedAdministrator: true });
  await using gateway = await gatewayOn(world.sandbox);
  const { nodes, completeness } = await orphansOf(gateway, { ids: world.ids, type: 'USER' });
  expect(nodes).toEqual([{ principalType: 'USER', principalId: world.userId, deleted: true }]);
  // Nobody but the management account sees what is assigned in it.
  expect(completeness.complete).toBe(false);
});

it('an id of which the store does not tell whether it is gone makes the answer incomplete', async () => {
  await using world = await withOrphans();
  world.sandbox.faults.add({ operation: 'identitystore:DescribeUser', fault: denied });
  await using gateway = await gatewayOn(world.sandbox);
  const { nodes, completeness } = await orphansOf(gateway, { ids: [world.userId], type: 'USER' });
  expect(nodes).toEqual([]);
  expect(completeness).toMatchObject({
    complete: false,
    failures: [{ operation: 'identitystore:DescribeUser', principalId: world.userId }],
  });
});
