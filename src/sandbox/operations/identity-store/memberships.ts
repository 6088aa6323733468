import type { Operations } from '../../models/identitystore.generated.ts';
import type { Membership } from '../../organization/types.ts';
import type { Call, Handlers } from '../call.ts';
import { arnOf, idIn } from './arns.ts';
import { audit } from './audit.ts';
import { notFound, requireGroup, requireMember, requireStore, requireWritableStore } from './guards.ts';

type MembershipRow = Operations['DescribeGroupMembership']['output'];

export const memberships = {
  ListGroupMemberships(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { groupId } = requireGroup(input.GroupId, call);
    const { rows, next } = call.page(call.organization.membershipsOfGroup(groupId), membershipKey);
    return { GroupMemberships: rows.map((row) => membershipRow(row, call)), ...next };
  },

  ListGroupMembershipsForMember(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { userId } = requireMember(input.MemberId, call);
    const { rows, next } = call.page(call.organization.membershipsOfUser(userId), membershipKey);
    return { GroupMemberships: rows.map((row) => membershipRow(row, call)), ...next };
  },

  IsMemberInGroups(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { userId } = requireMember(input.MemberId, call);
    const memberOf = new Set(call.organization.membershipsOfUser(userId).map(({ groupId }) => groupId));
    return {
      Results: input.GroupIds.map((text) => idIn(text, 'group', call)).map((groupId) => ({
        GroupId: groupId,
        MemberId: { UserId: userId },
        MembershipExists: memberOf.has(groupId),
      })),
    };
  },

  DescribeGroupMembership(input, call) {
    requireStore(input.IdentityStoreId, call);
    const membership = call.organization.membership(idIn(input.MembershipId, 'membership', call));
    if (membership === undefined) throw notFound('GROUP_MEMBERSHIP', input.MembershipId);
    return membershipRow(membership, call);
  },

  GetGroupMembershipId(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { groupId } = requireGroup(input.GroupId, call);
    const { userId } = requireMember(input.MemberId, call);
    const membership = call.organization.membershipsOfUser(userId).find((row) => row.groupId === groupId);
    if (membership === undefined) throw notFound('GROUP_MEMBERSHIP');
    return namesOf(membership, call);
  },

  CreateGroupMembership(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const { userId } = requireMember(input.MemberId, call);
    const { groupId } = requireGroup(input.GroupId, call);
    return namesOf(call.organization.createMembership(groupId, userId), call);
  },

  DeleteGroupMembership(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    call.organization.deleteMembership(idIn(input.MembershipId, 'membership', call));
    return {};
  },
} satisfies Partial<Handlers<Operations>>;

function membershipKey({ membershipId }: Membership): string {
  return membershipId;
}

function namesOf({ membershipId }: Membership, call: Call) {
  return {
    IdentityStoreId: call.organization.identityStoreId,
    MembershipId: membershipId,
    MembershipArn: arnOf('membership', membershipId, call),
  };
}

function membershipRow(membership: Membership, call: Call): MembershipRow {
  return {
    ...namesOf(membership, call),
    GroupId: membership.groupId,
    MemberId: { UserId: membership.userId },
    ...audit(membership, call),
  };
}
