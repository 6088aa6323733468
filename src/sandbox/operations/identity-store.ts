import type { Operations } from '../models/identitystore.generated.ts';
import type { Group, Membership, User } from '../organization/types.ts';
import { WireError } from '../protocol/errors.ts';
import { isServed } from './call.ts';
import type { Call, Handlers } from './call.ts';

type UserRow = Operations['ListUsers']['output']['Users'][number];
type GroupRow = Operations['ListGroups']['output']['Groups'][number];
type MembershipRow = Operations['DescribeGroupMembership']['output'];
type AlternateIdentifier = Operations['GetUserId']['input']['AlternateIdentifier'];
type Filters = Operations['ListUsers']['input']['Filters'];

export const identityStore: Handlers<Operations> = {
  DescribeUser(input, call) {
    requireStore(input.IdentityStoreId, call);
    return userRow(requireUser(input.UserId, call), call);
  },

  DescribeGroup(input, call) {
    requireStore(input.IdentityStoreId, call);
    return groupRow(requireGroup(input.GroupId, call), call);
  },

  ListUsers(input, call) {
    requireStore(input.IdentityStoreId, call);
    const userName = filterValue(input.Filters, 'UserName', call);
    const users =
      userName === undefined ? call.organization.users() : one(call.organization.userByName(userName));
    const { rows, next } = call.page(users, ({ userId }) => userId);
    return { Users: rows.map((user) => userRow(user, call)), ...next };
  },

  ListGroups(input, call) {
    requireStore(input.IdentityStoreId, call);
    const name = filterValue(input.Filters, 'DisplayName', call);
    const groups = name === undefined ? call.organization.groups() : one(call.organization.groupByName(name));
    const { rows, next } = call.page(groups, ({ groupId }) => groupId);
    return { Groups: rows.map((group) => groupRow(group, call)), ...next };
  },

  GetUserId(input, call) {
    requireStore(input.IdentityStoreId, call);
    const findBy = new Map([
      ['username', (value: string) => call.organization.userByName(value)],
      ['emails.value', (value: string) => call.organization.userByEmail(value)],
    ]);
    const user = lookUp(input.AlternateIdentifier, findBy);
    if (user === undefined) throw notFound('USER');
    return { UserId: user.userId, IdentityStoreId: input.IdentityStoreId };
  },

  GetGroupId(input, call) {
    requireStore(input.IdentityStoreId, call);
    const findBy = new Map([['displayname', (value: string) => call.organization.groupByName(value)]]);
    const group = lookUp(input.AlternateIdentifier, findBy);
    if (group === undefined) throw notFound('GROUP');
    return { GroupId: group.groupId, IdentityStoreId: input.IdentityStoreId };
  },

  ListGroupMemberships(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { groupId } = requireGroup(input.GroupId, call);
    const memberships = call.organization.membershipsOfGroup(groupId);
    const { rows, next } = call.page(memberships, ({ membershipId }) => membershipId);
    return { GroupMemberships: rows.map((row) => membershipRow(row, call)), ...next };
  },

  ListGroupMembershipsForMember(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { userId } = requireMember(input.MemberId, call);
    const memberships = call.organization.membershipsOfUser(userId);
    const { rows, next } = call.page(memberships, ({ membershipId }) => membershipId);
    return { GroupMemberships: rows.map((row) => membershipRow(row, call)), ...next };
  },

  IsMemberInGroups(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { userId } = requireMember(input.MemberId, call);
    const memberOf = new Set(call.organization.membershipsOfUser(userId).map(({ groupId }) => groupId));
    return {
      Results: input.GroupIds.map((groupId) => ({
        GroupId: groupId,
        MemberId: { UserId: userId },
        MembershipExists: memberOf.has(groupId),
      })),
    };
  },

  DescribeGroupMembership(input, call) {
    requireStore(input.IdentityStoreId, call);
    const membership = call.organization.membership(input.MembershipId);
    if (membership === undefined) throw notFound('GROUP_MEMBERSHIP', input.MembershipId);
    return membershipRow(membership, call);
  },

  GetGroupMembershipId(input, call) {
    requireStore(input.IdentityStoreId, call);
    const { groupId } = requireGroup(input.GroupId, call);
    const { userId } = requireMember(input.MemberId, call);
    const membership = call.organization.membershipsOfUser(userId).find((row) => row.groupId === groupId);
    if (membership === undefined) throw notFound('GROUP_MEMBERSHIP');
    return { MembershipId: membership.membershipId, IdentityStoreId: input.IdentityStoreId };
  },

  /** Keeps the attributes that the sandbox knows of a user; others, such as Title, are taken and forgotten. */
  CreateUser(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const { UserName: userName, DisplayName: displayName, Name: name } = input;
    // The model leaves these open, and yet AWS's own directory does not take a user without them.
    if (!userName || !displayName || !name?.GivenName || !name.FamilyName) {
      throw new WireError(
        'ValidationException',
        'A user needs UserName, DisplayName, Name.GivenName and Name.FamilyName.',
      );
    }
    const email = input.Emails?.[0]?.Value;
    const user = call.organization.createUser({
      userName,
      displayName,
      givenName: name.GivenName,
      familyName: name.FamilyName,
      ...(email !== undefined && { email }),
    });
    return { UserId: user.userId, IdentityStoreId: input.IdentityStoreId };
  },

  CreateGroup(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const { DisplayName: displayName, Description: description } = input;
    if (!displayName) throw new WireError('ValidationException', 'A group needs DisplayName.');
    const group = call.organization.createGroup({
      displayName,
      ...(description !== undefined && { description }),
    });
    return { GroupId: group.groupId, IdentityStoreId: input.IdentityStoreId };
  },

  DeleteUser(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    call.organization.deleteUser(input.UserId);
    return {};
  },

  DeleteGroup(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    call.organization.deleteGroup(input.GroupId);
    return {};
  },

  CreateGroupMembership(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const { userId } = requireMember(input.MemberId, call);
    const { membershipId } = call.organization.createMembership(input.GroupId, userId);
    return { MembershipId: membershipId, IdentityStoreId: input.IdentityStoreId };
  },

  DeleteGroupMembership(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    call.organization.deleteMembership(input.MembershipId);
    return {};
  },
};

