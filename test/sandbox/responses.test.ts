import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { PermissionSetPolicies } from '../../src/sandbox/organization/types.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { rpcServices } from '../../src/sandbox/services.ts';
import { rawCall } from './aws-clients.ts';
import { departures } from './model-conformance.ts';

type Requests = Record<string, (sandbox: Sandbox) => unknown>;

const someAccount = ({ organization }: Sandbox) =>
  organization.accounts().find(({ id }) => organization.permissionSetsProvisionedTo(id).length > 0)!;
const somePair = (sandbox: Sandbox) => {
  const { id } = someAccount(sandbox);
  return { accountId: id, arn: sandbox.organization.permissionSetsProvisionedTo(id)[0]! };
};
const someUser = ({ organization }: Sandbox) =>
  organization.users().find(({ email }) => email !== undefined)!;
const someMembership = ({ organization }: Sandbox) =>
  organization.users().flatMap(({ userId }) => organization.membershipsOfUser(userId))[0]!;
const instance = ({ organization }: Sandbox) => ({ InstanceArn: organization.instanceArn });
const store = ({ organization }: Sandbox) => ({ IdentityStoreId: organization.identityStoreId });
const newAssignment = (sandbox: Sandbox) => ({
  ...instance(sandbox),
  TargetId: somePair(sandbox).accountId,
  TargetType: 'AWS_ACCOUNT',
  PermissionSetArn: somePair(sandbox).arn,
  PrincipalType: 'USER',
  PrincipalId: someUser(sandbox).userId,
});
const writtenRequestId = async (sandbox: Sandbox, operation: string, status: string): Promise<unknown> => {
  const answer = await rawCall(sandbox.url, operation, newAssignment(sandbox));
  return (answer.json[status] as Record<string, unknown>)['RequestId'];
};

const permissionSet = ({ organization }: Sandbox, arn: string | undefined) => ({
  InstanceArn: organization.instanceArn,
  PermissionSetArn: arn,
});
/** One whose policies are so. */
const setWith = (sandbox: Sandbox, fits: (policies: PermissionSetPolicies) => boolean) => {
  const { organization } = sandbox;
  const found = organization.permissionSets().find(({ arn }) => fits(organization.policies.of(arn)));
  return permissionSet(sandbox, found?.arn);
};
const managedPolicy = 'arn:aws:iam::aws:policy/job-function/SupportUser';
const newSet = (sandbox: Sandbox, name: string) =>
  permissionSet(sandbox, sandbox.organization.createPermissionSet({ name }).arn);
const provisioned = (sandbox: Sandbox) => ({
  ...permissionSet(sandbox, somePair(sandbox).arn),
  TargetType: 'AWS_ACCOUNT',
  TargetId: somePair(sandbox).accountId,
});

