import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { type Requests, someMembership, someUser } from './samples.ts';

const store = ({ organization }: Sandbox) => ({ IdentityStoreId: organization.identityStoreId });

export const identityStoreRequests: Requests = {
  'identitystore:ListIdentityStores': () => ({}),
  'identitystore:DescribeIdentityStore': store,
  'identitystore:UpdateIdentityStore': (s) => ({
    ...store(s),
    NetworkConfiguration: { VpceAccessRequired: true, ApiAllowSourceIps: ['127.0.0.0/8', '::1'] },
  }),
  'identitystore:DescribeUser': (s) => ({ ...store(s), UserId: someUser(s).userId }),
  'identitystore:DescribeGroup': (s) => ({ ...store(s), GroupId: s.organization.groups()[0]!.groupId }),
  'identitystore:ListUsers': store,
  'identitystore:ListGroups': (s) => ({
    ...store(s),
    Filters: [{ AttributePath: 'DisplayName', AttributeValue: s.organization.groups()[0]!.displayName }],
  }),
  'identitystore:GetUserId': (s) => ({
    ...store(s),
    AlternateIdentifier: {
      UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: someUser(s).email },
    },
  }),
  'identitystore:GetGroupId': (s) => ({
    ...store(s),
    AlternateIdentifier: {
      UniqueAttribute: {
        AttributePath: 'displayName',
        AttributeValue: s.organization.groups()[0]!.displayName,
      },
    },
  }),
  'identitystore:ListGroupMemberships': (s) => ({ ...store(s), GroupId: someMembership(s).groupId }),
  'identitystore:ListGroupMembershipsForMember': (s) => ({
    ...store(s),
    MemberId: { UserId: someMembership(s).userId },
  }),
  'identitystore:IsMemberInGroups': (s) => ({
    ...store(s),
    MemberId: { UserId: someMembership(s).userId },
    GroupIds: s.organization.groups().map(({ groupId }) => groupId),
  }),
  'identitystore:DescribeGroupMembership': (s) => ({
    ...store(s),
    MembershipId: someMembership(s).membershipId,
  }),
  'identitystore:GetGroupMembershipId': (s) => ({
    ...store(s),
    GroupId: someMembership(s).groupId,
    MemberId: { UserId: someMembership(s).userId },
  }),
  'identitystore:CreateUser': (s) => ({
    ...store(s),
    UserName: 'ada',
    DisplayName: 'Ada Lovelace',
    Name: { GivenName: 'Ada', FamilyName: 'Lovelace' },
    Emails: [{ Value: 'ada@example.com', Type: 'work', Primary: true }],
  }),
  'identitystore:CreateGroup': (s) => ({ ...store(s), DisplayName: 'Analysts', Description: 'They count' }),
  'identitystore:UpdateUser': (s) => ({
    ...store(s),
    UserId: someUser(s).userId,
    Operations: [{ AttributePath: 'title', AttributeValue: 'Countess' }],
  }),
  'identitystore:UpdateGroup': (s) => ({
    ...store(s),
    GroupId: s.organization.groups()[0]!.groupId,
    Operations: [{ AttributePath: 'displayName', AttributeValue: 'Renamed' }],
    Revision: '1',
  }),
  'identitystore:DeleteGroupMembership': (s) => ({
    ...store(s),
    MembershipId: someMembership(s).membershipId,
  }),
  'identitystore:CreateGroupMembership': (s) => ({
    ...store(s),
    GroupId: s.organization.createGroup({ displayName: 'Newcomers' }).groupId,
    MemberId: { UserId: someUser(s).userId },
  }),
  'identitystore:DeleteUser': (s) => ({ ...store(s), UserId: someUser(s).userId }),
  'identitystore:DeleteGroup': (s) => ({ ...store(s), GroupId: s.organization.groups()[0]!.groupId }),
};