function notFound(resourceType: string, resourceId?: string): WireError {
  return new WireError('ResourceNotFoundException', `${resourceType} not found.`, {
    ResourceType: resourceType,
    ...(resourceId !== undefined && { ResourceId: resourceId }),
  });
}

function requireStore(identityStoreId: string, call: Call): void {
  const { organization, modes } = call;
  if (identityStoreId !== organization.identityStoreId || !isServed(call)) {
    // ResourceId is modelled as the id of a user, a group or a membership: a store's does not fit.
    throw notFound('IDENTITY_STORE');
  }
  if (modes.kmsDenied) {
    throw new WireError('AccessDeniedException', "The caller may not use the identity store's KMS key.", {
      Reason: 'KMS_ACCESS_DENIED',
    });
  }
}

/** Additional Regions have a copy of the store that can only be read. */
function requireWritableStore(identityStoreId: string, call: Call): void {
  requireStore(identityStoreId, call);
  if (call.region !== call.homeRegion) {
    throw new WireError(
      'ValidationException',
      `Users and groups change only in the primary Region, ${call.homeRegion}.`,
    );
  }
}

function requireUser(userId: string, { organization }: Call): User {
  const user = organization.user(userId);
  if (user === undefined) throw notFound('USER', userId);
  return user;
}

function requireGroup(groupId: string, { organization }: Call): Group {
  const group = organization.group(groupId);
  if (group === undefined) throw notFound('GROUP', groupId);
  return group;
}

function requireMember(member: { readonly UserId?: string }, call: Call): User {
  // Validation lets no union through without its one member.
  return requireUser(member.UserId ?? '', call);
}

function one<T>(row: T | undefined): readonly T[] {
  return row === undefined ? [] : [row];
}

/** The deprecated Filters: one exact match at most, and where the directory is Active Directory, one at least. */
function filterValue(filters: Filters, attributePath: string, { modes }: Call): string | undefined {
  const filter = filters?.[0];
  if (filter === undefined) {
    if (modes.directoryCannotBeListed) throw new WireError('ValidationException', 'Filter is required');
    return undefined;
  }
  if (filter.AttributePath !== attributePath) {
    throw new WireError('ValidationException', `Filters takes the attribute path ${attributePath} only.`);
  }
  return filter.AttributeValue;
}

/** Nobody here comes from an external identity provider, so that an ExternalId finds nobody. */
function lookUp<T>(
  { UniqueAttribute: attribute }: AlternateIdentifier,
  findBy: ReadonlyMap<string, (value: string) => T | undefined>,
): T | undefined {
  if (attribute === undefined) return undefined;
  const find = findBy.get(attribute.AttributePath.toLowerCase());
  if (find === undefined || typeof attribute.AttributeValue !== 'string') {
    throw new WireError(
      'ValidationException',
      'UniqueAttribute names no attribute that identifies one resource.',
    );
  }
  return find(attribute.AttributeValue);
}

function userRow(user: User, { organization }: Call): UserRow {
  return {
    UserName: user.userName,
    UserId: user.userId,
    Name: {
      Formatted: `${user.givenName} ${user.familyName}`,
      FamilyName: user.familyName,
      GivenName: user.givenName,
    },
    DisplayName: user.displayName,
    ...(user.email !== undefined && { Emails: [{ Value: user.email, Type: 'work', Primary: true }] }),
    UserStatus: user.status,
    ...audit(user.createdAt, organization.managementAccountId),
    IdentityStoreId: organization.identityStoreId,
  };
}

function groupRow(group: Group, { organization }: Call): GroupRow {
  return {
    GroupId: group.groupId,
    DisplayName: group.displayName,
    ...(group.description !== undefined && { Description: group.description }),
    ...audit(group.createdAt, organization.managementAccountId),
    IdentityStoreId: organization.identityStoreId,
  };
}

function membershipRow(membership: Membership, { organization }: Call): MembershipRow {
  return {
    IdentityStoreId: organization.identityStoreId,
    MembershipId: membership.membershipId,
    GroupId: membership.groupId,
    MemberId: { UserId: membership.userId },
    ...audit(membership.createdAt, organization.managementAccountId),
  };
}

/** Nothing in the sandbox is edited after it was made. */
function audit(createdAt: number, by: string) {
  return { CreatedAt: createdAt, CreatedBy: by, UpdatedAt: createdAt, UpdatedBy: by };
}
