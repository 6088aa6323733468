import {
  DescribeGroupCommand,
  DescribeUserCommand,
  GetGroupIdCommand,
  GetUserIdCommand,
  IsMemberInGroupsCommand,
  ListGroupMembershipsCommand,
  ListGroupMembershipsForMemberCommand,
  ListGroupsCommand,
  ListUsersCommand,
  type AlternateIdentifier,
  type Group,
  type GroupMembership,
  type IdentitystoreClient,
  type User,
} from '@aws-sdk/client-identitystore';
import { present, type Answer } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import { createService } from './service.ts';

export interface UserFacts {
  readonly userId: string;
  readonly userName?: string;
  readonly displayName?: string;
  /** The primary address, or else the first. */
  readonly email?: string;
  readonly status?: 'ENABLED' | 'DISABLED';
}

export interface GroupFacts {
  readonly groupId: string;
  readonly displayName?: string;
  readonly description?: string;
}

export interface GroupMembershipFacts {
  readonly membershipId: string;
  readonly groupId: string;
  /** Groups do not nest: every member is a user. */
  readonly userId: string;
}

/** The reads of identitystore. A list is an async generator of its pages. */
export interface IdentityStore {
  describeUser(identityStoreId: string, userId: string, options: CallOptions): Promise<UserFacts>;
  /** Rejects with an error that `isListingRefused` knows, where the directory cannot be enumerated. */
  listUsers(identityStoreId: string, options: CallOptions): AsyncGenerator<UserFacts[], void>;
  describeGroup(identityStoreId: string, groupId: string, options: CallOptions): Promise<GroupFacts>;
  /** Rejects like `listUsers`. */
  listGroups(identityStoreId: string, options: CallOptions): AsyncGenerator<GroupFacts[], void>;
  getUserId(
    identityStoreId: string,
    by: { readonly userName: string } | { readonly email: string },
    options: CallOptions,
  ): Promise<string>;
  getGroupId(
    identityStoreId: string,
    by: { readonly displayName: string },
    options: CallOptions,
  ): Promise<string>;
  listGroupMemberships(
    identityStoreId: string,
    groupId: string,
    options: CallOptions,
  ): AsyncGenerator<GroupMembershipFacts[], void>;
  listGroupMembershipsForMember(
    identityStoreId: string,
    userId: string,
    options: CallOptions,
  ): AsyncGenerator<GroupMembershipFacts[], void>;
  /** Answers for each of 1 to 100 groups, in their order. */
  isMemberInGroups(
    identityStoreId: string,
    userId: string,
    groupIds: readonly string[],
    options: CallOptions,
  ): Promise<{ groupId: string; member: boolean }[]>;
}

const maxGroupIds = 100;

