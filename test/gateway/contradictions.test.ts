import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { about, denied, everything, failureOf, onlyByAccount, small } from './faults.ts';
import {
  allKeys,
  allNames,
  countableSandbox,
  gatewayOn,
  keysOf,
  pairsOf,
  timeTravel,
} from './gateway-on-sandbox.ts';
import { generatedTelling } from './lying-organization.ts';

const notFound = { error: 'ResourceNotFoundException', message: 'Not found' } as const;

function aboutSet(arn: string) {
  return { when: (input: Readonly<Record<string, unknown>>) => input['PermissionSetArn'] === arn };
}

/** AWS does not tell where permission sets are provisioned: the accounts' own lists do. */
function onlyOwnLists(sandbox: Sandbox): void {
  sandbox.faults.add({ operation: 'sso-admin:ListAccountsForProvisionedPermissionSet', fault: denied });
}

describe('a thing that AWS does not find, although it named it', () => {
  it.each(['by account', 'by permission set'])(
    'an account whose assignments are not found, though it was just listed as provisioned, is a failed read: %s',
    async (way) => {
      await using sandbox = await countableSandbox(small);
      if (way === 'by account') onlyByAccount(sandbox);
      const { accountId } = pairsOf(sandbox.organization)[0]!;
      const operation = 'sso-admin:ListAccountAssignments';
      sandbox.faults.add({ operation, ...about(accountId), fault: notFound });
      await using gateway = await gatewayOn(sandbox);
      const page = await gateway.page(everything);
      expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization, (id) => id !== accountId));
      expect(page.totalCount).toBeNull();
      const provisioned = sandbox.organization.permissionSetsProvisionedTo(accountId);
      expect(page.completeness).toMatchObject({ complete: false });
      expect(page.completeness.failures).toEqual(
        provisioned
          .toSorted()
          .map((permissionSetArn) =>
            expect.objectContaining({ operation, accountId, permissionSetArn, code: 'AWS_UNAVAILABLE' }),
          ),
      );
    },
  );

  /** Lists of half an hour ago, and no pair read yet. */
  async function listedLongAgo(sandbox: Sandbox) {
    const travel = timeTravel();
    onlyOwnLists(sandbox);
    const gateway = await gatewayOn(sandbox);
    await gateway.ask(
      `{ targets(filter: { type: AWS_ACCOUNT }) { nodes { ... on Account { permissionSets { nodes { arn } } } } } }`,
    );
    travel.advance(30 * 60_000);
    sandbox.reset();
    const pair = pairsOf(sandbox.organization)[0]!;
    return {
      ...pair,
      ask: () => gateway.page({ ...everything, filter: { target: { ids: [pair.accountId] } } }),
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]();
        travel[Symbol.dispose]();
      },
    };
  }

  it('a list of long ago is asked for again, once, and contradicts when it still names the pair', async () => {
    await using sandbox = await countableSandbox(small);
    await using world = await listedLongAgo(sandbox);
    const { accountId } = world;
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      ...about(accountId),
      fault: notFound,
    });
    const page = await world.ask();
    expect(page.completeness.complete).toBe(false);
    expect(new Set(page.completeness.failures.map((failure) => failure.accountId))).toEqual(
      new Set([accountId]),
    );
    expect(sandbox.counts()).toMatchObject({ 'sso-admin:ListPermissionSetsProvisionedToAccount': 1 });
  });

  it('a pair that was deprovisioned since it was listed is gone, and no contradiction', async () => {
    await using sandbox = await countableSandbox(small);
    await using world = await listedLongAgo(sandbox);
    const { accountId, permissionSetArn } = world;
    const { organization } = sandbox;
    for (const row of organization.assignments(accountId, permissionSetArn))
      organization.deleteAssignment(row);
    expect(organization.permissionSetsProvisionedTo(accountId)).not.toContain(permissionSetArn);
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      ...about(accountId, permissionSetArn),
      fault: notFound,
    });
    const page = await world.ask();
    expect(page.completeness).toMatchObject({ complete: true });
    expect(keysOf(page.nodes)).toEqual(allKeys(organization, (id) => id === accountId));
  });

  it('an account of the organization whose permission sets are not found is a failed read', async () => {
    await using sandbox = await countableSandbox(small);
    onlyByAccount(sandbox);
    const { accountId } = pairsOf(sandbox.organization)[0]!;
    const operation = 'sso-admin:ListPermissionSetsProvisionedToAccount';
    sandbox.faults.add({ operation, ...about(accountId), fault: notFound });
    await using gateway = await gatewayOn(sandbox);
    const page = await gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization, (id) => id !== accountId));
    expect(failureOf(page)).toMatchObject({ operation, accountId, code: 'AWS_UNAVAILABLE' });
  });

  it('a permission set that is listed and that DescribePermissionSet does not find is a failed read', async () => {
    await using sandbox = await countableSandbox(small);
    const { permissionSetArn } = pairsOf(sandbox.organization)[0]!;
    const operation = 'sso-admin:DescribePermissionSet';
    sandbox.faults.add({ operation, ...aboutSet(permissionSetArn), fault: notFound });
    await using gateway = await gatewayOn(sandbox);
    const filter = { permissionSet: { name: { contains: 'no such name' } } };
    const page = await gateway.page({ ...everything, filter });
    expect(failureOf(page)).toMatchObject({ operation, permissionSetArn, code: 'AWS_UNAVAILABLE' });
  });

  it('accounts of a listed permission set that are not found are found by account, and null where only it is asked', async () => {
    await using sandbox = await countableSandbox(small);
    const { permissionSetArn } = pairsOf(sandbox.organization)[0]!;
    const operation = 'sso-admin:ListAccountsForProvisionedPermissionSet';
    sandbox.faults.add({ operation, ...aboutSet(permissionSetArn), fault: notFound });
    await using gateway = await gatewayOn(sandbox);
    const page = await gateway.page(everything);
    expect(page.completeness).toMatchObject({ complete: true });
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
    const { data, errors } = await gateway.ask(
      `query ($arn: String!) { permissionSet(by: { arn: $arn }) { accounts(maxAge: "PT0S") { totalCount } } }`,
      { arn: permissionSetArn },
    );
    expect(data.permissionSet).toEqual({ accounts: null });
    expect(errors).toMatchObject([{ extensions: { code: 'AWS_UNAVAILABLE', operation } }]);
  });
});

