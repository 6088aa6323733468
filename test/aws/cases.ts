import {
  all,
  applicationArn,
  callOptions,
  instanceArn,
  permissionSetArn,
  storeId,
  type FakeAws,
} from './fake-aws.ts';

export const accountId = '111111111111';
const policyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
export const instance = { InstanceArn: instanceArn, IdentityStoreId: storeId };
export const assignment = {
  AccountId: accountId,
  PermissionSetArn: permissionSetArn,
  PrincipalType: 'GROUP',
  PrincipalId: 'group-1',
};
const assignmentFacts = { accountId, permissionSetArn, principalType: 'GROUP', principalId: 'group-1' };
export const membership = { MembershipId: 'm-1', GroupId: 'group-1', MemberId: { UserId: 'user-1' } };
const membershipFacts = { membershipId: 'm-1', groupId: 'group-1', userId: 'user-1' };

export function entitlement(identityCenter: object) {
  const principalRole = { principal: { identityCenter }, roleArn, account: accountId, accountName: 'Prod' };
  return { entitlementId: 'e-1', entitlement: { principalRole }, createdAt: '2026-09-01T12:30:00Z' };
}
const roleArn = `arn:aws:iam::${accountId}:role/Admin`;
const entitlementFacts = { entitlementId: 'e-1', accountId, roleArn };

/** One read of AWS: what it asks for, and what it makes of the answer. */
export interface Case {
  readonly operation: string;
  readonly call: (fake: FakeAws) => Promise<unknown>;
  readonly sends: object;
  readonly answers: object;
  readonly gives: unknown;
}