export function createIdentityStore(client: IdentitystoreClient, call: Caller): IdentityStore {
  const { get, list } = createService('identitystore', 100, call);
  return {
    describeUser: (IdentityStoreId, UserId, options) =>
      get(
        'DescribeUser',
        options,
        (http) => client.send(new DescribeUserCommand({ IdentityStoreId, UserId }), http),
        (row, answer) => {
          const facts = userFacts(row, IdentityStoreId, answer);
          answer.same('UserId', UserId, facts.userId);
          return facts;
        },
      ),

    listUsers: (IdentityStoreId, options) =>
      list(
        'ListUsers',
        options,
        (paging, http) => client.send(new ListUsersCommand({ IdentityStoreId, ...paging }), http),
        ({ Users }, answer) => answer.rows('Users', Users, (row) => userFacts(row, IdentityStoreId, answer)),
      ),

    describeGroup: (IdentityStoreId, GroupId, options) =>
      get(
        'DescribeGroup',
        options,
        (http) => client.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }), http),
        (row, answer) => {
          const facts = groupFacts(row, IdentityStoreId, answer);
          answer.same('GroupId', GroupId, facts.groupId);
          return facts;
        },
      ),

    listGroups: (IdentityStoreId, options) =>
      list(
        'ListGroups',
        options,
        (paging, http) => client.send(new ListGroupsCommand({ IdentityStoreId, ...paging }), http),
        ({ Groups }, answer) =>
          answer.rows('Groups', Groups, (row) => groupFacts(row, IdentityStoreId, answer)),
      ),

    getUserId: (IdentityStoreId, by, options) => {
      const AlternateIdentifier =
        'userName' in by ? unique('userName', by.userName) : unique('emails.value', by.email);
      return get(
        'GetUserId',
        options,
        (http) => client.send(new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier }), http),
        (output, answer) => {
          answer.same('IdentityStoreId', IdentityStoreId, bareId(output.IdentityStoreId));
          return answer.required('UserId', bareId(output.UserId));
        },
      );
    },

    getGroupId: (IdentityStoreId, { displayName }, options) => {
      const AlternateIdentifier = unique('displayName', displayName);
      return get(
        'GetGroupId',
        options,
        (http) => client.send(new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier }), http),
        (output, answer) => {
          answer.same('IdentityStoreId', IdentityStoreId, bareId(output.IdentityStoreId));
          return answer.required('GroupId', bareId(output.GroupId));
        },
      );
    },

    listGroupMemberships: (IdentityStoreId, GroupId, options) => {
      const input = { IdentityStoreId, GroupId };
      return list(
        'ListGroupMemberships',
        options,
        (paging, http) => client.send(new ListGroupMembershipsCommand({ ...input, ...paging }), http),
        ({ GroupMemberships }, answer) =>
          answer.rows('GroupMemberships', GroupMemberships, (row) => {
            const facts = membershipFacts(row, IdentityStoreId, answer);
            answer.same('GroupId', GroupId, facts.groupId);
            return facts;
          }),
      );
    },

    listGroupMembershipsForMember: (IdentityStoreId, UserId, options) => {
      const input = { IdentityStoreId, MemberId: { UserId } };
      return list(
        'ListGroupMembershipsForMember',
        options,
        (paging, http) =>
          client.send(new ListGroupMembershipsForMemberCommand({ ...input, ...paging }), http),
        ({ GroupMemberships }, answer) =>
          answer.rows('GroupMemberships', GroupMemberships, (row) => {
            const facts = membershipFacts(row, IdentityStoreId, answer);
            answer.same('MemberId.UserId', UserId, facts.userId);
            return facts;
          }),
      );
    },

    isMemberInGroups: async (IdentityStoreId, UserId, groupIds, options) => {
      if (groupIds.length === 0 || groupIds.length > maxGroupIds) {
        throw new RangeError(`groupIds must be 1 to ${maxGroupIds}, but got: ${groupIds.length}`);
      }
      const input = { IdentityStoreId, MemberId: { UserId }, GroupIds: [...groupIds] };
      return get(
        'IsMemberInGroups',
        options,
        (http) => client.send(new IsMemberInGroupsCommand(input), http),
        ({ Results }, answer) => {
          const rows = answer.rows('Results', Results, (row) => {
            answer.same('MemberId.UserId', UserId, bareId(row?.MemberId?.UserId));
            const groupId = answer.oneOf('GroupId', groupIds, bareId(row?.GroupId));
            return [groupId, answer.flag('MembershipExists', row?.MembershipExists)] as const;
          });
          const byGroup = new Map(rows);
          return groupIds.map((groupId) => {
            const member = byGroup.get(groupId);
            if (member !== undefined) return { groupId, member };
            throw answer.broken(`nothing is said about group ${groupId}`);
          });
        },
      );
    },
  };
}

/** AWS may give an ARN in place of an id; assignments and other calls use the bare id that the ARN ends in. */
function bareId(id: unknown): unknown {
  return typeof id === 'string' ? id.replace(/^arn:.*\//, '') : id;
}

function unique(AttributePath: string, AttributeValue: string): AlternateIdentifier {
  return { UniqueAttribute: { AttributePath, AttributeValue } };
}

function userFacts(row: Partial<User> | undefined, identityStoreId: string, answer: Answer): UserFacts {
  const emails = answer.items('Emails', row?.Emails).map((item) => {
    const email = answer.structure('Emails', item);
    return {
      value: answer.text('Emails.Value', email?.Value),
      isPrimary: answer.flag('Emails.Primary', email?.Primary),
    };
  });
  const status = answer.text('UserStatus', row?.UserStatus);
  answer.same('IdentityStoreId', identityStoreId, bareId(row?.IdentityStoreId));
  return {
    userId: answer.required('UserId', bareId(row?.UserId)),
    ...present({
      userName: answer.text('UserName', row?.UserName),
      displayName: answer.text('DisplayName', row?.DisplayName),
      email: (emails.find(({ isPrimary }) => isPrimary) ?? emails[0])?.value,
      status: status === 'ENABLED' || status === 'DISABLED' ? status : undefined,
    }),
  };
}

function groupFacts(row: Partial<Group> | undefined, identityStoreId: string, answer: Answer): GroupFacts {
  answer.same('IdentityStoreId', identityStoreId, bareId(row?.IdentityStoreId));
  return {
    groupId: answer.required('GroupId', bareId(row?.GroupId)),
    ...present({
      displayName: answer.text('DisplayName', row?.DisplayName),
      description: answer.text('Description', row?.Description),
    }),
  };
}

function membershipFacts(
  row: Partial<GroupMembership> | undefined,
  identityStoreId: string,
  answer: Answer,
): GroupMembershipFacts {
  answer.same('IdentityStoreId', identityStoreId, bareId(row?.IdentityStoreId));
  return {
    membershipId: answer.required('MembershipId', bareId(row?.MembershipId)),
    groupId: answer.required('GroupId', bareId(row?.GroupId)),
    userId: answer.required('MemberId.UserId', bareId(row?.MemberId?.UserId)),
  };
}
