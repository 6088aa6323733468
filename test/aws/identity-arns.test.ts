import { expect, test } from 'vitest';
import { callOptions, fakeAws, type Asked } from './fake-aws.ts';

const storeId = 'd-9067012345';
const userId = '11111111-2222-3333-4444-555555555555';
const groupId = '9067012345-11111111-2222-3333-4444-666666666666';
const membershipId = '11111111-2222-3333-4444-777777777777';

const arnOf = (kind: string, id: string) => `arn:aws:identitystore:::${kind}/${id}`;
const store = { IdentityStoreId: `arn:aws:identitystore::111122223333:identitystore/${storeId}` };
const member = { MemberId: { UserId: arnOf('user', userId) } };
const user = { ...store, UserId: arnOf('user', userId), UserArn: arnOf('user', userId), Revision: '1' };
const group = { ...store, GroupId: arnOf('group', groupId), GroupArn: arnOf('group', groupId) };
const membership = {
  ...store,
  ...member,
  MembershipId: arnOf('membership', membershipId),
  GroupId: group.GroupId,
};

const answers: Record<string, object> = {
  DescribeUser: user,
  ListUsers: { Users: [user] },
  GetUserId: user,
  DescribeGroup: group,
  ListGroups: { Groups: [group] },
  GetGroupId: group,
  ListGroupMemberships: { GroupMemberships: [membership] },
  ListGroupMembershipsForMember: { GroupMemberships: [membership] },
  IsMemberInGroups: { Results: [{ GroupId: group.GroupId, ...member, MembershipExists: true }] },
};

test('where the identity store has ARNs for ids, the ids are what is read', async () => {
  await using fake = await fakeAws(({ operation }: Asked) => ({ body: answers[operation] }));
  const { identityStore } = fake.aws;
  const options = callOptions();
  const rows = async <T>(pages: AsyncIterable<T[]>) => (await Array.fromAsync(pages)).flat();
  expect(await identityStore.describeUser(storeId, userId, options)).toEqual({ userId });
  expect(await rows(identityStore.listUsers(storeId, options))).toEqual([{ userId }]);
  expect(await identityStore.getUserId(storeId, { userName: 'x' }, options)).toBe(userId);
  expect(await identityStore.describeGroup(storeId, groupId, options)).toEqual({ groupId });
  expect(await rows(identityStore.listGroups(storeId, options))).toEqual([{ groupId }]);
  expect(await identityStore.getGroupId(storeId, { displayName: 'x' }, options)).toBe(groupId);
  const memberships = [{ membershipId, groupId, userId }];
  expect(await rows(identityStore.listGroupMemberships(storeId, groupId, options))).toEqual(memberships);
  expect(await rows(identityStore.listGroupMembershipsForMember(storeId, userId, options))).toEqual(
    memberships,
  );
  expect(await identityStore.isMemberInGroups(storeId, userId, [groupId], options)).toEqual([
    { groupId, member: true },
  ]);
});
