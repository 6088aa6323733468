import type { PermissionSetPolicies } from '../../../src/sandbox/organization/types.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { rawCall } from '../aws-clients.ts';
import { type Requests, someAccount, someMembership, someUser } from './samples.ts';

const somePair = (sandbox: Sandbox) => {
  const { id } = someAccount(sandbox);
  return { accountId: id, arn: sandbox.organization.permissionSetsProvisionedTo(id)[0]! };
};
const instance = ({ organization }: Sandbox) => ({ InstanceArn: organization.instanceArn });
const attributes = (sandbox: Sandbox) => ({
  ...instance(sandbox),
  InstanceAccessControlAttributeConfiguration: {
    AccessControlAttributes: [{ Key: 'team', Value: { Source: ['${path:enterprise.division}'] } }],
  },
});
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

export const ssoAdminRequests: Requests = {
  'sso-admin:ListInstances': () => ({}),
  'sso-admin:DescribeInstance': instance,
  'sso-admin:ListRegions': instance,
  'sso-admin:UpdateInstance': (s) => ({ ...instance(s), Name: 'renamed' }),
  'sso-admin:CreateInstanceAccessControlAttributeConfiguration': attributes,
  'sso-admin:UpdateInstanceAccessControlAttributeConfiguration': attributes,
  'sso-admin:DescribeInstanceAccessControlAttributeConfiguration': instance,
  'sso-admin:DeleteInstanceAccessControlAttributeConfiguration': instance,
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
  'sso-admin:ListAccountAssignmentCreationStatus': instance,
  'sso-admin:ListAccountAssignmentDeletionStatus': (s) => ({
    ...instance(s),
    Filter: { Status: 'IN_PROGRESS' },
  }),
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
};