export const cases: Case[] = [
  {
    operation: 'ListInstances',
    call: ({ aws }) => all(aws.ssoAdmin.listInstances(callOptions())),
    sends: { MaxResults: 100 },
    answers: {
      Instances: [
        {
          ...instance,
          OwnerAccountId: accountId,
          Name: 'n',
          Status: 'ACTIVE',
          CreatedDate: 1.5,
          PrimaryRegion: 'eu-west-1',
        },
        { ...instance, Name: null },
      ],
    },
    gives: [
      {
        instanceArn,
        identityStoreId: storeId,
        ownerAccountId: accountId,
        name: 'n',
        status: 'ACTIVE',
        createdAt: 1500,
        primaryRegion: 'eu-west-1',
      },
      { instanceArn, identityStoreId: storeId },
    ],
  },
  {
    operation: 'DescribeInstance',
    call: ({ aws }) => aws.ssoAdmin.describeInstance(instanceArn, callOptions()),
    sends: { InstanceArn: instanceArn },
    answers: { ...instance, PermissionSetsEnabled: false },
    gives: { instanceArn, identityStoreId: storeId, permissionSetsEnabled: false },
  },
  {
    operation: 'ListPermissionSets',
    call: ({ aws }) => all(aws.ssoAdmin.listPermissionSets(instanceArn, callOptions())),
    sends: { InstanceArn: instanceArn, MaxResults: 100 },
    answers: { PermissionSets: [permissionSetArn] },
    gives: [permissionSetArn],
  },
  {
    operation: 'DescribePermissionSet',
    call: ({ aws }) => aws.ssoAdmin.describePermissionSet(instanceArn, permissionSetArn, callOptions()),
    sends: { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn },
    answers: {
      PermissionSet: {
        PermissionSetArn: permissionSetArn,
        Name: 'ReadOnly',
        Description: null,
        CreatedDate: 1_700_000_000.25,
        SessionDuration: 'PT1H',
      },
    },
    gives: { permissionSetArn, name: 'ReadOnly', createdAt: 1_700_000_000_250, sessionDuration: 'PT1H' },
  },
  {
    operation: 'ListPermissionSetsProvisionedToAccount',
    call: ({ aws }) =>
      all(aws.ssoAdmin.listPermissionSetsProvisionedToAccount(instanceArn, accountId, callOptions())),
    sends: { InstanceArn: instanceArn, AccountId: accountId, MaxResults: 100 },
    answers: { PermissionSets: [permissionSetArn] },
    gives: [permissionSetArn],
  },
  {
    operation: 'ListAccountsForProvisionedPermissionSet',
    call: ({ aws }) =>
      all(
        aws.ssoAdmin.listAccountsForProvisionedPermissionSet(instanceArn, permissionSetArn, {
          ...callOptions(),
          status: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
        }),
      ),
    sends: {
      InstanceArn: instanceArn,
      PermissionSetArn: permissionSetArn,
      ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
      MaxResults: 100,
    },
    answers: { AccountIds: [accountId] },
    gives: [accountId],
  },
  {
    operation: 'ListAccountAssignments',
    call: ({ aws }) =>
      all(aws.ssoAdmin.listAccountAssignments(instanceArn, accountId, permissionSetArn, callOptions())),
    sends: {
      InstanceArn: instanceArn,
      AccountId: accountId,
      PermissionSetArn: permissionSetArn,
      MaxResults: 100,
    },
    answers: {
      AccountAssignments: [assignment, { PrincipalType: 'USER', PrincipalId: 'user-1', AccountId: null }],
    },
    gives: [assignmentFacts, { ...assignmentFacts, principalType: 'USER', principalId: 'user-1' }],
  },
  {
    operation: 'ListAccountAssignmentsForPrincipal',
    call: ({ aws }) =>
      all(
        aws.ssoAdmin.listAccountAssignmentsForPrincipal(instanceArn, 'USER', 'user-1', {
          ...callOptions(),
          accountId,
        }),
      ),
    sends: {
      InstanceArn: instanceArn,
      PrincipalType: 'USER',
      PrincipalId: 'user-1',
      Filter: { AccountId: accountId },
      MaxResults: 100,
    },
    answers: { AccountAssignments: [assignment] },
    gives: [assignmentFacts],
  },
  {
    operation: 'ListManagedPoliciesInPermissionSet',
    call: ({ aws }) =>
      all(aws.ssoAdmin.listManagedPoliciesInPermissionSet(instanceArn, permissionSetArn, callOptions())),
    sends: { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn, MaxResults: 100 },
    answers: { AttachedManagedPolicies: [{ Arn: policyArn, Name: 'ReadOnlyAccess' }, { Arn: policyArn }] },
    gives: [{ arn: policyArn, name: 'ReadOnlyAccess' }, { arn: policyArn }],
  },
  {
    operation: 'ListCustomerManagedPolicyReferencesInPermissionSet',
    call: ({ aws }) =>
      all(
        aws.ssoAdmin.listCustomerManagedPolicyReferencesInPermissionSet(
          instanceArn,
          permissionSetArn,
          callOptions(),
        ),
      ),
    sends: { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn, MaxResults: 100 },
    answers: { CustomerManagedPolicyReferences: [{ Name: 'deny', Path: '/team/' }, { Name: 'limit' }] },
    gives: [
      { name: 'deny', path: '/team/' },
      { name: 'limit', path: '/' },
    ],
  },
  ...(
    [
      [{ InlinePolicy: '{"Version":"2012-10-17"}' }, '{"Version":"2012-10-17"}'],
      [{ InlinePolicy: '' }, undefined],
      [{}, undefined],
    ] as const
  ).map(([answers, gives]) => ({
    operation: 'GetInlinePolicyForPermissionSet',
    call: ({ aws }: FakeAws) =>
      aws.ssoAdmin.getInlinePolicyForPermissionSet(instanceArn, permissionSetArn, callOptions()),
    sends: { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn },
    answers,
    gives,
  })),
  ...(
    [
      [{ PermissionsBoundary: { ManagedPolicyArn: policyArn } }, { managedPolicyArn: policyArn }],
      [
        { PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'limit', Path: '/' } } },
        { customerManagedPolicy: { name: 'limit', path: '/' } },
      ],
      [{}, undefined],
    ] as const
  ).map(([answers, gives]) => ({
    operation: 'GetPermissionsBoundaryForPermissionSet',
    call: ({ aws }: FakeAws) =>
      aws.ssoAdmin.getPermissionsBoundaryForPermissionSet(instanceArn, permissionSetArn, callOptions()),
    sends: { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn },
    answers,
    gives,
  })),
  {
    operation: 'ListTagsForResource',
    call: ({ aws }) => all(aws.ssoAdmin.listTagsForResource(instanceArn, permissionSetArn, callOptions())),
    sends: { InstanceArn: instanceArn, ResourceArn: permissionSetArn },
    answers: { Tags: [{ Key: 'team', Value: 'data' }, { Key: 'empty' }] },
    gives: [
      { key: 'team', value: 'data' },
      { key: 'empty', value: '' },
    ],
  },
  {
    operation: 'DescribeUser',
    call: ({ aws }) => aws.identityStore.describeUser(storeId, 'user-1', callOptions()),
    sends: { IdentityStoreId: storeId, UserId: 'user-1' },
    answers: {
      UserId: 'user-1',
      UserName: 'ada',
      DisplayName: 'Ada',
      Emails: [{ Value: 'old@x' }, { Value: 'ada@x', Primary: true }],
      UserStatus: 'DISABLED',
    },
    gives: { userId: 'user-1', userName: 'ada', displayName: 'Ada', email: 'ada@x', status: 'DISABLED' },
  },
  {
    operation: 'ListUsers',
    call: ({ aws }) => all(aws.identityStore.listUsers(storeId, callOptions())),
    sends: { IdentityStoreId: storeId, MaxResults: 100 },
    answers: {
      Users: [
        { UserId: 'user-1', Emails: [{ Value: 'a@x' }], UserStatus: 'NEW' },
        { UserId: 'user-2', Emails: [] },
      ],
    },
    gives: [{ userId: 'user-1', email: 'a@x' }, { userId: 'user-2' }],
  },
  {
    operation: 'DescribeGroup',
    call: ({ aws }) => aws.identityStore.describeGroup(storeId, 'group-1', callOptions()),
    sends: { IdentityStoreId: storeId, GroupId: 'group-1' },
    answers: { GroupId: 'group-1', DisplayName: 'Admins' },
    gives: { groupId: 'group-1', displayName: 'Admins' },
  },
  {
    operation: 'ListGroups',
    call: ({ aws }) => all(aws.identityStore.listGroups(storeId, callOptions())),
    sends: { IdentityStoreId: storeId, MaxResults: 100 },
    answers: { Groups: [{ GroupId: 'group-1', DisplayName: 'Admins', Description: 'all of them' }] },
    gives: [{ groupId: 'group-1', displayName: 'Admins', description: 'all of them' }],
  },
  {
    operation: 'GetUserId',
    call: ({ aws }) => aws.identityStore.getUserId(storeId, { userName: 'ada' }, callOptions()),
    sends: {
      IdentityStoreId: storeId,
      AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'ada' } },
    },
    answers: { UserId: 'user-1' },
    gives: 'user-1',
  },
  {
    operation: 'GetUserId',
    call: ({ aws }) => aws.identityStore.getUserId(storeId, { email: 'ada@x' }, callOptions()),
    sends: {
      IdentityStoreId: storeId,
      AlternateIdentifier: { UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: 'ada@x' } },
    },
    answers: { UserId: 'user-1' },
    gives: 'user-1',
  },
  {
    operation: 'GetGroupId',
    call: ({ aws }) => aws.identityStore.getGroupId(storeId, { displayName: 'Admins' }, callOptions()),
    sends: {
      IdentityStoreId: storeId,
      AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'Admins' } },
    },
    answers: { GroupId: 'group-1' },
    gives: 'group-1',
  },
  {
    operation: 'ListGroupMemberships',
    call: ({ aws }) => all(aws.identityStore.listGroupMemberships(storeId, 'group-1', callOptions())),
    sends: { IdentityStoreId: storeId, GroupId: 'group-1', MaxResults: 100 },
    answers: { GroupMemberships: [membership] },
    gives: [membershipFacts],
  },
  {
    operation: 'ListGroupMembershipsForMember',
    call: ({ aws }) => all(aws.identityStore.listGroupMembershipsForMember(storeId, 'user-1', callOptions())),
    sends: { IdentityStoreId: storeId, MemberId: { UserId: 'user-1' }, MaxResults: 100 },
    answers: { GroupMemberships: [membership] },
    gives: [membershipFacts],
  },
  {
    operation: 'IsMemberInGroups',
    call: ({ aws }) => aws.identityStore.isMemberInGroups(storeId, 'user-1', ['g1', 'g2'], callOptions()),
    sends: { IdentityStoreId: storeId, MemberId: { UserId: 'user-1' }, GroupIds: ['g1', 'g2'] },
    answers: {
      Results: [
        { GroupId: 'g2', MembershipExists: false },
        { GroupId: 'g1', MembershipExists: true },
      ],
    },
    gives: [
      { groupId: 'g1', member: true },
      { groupId: 'g2', member: false },
    ],
  },
  {
    operation: 'DescribeOrganization',
    call: ({ aws }) => aws.organizations.describeOrganization(callOptions()),
    sends: {},
    answers: { Organization: { Id: 'o-1', MasterAccountId: accountId } },
    gives: { organizationId: 'o-1', managementAccountId: accountId },
  },
  {
    operation: 'ListRoots',
    call: ({ aws }) => all(aws.organizations.listRoots(callOptions())),
    sends: { MaxResults: 20 },
    answers: { Roots: [{ Id: 'r-1', Name: 'Root' }] },
    gives: [{ id: 'r-1', name: 'Root' }],
  },
  {
    operation: 'ListAccounts',
    call: ({ aws }) => all(aws.organizations.listAccounts(callOptions())),
    sends: { MaxResults: 20 },
    answers: {
      Accounts: [
        {
          Id: accountId,
          Name: 'a',
          Email: 'a@x',
          State: 'CLOSED',
          Status: 'SUSPENDED',
          Paths: [`o-1/r-1/${accountId}/`],
        },
        { Id: '222222222222', Status: 'ACTIVE' },
      ],
    },
    gives: [
      { accountId, name: 'a', email: 'a@x', state: 'CLOSED', paths: [`o-1/r-1/${accountId}/`] },
      { accountId: '222222222222', state: 'ACTIVE' },
    ],
  },
  {
    operation: 'DescribeAccount',
    call: ({ aws }) => aws.organizations.describeAccount(accountId, callOptions()),
    sends: { AccountId: accountId },
    answers: { Account: { Id: accountId, Name: 'a' } },
    gives: { accountId, name: 'a' },
  },
  {
    operation: 'ListAccountsForParent',
    call: ({ aws }) => all(aws.organizations.listAccountsForParent('r-1', callOptions())),
    sends: { ParentId: 'r-1', MaxResults: 20 },
    answers: { Accounts: [{ Id: accountId }] },
    gives: [{ accountId }],
  },
  {
    operation: 'ListOrganizationalUnitsForParent',
    call: ({ aws }) => all(aws.organizations.listOrganizationalUnitsForParent('r-1', callOptions())),
    sends: { ParentId: 'r-1', MaxResults: 20 },
    answers: {
      OrganizationalUnits: [
        { Id: 'ou-1', Name: 'Prod', Path: 'o-1/r-1/ou-1/' },
        { Id: 'ou-2', Name: 'Dev' },
      ],
    },
    gives: [
      { id: 'ou-1', name: 'Prod', path: 'o-1/r-1/ou-1/' },
      { id: 'ou-2', name: 'Dev' },
    ],
  },
  {
    operation: 'DescribeOrganizationalUnit',
    call: ({ aws }) => aws.organizations.describeOrganizationalUnit('ou-1', callOptions()),
    sends: { OrganizationalUnitId: 'ou-1' },
    answers: { OrganizationalUnit: { Id: 'ou-1', Name: 'Prod' } },
    gives: { id: 'ou-1', name: 'Prod' },
  },
  {
    operation: 'ListParents',
    call: ({ aws }) => aws.organizations.listParents(accountId, callOptions()),
    sends: { ChildId: accountId, MaxResults: 20 },
    answers: { Parents: [{ Id: 'r-1', Type: 'ROOT' }] },
    gives: { id: 'r-1', type: 'ROOT' },
  },
  {
    operation: 'ListChildren',
    call: ({ aws }) => all(aws.organizations.listChildren('r-1', 'ACCOUNT', callOptions())),
    sends: { ParentId: 'r-1', ChildType: 'ACCOUNT', MaxResults: 20 },
    answers: { Children: [{ Id: accountId, Type: 'ACCOUNT' }] },
    gives: [{ id: accountId, type: 'ACCOUNT' }],
  },
  {
    operation: 'ListDelegatedAdministrators',
    call: ({ aws }) => all(aws.organizations.listDelegatedAdministrators('sso.amazonaws.com', callOptions())),
    sends: { ServicePrincipal: 'sso.amazonaws.com', MaxResults: 20 },
    answers: { DelegatedAdministrators: [{ Id: accountId, Name: 'Identity' }, { Id: '222222222222' }] },
    gives: [{ accountId, name: 'Identity' }, { accountId: '222222222222' }],
  },
  {
    operation: 'ListApplications',
    call: ({ aws }) => all(aws.accountAccess.listApplications(callOptions())),
    sends: { maxResults: 100 },
    answers: { applications: [{ applicationArn, createdAt: '2026-09-01T00:00:00Z', updatedAt: 'x' }] },
    gives: [applicationArn],
  },
  {
    operation: 'GetApplication',
    call: ({ aws }) => aws.accountAccess.getApplication(applicationArn, callOptions()),
    sends: {},
    answers: { identitySource: { identityCenter: { instanceArn } }, status: 'ACTIVE' },
    gives: instanceArn,
  },
  {
    operation: 'ListEntitlements',
    call: ({ aws }) => all(aws.accountAccess.listEntitlements(applicationArn, { accountId }, callOptions())),
    sends: { applicationArn, filter: { principalRole: { account: accountId } }, maxResults: 100 },
    answers: {
      entitlements: [
        entitlement({ userId: 'user-1' }),
        { ...entitlement({ userId: null, groupId: 'group-1' }), createdAt: null },
      ],
    },
    gives: [
      {
        ...entitlementFacts,
        principalType: 'USER',
        principalId: 'user-1',
        createdAt: Date.UTC(2026, 8, 1, 12, 30),
      },
      { ...entitlementFacts, principalType: 'GROUP', principalId: 'group-1' },
    ],
  },
  {
    operation: 'ListEntitlements',
    call: ({ aws }) => {
      const user = { principalType: 'USER', principalId: 'user-1' } as const;
      return all(aws.accountAccess.listEntitlements(applicationArn, user, callOptions()));
    },
    sends: {
      applicationArn,
      filter: { principalRole: { principal: { identityCenter: { userId: 'user-1' } } } },
      maxResults: 100,
    },
    answers: {
      entitlements: [
        { ...entitlement({ userId: 'user-1' }), createdAt: null },
        // AWS does not say whether these come, too.
        entitlement({ groupId: 'group-1' }),
      ],
    },
    gives: [{ ...entitlementFacts, principalType: 'USER', principalId: 'user-1' }],
  },
];