describe('memberships of somebody who is not found', () => {
  const missing = (ResourceType: string) => ({ ...notFound, members: { ResourceType } });
  const query = `query ($id: String!) { principal(by: { principalId: $id }) { ... on User { groups { totalCount } } } }`;

  it('are a failed read when the identity store describes them, and none when they were deleted since', async () => {
    await using sandbox = await countableSandbox(small);
    const { organization } = sandbox;
    const [user, other] = organization.users();
    sandbox.faults.add({
      operation: 'identitystore:ListGroupMembershipsForMember',
      when: ({ MemberId: member }) => (member as { UserId?: string }).UserId === user!.userId,
      fault: missing('USER'),
    });
    await using gateway = await gatewayOn(sandbox);
    const { data, errors } = await gateway.ask(query, { id: user!.userId });
    expect(data.principal).toEqual({ groups: null });
    expect(errors).toMatchObject([
      { extensions: { code: 'AWS_UNAVAILABLE', operation: 'identitystore:ListGroupMembershipsForMember' } },
    ]);
    await gateway.ask(`{ principals { totalCount } }`);
    organization.deleteUser(other!.userId);
    const gone = await gateway.ask(query, { id: other!.userId });
    expect(gone.errors).toBeUndefined();
    expect(gone.data.principal).toEqual({ groups: { totalCount: 0 } });
  });
});

describe('a provisioned account that the account list does not have', () => {
  /** `isAccount`: AWS describes it, though it does not list it. */
  async function withStray(isAccount: boolean) {
    const { truth, organization } = generatedTelling(small, (all) => ({
      accounts: () => all.accounts().filter(({ id }) => id !== pairsOf(all)[0]!.accountId),
    }));
    const { accountId } = pairsOf(truth)[0]!;
    const sandbox = await countableSandbox({ organization });
    if (!isAccount)
      sandbox.faults.add({
        operation: 'organizations:DescribeAccount',
        ...about(accountId),
        fault: { error: 'AccountNotFoundException', message: 'No such account' },
      });
    const gateway = await gatewayOn(sandbox);
    return {
      sandbox,
      gateway,
      accountId,
      truth,
      described: () => sandbox.counts()['organizations:DescribeAccount'] ?? 0,
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]();
        await sandbox.close();
      },
    };
  }

  it('is served without a name, described once, and named by completeness once the list was read', async () => {
    await using world = await withStray(false);
    const { gateway, accountId } = world;
    const cold = await gateway.page(everything, allNames);
    expect(keysOf(cold.nodes)).toEqual(allKeys(world.truth));
    for (const page of [cold, await gateway.page(everything, allNames)])
      for (const { target, account } of page.nodes)
        expect(account!.name === null).toBe(target.targetId === accountId);
    const warm = await gateway.page(everything, allNames);
    expect(keysOf(warm.nodes)).toEqual(allKeys(world.truth));
    expect(failureOf(warm)).toMatchObject({ accountId, code: 'AWS_UNAVAILABLE' });
    expect(world.described()).toBe(1);
  });

  it('is reached where assignments are read by account', async () => {
    await using world = await withStray(false);
    const { gateway, accountId, sandbox, truth } = world;
    const [arn] = truth.permissionSetsProvisionedTo(accountId);
    await gateway.ask(
      `query ($arn: String!) { permissionSet(by: { arn: $arn }) { accounts { totalCount } } }`,
      { arn },
    );
    onlyOwnLists(sandbox);
    const page = await gateway.page({ ...everything, filter: { target: { type: 'AWS_ACCOUNT' } } });
    expect(keysOf(page.nodes)).toEqual(allKeys(truth));
    expect(failureOf(page)).toMatchObject({ accountId });
  });

  it('matches a filter about names, states and places neither way, and completeness says so', async () => {
    await using world = await withStray(false);
    const { gateway, accountId, truth } = world;
    await gateway.page(everything, allNames);
    for (const target of [
      { name: { contains: '' } },
      { states: ['ACTIVE'] },
      { ids: [truth.root.id], recursive: true },
    ])
      for (const filter of [{ target }, { not: { target } }]) {
        const page = await gateway.page({ ...everything, filter });
        expect(page.nodes.filter((row) => row.target.targetId === accountId)).toEqual([]);
        expect(failureOf(page)).toMatchObject({ accountId });
      }
    expect(world.described()).toBe(1);
  });

  it('is an account like any other when AWS describes it', async () => {
    await using world = await withStray(true);
    const { gateway, truth } = world;
    await gateway.page(everything, allNames);
    const page = await gateway.page(everything, allNames);
    expect(keysOf(page.nodes)).toEqual(allKeys(truth));
    expect(page.completeness.complete).toBe(true);
    for (const { account } of page.nodes) expect(account).toEqual({ name: expect.any(String) });
    expect(world.described()).toBe(1);
  });
});