/** One valid request for every operation. Those that delete come after those that need what they delete. */
const requests: Requests = {
  'sso-admin:ListInstances': () => ({}),
  'sso-admin:DescribeInstance': instance,
  'sso-admin:ListPermissionSets': instance,
  'sso-admin:DescribePermissionSet': (s) => ({ ...instance(s), PermissionSetArn: somePair(s).arn }),
  'sso-admin:ListPermissionSetsProvisionedToAccount': (s) => ({
    ...instance(s),
    AccountId: someAccount(s).id,
  }),
  'sso-admin:ListAccountsForProvisionedPermissionSet': (s) => ({
    ...instance(s),
    PermissionSetArn: somePair(s).arn,
    ProvisioningStatus: 'LATEST_PERMISSION_SET_PROVISIONED',
  }),
  'sso-admin:ListAccountAssignments': (s) => ({
    ...instance(s),
    AccountId: somePair(s).accountId,
    PermissionSetArn: somePair(s).arn,
    MaxResults: 1,
  }),
  'sso-admin:ListAccountAssignmentsForPrincipal': (s) => ({
    ...instance(s),
    PrincipalType: 'USER',
    PrincipalId: someMembership(s).userId,
  }),
  'sso-admin:CreateAccountAssignment': newAssignment,
  'sso-admin:DescribeAccountAssignmentCreationStatus': async (s) => ({
    ...instance(s),
    AccountAssignmentCreationRequestId: await writtenRequestId(
      s,
      'sso-admin:CreateAccountAssignment',
      'AccountAssignmentCreationStatus',
    ),
  }),
  'sso-admin:DescribeAccountAssignmentDeletionStatus': async (s) => ({
    ...instance(s),
    AccountAssignmentDeletionRequestId: await writtenRequestId(
      s,
      'sso-admin:DeleteAccountAssignment',
      'AccountAssignmentDeletionStatus',
    ),
  }),
  'sso-admin:DeleteAccountAssignment': async (s) => {
    await rawCall(s.url, 'sso-admin:CreateAccountAssignment', newAssignment(s));
    return newAssignment(s);
  },
  'sso-admin:CreatePermissionSet': (s) => ({
    ...instance(s),
    Name: 'Breakglass',
    Description: 'For emergencies',
    SessionDuration: 'PT2H',
    RelayState: 'https://console.aws.amazon.com/',
  }),
  'sso-admin:ListManagedPoliciesInPermissionSet': (s) =>
    setWith(s, ({ managedPolicyArns }) => managedPolicyArns.length > 1),
  'sso-admin:ListCustomerManagedPolicyReferencesInPermissionSet': (s) =>
    setWith(s, ({ customerManagedPolicies }) => customerManagedPolicies.length > 0),
  'sso-admin:GetInlinePolicyForPermissionSet': (s) =>
    setWith(s, ({ inlinePolicy }) => inlinePolicy !== undefined),
  'sso-admin:GetPermissionsBoundaryForPermissionSet': (s) =>
    setWith(s, ({ permissionsBoundary }) => permissionsBoundary !== undefined),
  'sso-admin:ListTagsForResource': (s) => ({ ResourceArn: s.organization.instanceArn }),
  'sso-admin:TagResource': (s) => ({
    ResourceArn: somePair(s).arn,
    Tags: [{ Key: 'stage', Value: '' }],
  }),
  'sso-admin:UntagResource': (s) => ({ ...instance(s), ResourceArn: somePair(s).arn, TagKeys: ['stage'] }),
  'sso-admin:AttachManagedPolicyToPermissionSet': (s) => ({
    ...newSet(s, 'Attached'),
    ManagedPolicyArn: managedPolicy,
  }),
  'sso-admin:DetachManagedPolicyFromPermissionSet': (s) => {
    const set = newSet(s, 'Detached');
    s.organization.policies.attachManaged(set.PermissionSetArn!, managedPolicy);
    return { ...set, ManagedPolicyArn: managedPolicy };
  },
  'sso-admin:AttachCustomerManagedPolicyReferenceToPermissionSet': (s) => ({
    ...newSet(s, 'Referring'),
    CustomerManagedPolicyReference: { Name: 'Own' },
  }),
  'sso-admin:DetachCustomerManagedPolicyReferenceFromPermissionSet': (s) => {
    const set = newSet(s, 'Unreferring');
    const policy = { name: 'Own', path: '/a/' };
    s.organization.policies.attachCustomerManaged(set.PermissionSetArn!, policy);
    return { ...set, CustomerManagedPolicyReference: { Name: 'Own', Path: '/a/' } };
  },
  'sso-admin:PutInlinePolicyToPermissionSet': (s) => ({
    ...newSet(s, 'Inlined'),
    InlinePolicy: '{"Version":"2012-10-17","Statement":[]}',
  }),
  'sso-admin:DeleteInlinePolicyFromPermissionSet': (s) => newSet(s, 'Outlined'),
  'sso-admin:PutPermissionsBoundaryToPermissionSet': (s) => ({
    ...newSet(s, 'Bounded'),
    PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'Fence', Path: '/boundaries/' } },
  }),
  'sso-admin:DeletePermissionsBoundaryFromPermissionSet': (s) => {
    const set = newSet(s, 'Unbounded');
    s.organization.policies.setBoundary(set.PermissionSetArn!, { managedPolicyArn: managedPolicy });
    return set;
  },
  'sso-admin:UpdatePermissionSet': (s) => ({
    ...permissionSet(s, somePair(s).arn),
    Description: 'Changed',
    SessionDuration: 'PT3H',
    RelayState: 'https://a.b',
  }),
  'sso-admin:ProvisionPermissionSet': provisioned,
  'sso-admin:DescribePermissionSetProvisioningStatus': async (s) => {
    const answer = await rawCall(s.url, 'sso-admin:ProvisionPermissionSet', provisioned(s));
    const status = answer.json['PermissionSetProvisioningStatus'] as Record<string, unknown>;
    return { ...instance(s), ProvisionPermissionSetRequestId: status['RequestId'] };
  },
  'sso-admin:ListPermissionSetProvisioningStatus': instance,
  'sso-admin:DeletePermissionSet': (s) => newSet(s, 'Deleted'),

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

  'organizations:DescribeOrganization': () => ({}),
  'organizations:ListRoots': () => ({}),
  'organizations:ListAccounts': () => ({ MaxResults: 20 }),
  'organizations:DescribeAccount': (s) => ({ AccountId: someAccount(s).id }),
  'organizations:ListAccountsForParent': (s) => ({ ParentId: someAccount(s).parentId }),
  'organizations:ListOrganizationalUnitsForParent': (s) => ({ ParentId: s.organization.root.id }),
  'organizations:DescribeOrganizationalUnit': (s) => ({
    OrganizationalUnitId: s.organization.organizationalUnits()[0]!.id,
  }),
  'organizations:ListParents': (s) => ({ ChildId: someAccount(s).id }),
  'organizations:ListChildren': (s) => ({ ParentId: someAccount(s).parentId, ChildType: 'ACCOUNT' }),
  'organizations:ListDelegatedAdministrators': () => ({ ServicePrincipal: 'sso.amazonaws.com' }),
  'organizations:CreateOrganizationalUnit': (s) => ({
    ParentId: s.organization.root.id,
    Name: 'Acquisitions',
  }),
  'organizations:CreateAccount': () => ({ AccountName: 'attic', Email: 'attic@example.com' }),
  'organizations:DescribeCreateAccountStatus': async (s) => {
    const input = { AccountName: 'cellar', Email: 'cellar@example.com' };
    const created = await rawCall(s.url, 'organizations:CreateAccount', input);
    const id = (created.json['CreateAccountStatus'] as Record<string, unknown>)['Id'];
    await rawCall(s.url, 'organizations:DescribeCreateAccountStatus', { CreateAccountRequestId: id });
    return { CreateAccountRequestId: id };
  },
  'organizations:MoveAccount': (s) => ({
    AccountId: someAccount(s).id,
    SourceParentId: someAccount(s).parentId,
    DestinationParentId: s.organization.createOrganizationalUnit(s.organization.root.id, 'Elsewhere').id,
  }),
  'organizations:CloseAccount': (s) => ({
    AccountId: s.organization
      .accounts()
      .find(({ id, state }) => id !== s.organization.managementAccountId && state === 'ACTIVE')!.id,
  }),
};

