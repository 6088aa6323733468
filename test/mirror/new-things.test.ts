import { expect, test } from 'vitest';
import {
  accountsKey,
  accountsOfKey,
  detailKey,
  entitlementsKey,
  membershipsKey,
  pairKey,
  permissionSetKey,
  permissionSetsKey,
  principalsKey,
  provisionedKey,
  type Extent,
  type ExtentKey,
} from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';

const arn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const accountId = '111122223333';
const account = { accountId, name: 'new', email: null, state: 'ACTIVE', ancestors: null };
const group = { principalType: 'GROUP', principalId: 'g-1' } as const;
const groupFacts = {
  ...group,
  name: 'new',
  displayName: 'new',
  email: null,
  description: null,
  enabled: null,
};
const entitlement = { accountId, entitlementId: 'e-1', roleArn: 'r', ...group, createdAt: null };

function mirrorOf(...extents: readonly [key: ExtentKey, readAt: number, facts: unknown][]) {
  const mirror = new Mirror();
  const changes = extents.flatMap(
    // The cast: the facts of each key's kind.
    ([key, readAt, facts]) => mirror.apply({ key, readAt, facts } as Extent).changes,
  );
  const told = changes.map(({ extent, id, since, readAt }) => `${extent} ${id} ${since}–${readAt}`);
  return { known: (key: ExtentKey) => mirror.coverage.knownSince(key), told };
}

test('of an account that a list lacked it is known that it had nothing then', () => {
  const { known, told } = mirrorOf(
    [accountsKey, 10, []],
    [accountsKey, 20, [account]],
    [provisionedKey(accountId), 21, [arn]],
    [entitlementsKey(accountId), 22, [entitlement]],
  );
  expect([known(provisionedKey(accountId)), known(entitlementsKey(accountId))]).toEqual([10, 10]);
  expect(told).toContain(`entitlements/account/${accountId} e-1 10–22`);
});

test('of a permission set that a list lacked it is known that nobody had it then, and no detail of it is told as changed', () => {
  const { known, told } = mirrorOf(
    [permissionSetsKey, 10, []],
    [permissionSetsKey, 20, [arn]],
    [accountsOfKey(arn), 21, [accountId]],
    [permissionSetKey(arn), 22, { arn, name: 'New', description: null }],
    [detailKey('tags', arn), 23, [{ key: 'team', value: {} }]],
  );
  const keys = [accountsOfKey(arn), permissionSetKey(arn), detailKey('tags', arn)];
  expect(keys.map(known)).toEqual([10, 10, 10]);
  expect(told).toEqual([
    `permission-sets ${arn} 10–20`,
    `provisioned/permission-set/${arn} ${accountId} 10–21`,
    // That they were first read, which is no change.
    `permission-set/${arn} + 10–22`,
    `detail/tags/${arn} + 10–23`,
  ]);
});

test('members of a group that a list lacked were added since, unless something named the group before that list', () => {
  const members = [{ key: 'u-1', value: {} }];
  const created = mirrorOf(
    [principalsKey('GROUP'), 10, []],
    [principalsKey('GROUP'), 20, [groupFacts]],
    [membershipsKey(group), 21, members],
  );
  expect(created.known(membershipsKey(group))).toBe(10);
  expect(created.told).toContain('memberships/group/g-1 u-1 10–21');
  const missed = mirrorOf(
    [entitlementsKey(accountId), 5, [entitlement]],
    [principalsKey('GROUP'), 10, []],
    [principalsKey('GROUP'), 20, [groupFacts]],
    [membershipsKey(group), 21, members],
  );
  expect(missed.known(membershipsKey(group))).toBe(21);
});

test('a thing in the first list of all may have been there for ever', () => {
  const { known, told } = mirrorOf(
    [accountsKey, 10, [account]],
    [permissionSetsKey, 10, [arn]],
    [principalsKey('GROUP'), 10, [groupFacts]],
    [provisionedKey(accountId), 21, [arn]],
    [membershipsKey(group), 22, [{ key: 'u-1', value: {} }]],
  );
  expect([known(provisionedKey(accountId)), known(membershipsKey(group))]).toEqual([21, 22]);
  expect(told).toEqual([]);
});

test('a pair that one list has and an earlier one lacks is known since the earlier one', () => {
  const mirror = new Mirror();
  const apply = (key: ExtentKey, readAt: number, facts: unknown) =>
    // The cast: the facts of each key's kind.
    mirror.apply({ key, readAt, facts } as Extent);
  apply(provisionedKey(accountId), 10, [arn]);
  apply(accountsOfKey(arn), 5, []);
  apply(pairKey(accountId, arn), 40, ['Gg-1']);
  expect(mirror.pairs.knownSince(accountId, arn)).toBe(5);
});
