import { expect, test } from 'vitest';
import * as assignments from '../../src/reader/extents/assignments.ts';
import { extentOf } from '../../src/reader/extents/by-key.ts';
import * as entitlements from '../../src/reader/extents/entitlements.ts';
import * as identities from '../../src/reader/extents/identities.ts';
import * as organization from '../../src/reader/extents/organization.ts';
import { detail } from '../../src/reader/extents/permission-set-details.ts';
import * as sets from '../../src/reader/extents/permission-sets.ts';
import type { Source } from '../../src/reader/extents/source.ts';
import { parseKey } from '../../src/mirror/keys.ts';

// The cast: an extent is named without anything being read.
const source = { mirror: {}, instance: {} } as unknown as Source;
const account = '123456789012';
const arn = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef';
const user = { principalType: 'USER', principalId: 'u-1' } as const;
const group = { principalType: 'GROUP', principalId: 'g-1' } as const;

test.each([
  organization.accounts(source),
  organization.account(source, account),
  organization.tree(source),
  organization.units(source),
  organization.unit(source, 'ou-1'),
  organization.children(source, 'r-1'),
  organization.parent(source, 'ou-1'),
  assignments.provisionedToAccount(source, account),
  assignments.pair(source, account, arn),
  assignments.holdings(source, user),
  assignments.holdings(source, group, account),
  entitlements.applications(source),
  entitlements.entitlementsOfAccount(source, account),
  entitlements.entitlementsOfPrincipal(source, user),
  identities.principals(source, 'USER'),
  identities.principals(source, 'GROUP'),
  identities.principal(source, user),
  identities.principal(source, group),
  identities.memberships(source, user),
  identities.memberships(source, group),
  identities.idOf(source, { userName: 'a/b c\n' }),
  identities.idOf(source, { email: 'a@example.com' }),
  identities.idOf(source, { groupName: 'x/y' }),
  sets.permissionSets(source),
  sets.permissionSet(source, arn),
  sets.provisionedAccounts(source, arn),
  sets.accountsInStatus(source, arn, 'LATEST_PERMISSION_SET_PROVISIONED'),
  detail(source, 'tags', arn),
  detail(source, 'inlinePolicy', arn),
])('the extent $key.text is found by its key, as another gateway asks for it', ({ key, about }) => {
  const found = extentOf(source, parseKey(key.text));
  expect(found?.key).toEqual(key);
  expect(found?.about).toEqual(about);
});
