import { expect, test } from 'vitest';
import {
  account,
  admin,
  emptyMirror,
  facts,
  first,
  groupId,
  permissionSet,
  provisionedTo,
  reader,
  second,
  userId,
} from './sample-rows.ts';

test('what was never read is oldest, then what was read longest ago', async () => {
  await using world = await emptyMirror();
  const { accounts, ages, assignments, pairs, permissionSets } = world.mirror;
  await accounts.replaceList({ extent: 'accounts', readAt: 1 }, [account(first), account(second)]);
  await pairs.replaceOfAccount(provisionedTo(second, 2), second, [admin, reader]);
  expect(await ages.oldestProvisioned(10)).toEqual([
    { id: first, readAt: null },
    { id: second, readAt: 2 },
  ]);
  await pairs.replaceOfAccount(provisionedTo(first, 3), first, [admin]);
  await assignments.replacePair({ accountId: second, permissionSetArn: reader }, [userId('u')], 5, 5);
  await assignments.replacePair({ accountId: first, permissionSetArn: admin }, [userId('u')], 4, 4);
  expect(await ages.oldestPairs(10)).toEqual([
    { id: { accountId: second, permissionSetArn: admin }, readAt: null },
    { id: { accountId: first, permissionSetArn: admin }, readAt: 4 },
    { id: { accountId: second, permissionSetArn: reader }, readAt: 5 },
  ]);
  expect(await ages.oldestPairs(1)).toHaveLength(1);
  await permissionSets.replaceList({ extent: 'permission-sets', readAt: 6 }, [admin, reader]);
  await permissionSets.put(permissionSet(reader, 'Reader'), 7);
  expect(await ages.oldestPermissionSets(10)).toEqual([
    { id: admin, readAt: null },
    { id: reader, readAt: 7 },
  ]);
  expect(await ages.sizes()).toEqual({ accounts: 2, pairs: 3, permissionSets: 2 });
});

test('a pair that was read and is not provisioned, and an account that left the list, are nothing to keep', async () => {
  await using world = await emptyMirror();
  const { accounts, ages, assignments, pairs } = world.mirror;
  await accounts.replaceList({ extent: 'accounts', readAt: 1 }, [account(first), account(second)]);
  await assignments.replacePair({ accountId: first, permissionSetArn: admin }, [], 2, 2);
  await pairs.replaceOfAccount(provisionedTo(second, 3), second, [admin]);
  await accounts.replaceList({ extent: 'accounts', readAt: 4 }, [account(first)]);
  expect(await ages.oldestPairs(10)).toEqual([]);
  expect(await ages.oldestProvisioned(10)).toEqual([{ id: first, readAt: null }]);
  expect(await ages.sizes()).toEqual({ accounts: 1, pairs: 0, permissionSets: 0 });
});

test('principals whom assignments name are unlisted until a list tells of them', async () => {
  await using world = await emptyMirror();
  const { accounts, ages, assignments, principals } = world.mirror;
  const [user, group] = [userId('u'), groupId('g')];
  await accounts.replaceList({ extent: 'accounts', readAt: 1 }, [account(first)]);
  await assignments.replacePair({ accountId: first, permissionSetArn: admin }, [user, group], 2, 2);
  await principals.put([facts(userId('somebody whom nothing names'))], 2);
  let listedAt: { USER: number | undefined; GROUP: number | undefined } = {
    USER: undefined,
    GROUP: undefined,
  };
  const unlisted = async () =>
    (await ages.oldestUnlisted(10, listedAt)).map(({ id, readAt }) => [id.principalId, readAt]);
  expect(Object.fromEntries(await unlisted())).toEqual({ u: null, g: null });
  await principals.put([facts(user)], 3);
  expect(await unlisted()).toEqual([
    ['g', null],
    ['u', 3],
  ]);
  await principals.replaceList({ extent: 'users', readAt: 4 }, 'USER', [facts(user)]);
  listedAt = { ...listedAt, USER: 4 };
  expect(await unlisted()).toEqual([['g', null]]);
  // A listing that does not have the group proves nothing: it is asked for by id, once.
  await principals.replaceList({ extent: 'groups', readAt: 5 }, 'GROUP', []);
  listedAt = { ...listedAt, GROUP: 5 };
  expect(await unlisted()).toEqual([['g', null]]);
  await principals.putDeleted(group, 6);
  expect(await unlisted()).toEqual([]);
  await principals.replaceList({ extent: 'groups', readAt: 7 }, 'GROUP', []);
  listedAt = { ...listedAt, GROUP: 7 };
  expect(await unlisted()).toEqual([]);
});