describe('every answer has the shape that its model gives it', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false, emptyPages: false });
  });
  afterAll(() => sandbox.close());

  it('and every operation of the models has its request here', () => {
    const modelled = rpcServices.flatMap(({ name, model }) =>
      Object.keys(model.operations).map((operation) => `${name}:${operation}`),
    );
    expect(Object.keys(requests).sort()).toEqual(modelled.sort());
  });

  it.each(Object.keys(requests))('%s', async (operation) => {
    const [serviceName, name] = operation.split(':');
    const { model } = rpcServices.find((service) => service.name === serviceName)!;
    const answer = await rawCall(sandbox.url, operation, await requests[operation]!(sandbox));
    expect(answer).toMatchObject({ status: 200 });
    const { output } = model.operations[name!]!;
    expect(output === undefined ? answer.text : departures(model, output, answer.json)).toHaveLength(0);
    // A list without rows would prove nothing of its rows.
    const emptyLists = Object.values(answer.json).filter(
      (value) => Array.isArray(value) && value.length === 0,
    );
    expect(emptyLists).toEqual([]);
  });

  it('the check of shapes sees unknown and missing members, nulls, milliseconds and foreign values', () => {
    const { model } = rpcServices.find(({ name }) => name === 'identitystore')!;
    const user = { IdentityStoreId: 'd-0123456789', CreatedAt: 1_767_225_600_000, Title: null, Extra: 1 };
    expect(departures(model, 'DescribeUserResponse', user)).toEqual([
      '$.Extra: not in DescribeUserResponse',
      '$.UserId: missing',
      '$.CreatedAt: epoch seconds, but got 1767225600000',
      '$.Title: a string, but got null',
    ]);
    const wrongStatus = { IdentityStoreId: 'd-0123456789', UserId: 'x', UserStatus: 'GONE' };
    expect(departures(model, 'DescribeUserResponse', wrongStatus)).toHaveLength(2);
  });
});
