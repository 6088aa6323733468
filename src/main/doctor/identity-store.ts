import type { Aws } from '../../aws/aws.ts';
import { isListingRefused } from '../../aws/call/errors.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import { type Calls, firstRows } from './calls.ts';
import { nobody } from './sso-admin.ts';

export interface DirectoryFindings {
  /** Can its users and groups be listed? Undefined when that could not be told. */
  readonly isListable: boolean | undefined;
  /** Did its lists tell of anybody? */
  readonly hasSomebody: boolean;
}

export async function tryIdentityStore(
  { identityStore }: Aws,
  id: string | undefined,
  principals: readonly PrincipalId[],
  calls: Calls,
): Promise<DirectoryFindings> {
  const someone = (type: PrincipalId['principalType']) =>
    principals.find(({ principalType }) => principalType === type)?.principalId ?? nobody.principalId;
  const excuse = (error: unknown) =>
    isListingRefused(error) ? 'this directory cannot be listed; names are looked up one by one' : undefined;

  const users = await calls.attempt(
    'identitystore:ListUsers',
    { identityStore: id },
    (needs, options) => firstRows(identityStore.listUsers(needs.identityStore, options)),
    excuse,
  );
  const groups = await calls.attempt(
    'identitystore:ListGroups',
    { identityStore: id },
    (needs, options) => firstRows(identityStore.listGroups(needs.identityStore, options)),
    excuse,
  );
  const userId = users?.[0]?.userId ?? someone('USER');
  const groupId = groups?.[0]?.groupId ?? someone('GROUP');
  await calls.attempt('identitystore:DescribeUser', { identityStore: id }, (needs, options) =>
    identityStore.describeUser(needs.identityStore, userId, options),
  );
  await calls.attempt('identitystore:DescribeGroup', { identityStore: id }, (needs, options) =>
    identityStore.describeGroup(needs.identityStore, groupId, options),
  );
  await calls.attempt('identitystore:GetUserId', { identityStore: id }, (needs, options) =>
    identityStore.getUserId(needs.identityStore, { userName: users?.[0]?.userName ?? 'nobody' }, options),
  );
  await calls.attempt('identitystore:GetGroupId', { identityStore: id }, (needs, options) =>
    identityStore.getGroupId(
      needs.identityStore,
      { displayName: groups?.[0]?.displayName ?? 'nobody' },
      options,
    ),
  );
  await calls.attempt('identitystore:ListGroupMemberships', { identityStore: id }, (needs, options) =>
    firstRows(identityStore.listGroupMemberships(needs.identityStore, groupId, options)),
  );
  await calls.attempt(
    'identitystore:ListGroupMembershipsForMember',
    { identityStore: id },
    (needs, options) =>
      firstRows(identityStore.listGroupMembershipsForMember(needs.identityStore, userId, options)),
  );
  await calls.attempt('identitystore:IsMemberInGroups', { identityStore: id }, (needs, options) =>
    identityStore.isMemberInGroups(needs.identityStore, userId, [groupId], options),
  );
  const errors = ['identitystore:ListUsers', 'identitystore:ListGroups'].map((name) =>
    calls.errors.get(name),
  );
  const isListed = users && groups ? true : undefined;
  return {
    isListable: errors.some(isListingRefused) ? false : isListed,
    hasSomebody: [users, groups].some((rows) => rows !== undefined && rows.length > 0),
  };
}
