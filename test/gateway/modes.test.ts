import { describe, expect, it } from 'vitest';
import { everything, small } from './faults.ts';
import { allKeys, allNames, countableSandbox, gatewayOn, keysOf } from './gateway-on-sandbox.ts';

describe('where accounts come without Paths', () => {
  it('filters by OU and root are right all the same', async () => {
    await using sandbox = await countableSandbox({ ...small, accounts: 40, modes: { pathsAbsent: true } });
    await using gateway = await gatewayOn(sandbox);
    const { organization } = sandbox;
    const units = [organization.root, ...organization.organizationalUnits()].map(({ id }) => id);
    for (const id of units)
      for (const recursive of [false, true]) {
        const page = await gateway.page({ ...everything, filter: { target: { ids: [id], recursive } } });
        const near = (accountId: string) => organization.ancestors(accountId).slice(recursive ? 0 : -1);
        expect(keysOf(page.nodes)).toEqual(
          allKeys(organization, (accountId) => near(accountId).includes(id)),
        );
        expect(page.completeness.complete).toBe(true);
      }
  });

  it('the tree is walked once, and only when a filter asks for places', async () => {
    await using sandbox = await countableSandbox({ ...small, modes: { pathsAbsent: true } });
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(everything, allNames);
    expect(Object.keys(sandbox.counts())).not.toContain('organizations:ListRoots');
    const filter = { target: { ids: [sandbox.organization.root.id], recursive: true } };
    await gateway.page({ ...everything, filter });
    const { 'organizations:ListRoots': walks, 'organizations:ListAccounts': lists } = sandbox.counts();
    await gateway.page({ ...everything, filter: { not: filter } });
    expect(sandbox.counts()).toMatchObject({
      'organizations:ListRoots': walks,
      'organizations:ListAccounts': lists,
    });
    expect(walks).toBe(1);
  });

  it('a tree that cannot be walked fails the filter by place, and nothing else', async () => {
    await using sandbox = await countableSandbox({ ...small, modes: { pathsAbsent: true } });
    await using gateway = await gatewayOn(sandbox);
    const operation = 'organizations:ListAccountsForParent';
    sandbox.faults.add({ operation, fault: { error: 'AccessDeniedException' } });
    const { data, errors } = await gateway.ask(
      `query ($ids: [String!]) {
        places: assignments(filter: { target: { ids: $ids } }) { nodes { id } }
        all: assignments(first: 1) { nodes { id } }
      }`,
      { ids: [sandbox.organization.root.id] },
    );
    expect(data.places).toBeNull();
    expect(data.all.nodes).toHaveLength(1);
    expect(errors).toMatchObject([
      { path: ['places'], extensions: { code: 'AWS_ACCESS_DENIED', operation, action: operation } },
    ]);
  });
});

it('where accounts come without Status, their state is still known', async () => {
  await using sandbox = await countableSandbox({ ...small, accounts: 40, modes: { statusAbsent: true } });
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const page = await gateway.page({ ...everything, filter: { target: { states: ['SUSPENDED'] } } });
  expect(keysOf(page.nodes)).toEqual(
    allKeys(organization, (accountId) => organization.account(accountId)!.state === 'SUSPENDED'),
  );
  const { data } = await gateway.ask(
    '{ assignments(first: 1000) { nodes { target { targetId ... on Account { state } } } } }',
  );
  for (const { target } of data.assignments.nodes)
    expect(target.state).toBe(organization.account(target.targetId)!.state);
});

it('where a directory cannot be listed, names come by describing, and the list is asked for once', async () => {
  const modes = { directoryCannotBeListed: true };
  await using sandbox = await countableSandbox({ ...small, modes });
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const page = await gateway.page(everything, allNames);
  for (const { principal, names } of page.nodes) {
    const { principalType, principalId } = principal;
    const name =
      principalType === 'USER'
        ? organization.user(principalId)?.userName
        : organization.group(principalId)?.displayName;
    expect(names).toEqual({ name: name ?? null, deleted: name === undefined });
  }
  await gateway.page({ ...everything, maxAge: 'PT0S' }, allNames);
  const { 'identitystore:ListUsers': users, 'identitystore:ListGroups': groups } = sandbox.counts();
  expect([users, groups]).toEqual([1, 1]);
});

