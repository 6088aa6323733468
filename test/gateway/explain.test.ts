import { expect, test } from 'vitest';
import { allNames, countableSandbox, gatewayOn } from './gateway-on-sandbox.ts';

const explain = `query ($filter: AssignmentFilter, $first: Int) {
  explainAssignments(filter: $filter, first: $first) { strategy calls callsByOperation { operation calls } }
}`;
const listAssignments = 'sso-admin:ListAccountAssignments';

test('lists of the accounts in one provisioning status are not taken for lists of all accounts', async () => {
  await using sandbox = await countableSandbox({ accounts: 12, permissionSets: 4, users: 10, groups: 3 });
  await using gateway = await gatewayOn(sandbox);
  await gateway.ask('{ permissionSets { nodes { arn } } targets { totalCount } }');
  const before = await gateway.ask(explain);
  const outdated =
    'accounts(first: 1, provisioningStatus: LATEST_PERMISSION_SET_NOT_PROVISIONED) { totalCount }';
  await gateway.ask(`{ permissionSets { nodes { ${outdated} } } }`);
  expect(sandbox.counts()['sso-admin:ListAccountsForProvisionedPermissionSet']).toBe(4);
  expect((await gateway.ask(explain)).data).toEqual(before.data);
});

test('a page by permission set has pairs in its price where no list has told yet which', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const accounts = organization.accounts().slice(0, 3);
  const sets = organization.permissionSets().slice(0, 2);
  const { data } = await gateway.ask(explain, {
    filter: {
      target: { ids: accounts.map(({ id }) => id) },
      permissionSet: { ids: sets.map(({ arn }) => arn) },
    },
    first: 10,
  });
  const { strategy, callsByOperation } = data.explainAssignments;
  expect(strategy).toBe('BY_PERMISSION_SET');
  expect(callsByOperation).toContainEqual({ operation: listAssignments, calls: expect.any(Number) });
});

test('a page by pair has only those pairs in its price of which no list tells that they are not provisioned', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const [told, other] = ['Billing', 'ReadOnlyAccess'].map(
    (name) => organization.permissionSets().find((set) => set.name === name)!.arn,
  );
  const account = organization.accounts().find(({ id }) => {
    const arns = organization.permissionSetsProvisionedTo(id);
    return arns.includes(other!) && !arns.includes(told!);
  })!;
  await gateway.ask(`{ permissionSet(by: { arn: "${told}" }) { accounts { totalCount } } }`);
  const filter = { target: { ids: [account.id] }, permissionSet: { ids: [told, other] } };
  const { data } = await gateway.ask(explain, { filter, first: 10 });
  expect(data.explainAssignments).toEqual({
    strategy: 'BY_PAIR',
    calls: 1,
    callsByOperation: [{ operation: listAssignments, calls: 1 }],
  });
  expect((await gateway.page({ filter, first: 10 })).aws.byOperation).toEqual({ [listAssignments]: 1 });
});

test('a page is foretold exactly by one who knows from the permission sets what no account has', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const everything = await gateway.page({ first: 1000, withTotalCount: true }, allNames);
  expect(everything.aws.byOperation).not.toHaveProperty('sso-admin:ListPermissionSetsProvisionedToAccount');
  const page = 'first: 100, maxAge: "PT0S"';
  const { data } = await gateway.ask(`{ explainAssignments(${page}) { strategy calls } }`);
  const { aws } = await gateway.ask(`{ assignments(${page}) { nodes { principal { principalId } } } }`);
  expect(data.explainAssignments).toEqual({ strategy: 'BY_ACCOUNT', calls: aws.calls });
});
