import { expect, test } from 'vitest';
import { countableSandbox, gatewayOn } from './gateway-on-sandbox.ts';

const explain = '{ explainAssignments { strategy reason calls callsByOperation { operation calls } } }';

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