it("where the caller is a delegated administrator, all but the management account's pairs come", async () => {
  const modes = { delegatedAdministrator: true };
  await using sandbox = await countableSandbox({ ...small, modes });
  const { organization } = sandbox;
  const { managementAccountId } = organization;
  if (organization.permissionSetsProvisionedTo(managementAccountId).length === 0)
    organization.createAssignment({
      accountId: managementAccountId,
      permissionSetArn: organization.permissionSets()[0]!.arn,
      principalType: 'USER',
      principalId: organization.users()[0]!.userId,
    });
  await using gateway = await gatewayOn(sandbox);
  const page = await gateway.page(everything);
  expect(keysOf(page.nodes)).toEqual(allKeys(organization, (accountId) => accountId !== managementAccountId));
  expect(page.completeness.complete).toBe(false);
  expect(page.totalCount).toBeNull();
  const closed = organization.permissionSetsProvisionedTo(managementAccountId);
  expect(page.completeness.failures).toHaveLength(closed.length);
  for (const failure of page.completeness.failures) {
    expect(failure).toMatchObject({ accountId: managementAccountId, code: 'AWS_ACCESS_DENIED' });
    // The caller is a delegated administrator: to be told to become one would help nobody.
    expect(failure.message).toMatch(
      new RegExp(
        `^AWS denies \\S+ for account ${managementAccountId}, the management account: .* not to a delegated`,
      ),
    );
    expect(failure.message).toContain('credentials of that account that allow sso:ListAccountAssignments');
  }
  // What one user holds is asked for by user, which only the management account may: it is found by pairs instead.
  const { principalId } = page.nodes.find(({ principal }) => principal.principalType === 'USER')!.principal;
  const mine = await gateway.page({ ...everything, filter: { principal: { ids: [principalId] } } });
  expect(keysOf(mine.nodes)).toEqual(
    keysOf(page.nodes.filter(({ principal }) => principal.principalId === principalId)),
  );
  expect(mine.completeness.complete).toBe(false);
});

it('where the key that encrypts the instance is closed, the error names kms:Decrypt', async () => {
  await using sandbox = await countableSandbox({ ...small, modes: { kmsDenied: true } });
  await using gateway = await gatewayOn(sandbox);
  const page = await gateway.page({ first: 1 });
  expect(page.nodes).toEqual([]);
  expect(page.completeness.complete).toBe(false);
  for (const { code, message } of page.completeness.failures) {
    expect(code).toBe('AWS_ACCESS_DENIED');
    expect(message).toContain('kms:Decrypt');
  }
  const { data, errors } = await gateway.ask('{ assignments(requireComplete: true) { nodes { id } } }');
  expect(data.assignments).toBeNull();
  expect(errors).toMatchObject([
    { message: expect.stringContaining('kms:Decrypt'), extensions: { code: 'INCOMPLETE' } },
  ]);
});

it('where permission sets are not enabled, whatever asks about them fails with a code of its own', async () => {
  await using sandbox = await countableSandbox({ ...small, modes: { permissionSetsDisabled: true } });
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const { data, errors } = await gateway.ask(
    `query ($user: [String!], $account: [String!], $set: [String!]) {
      all: assignments { nodes { id } }
      ofUser: assignments(filter: { principal: { type: USER, ids: $user } }) { nodes { id } }
      ofPair: assignments(filter: { target: { ids: $account }, permissionSet: { ids: $set } }) { nodes { id } }
      permissionSets { nodes { id } }
      instance { arn }
    }`,
    {
      user: [organization.users()[0]!.userId],
      account: [organization.managementAccountId],
      set: [organization.permissionSets()[0]!.arn],
    },
  );
  const { instance, ...others } = data;
  expect(instance.arn).toBe(organization.instanceArn);
  expect(others).toEqual({ all: null, ofUser: null, ofPair: null, permissionSets: null });
  expect(errors).toHaveLength(4);
  for (const error of errors!)
    expect(error).toMatchObject({
      message: `Permission sets are not enabled for ${organization.instanceArn}, so that nobody is assigned to an account through it`,
      extensions: { code: 'PERMISSION_SETS_UNAVAILABLE', instanceArn: organization.instanceArn },
    });
});

describe('in a wrong Region', () => {
  it('the error is INSTANCE_NOT_FOUND and says to check the Region', async () => {
    await using sandbox = await countableSandbox({ ...small, region: 'eu-west-1' });
    await using gateway = await gatewayOn(sandbox);
    const { data, errors } = await gateway.ask(
      '{ instance { arn } instances { arn } assignments { nodes { id } } }',
    );
    expect(data).toEqual({ instance: null, instances: [], assignments: null });
    expect(errors).toHaveLength(2);
    for (const error of errors!)
      expect(error).toMatchObject({
        message:
          'There is no IAM Identity Center instance in us-east-1 for these credentials. Check the Region (--region or AWS_REGION) and the account',
        extensions: { code: 'INSTANCE_NOT_FOUND', region: 'us-east-1' },
      });
  });

  it('a configured instance does not look like an organization in which nobody holds anything', async () => {
    await using sandbox = await countableSandbox({ ...small, region: 'eu-west-1' });
    const { instanceArn, identityStoreId } = sandbox.organization;
    await using gateway = await gatewayOn(sandbox, { config: { instanceArn, identityStoreId } });
    const page = await gateway.page({ first: 1000, withTotalCount: true }, allNames);
    expect(page.nodes).toEqual([]);
    expect(page.completeness.complete).toBe(false);
    expect(page.totalCount).toBeNull();
  });
});

it('where no account has anything, the answer is empty, complete and counted', async () => {
  await using sandbox = await countableSandbox({ accounts: 3, permissionSets: 0, users: 0, groups: 0 });
  await using gateway = await gatewayOn(sandbox);
  const page = await gateway.page(everything);
  expect(page).toMatchObject({
    nodes: [],
    totalCount: 0,
    pageInfo: { hasNextPage: false, endCursor: null, startCursor: null },
    completeness: { complete: true, failures: [] },
  });
  expect(Date.parse(page.completeness.asOf!)).toBeLessThanOrEqual(Date.now());
});
