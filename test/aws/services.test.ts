import { expect, test } from 'vitest';
import { assignment, cases, entitlement, instance, membership } from './cases.ts';
import { callOptions, fakeAws, instanceArn, permissionSetArn, storeId } from './fake-aws.ts';

for (const { operation, call, sends, answers, gives } of cases) {
  test(`${operation} asks for ${JSON.stringify(sends)} and leaves out what AWS left out`, async () => {
    await using fake = await fakeAws(() => ({ body: answers }));
    expect(await call(fake)).toStrictEqual(gives);
    expect(fake.asked.map((asked) => [asked.operation, asked.input])).toEqual([[operation, sends]]);
  });
}

/** Answers whose rows lack what they are nothing without. */
const hollow: [operation: string, answers: object, missing: string][] = [
  ['ListInstances', { Instances: [instance, { InstanceArn: instanceArn }] }, 'IdentityStoreId'],
  ['DescribeInstance', {}, 'InstanceArn'],
  ['DescribePermissionSet', { PermissionSet: null }, 'PermissionSetArn'],
  ['ListPermissionSetsProvisionedToAccount', { PermissionSets: [permissionSetArn, null] }, 'PermissionSets'],
  ['ListAccountsForProvisionedPermissionSet', { AccountIds: [''] }, 'AccountIds'],
  ['ListAccountAssignments', { AccountAssignments: [{ ...assignment, PrincipalId: null }] }, 'PrincipalId'],
  [
    'ListAccountAssignments',
    { AccountAssignments: [{ ...assignment, PrincipalType: 'ROBOT' }] },
    'PrincipalType',
  ],
  [
    'ListAccountAssignmentsForPrincipal',
    { AccountAssignments: [{ ...assignment, AccountId: null }] },
    'AccountId',
  ],
  ['ListManagedPoliciesInPermissionSet', { AttachedManagedPolicies: [{ Name: 'x' }] }, 'Arn'],
  [
    'ListCustomerManagedPolicyReferencesInPermissionSet',
    { CustomerManagedPolicyReferences: [{ Path: '/' }] },
    'Name',
  ],
  ['GetPermissionsBoundaryForPermissionSet', { PermissionsBoundary: {} }, 'no policy'],
  [
    'GetPermissionsBoundaryForPermissionSet',
    { PermissionsBoundary: { CustomerManagedPolicyReference: { Path: '/' } } },
    'Name',
  ],
  ['ListTagsForResource', { Tags: [{ Value: 'data' }] }, 'Tags.Key'],
  ['ListDelegatedAdministrators', { DelegatedAdministrators: [{ Name: 'x' }] }, 'Id'],
  ['ListApplications', { applications: [{ tenantId: 'x' }] }, 'applicationArn'],
  ['GetApplication', { identitySource: { another: {} } }, 'instanceArn'],
  ['ListEntitlements', { entitlements: [null] }, 'entitlementId'],
  ['ListEntitlements', { entitlements: [{ ...entitlement({}), entitlementId: 'e' }] }, 'groupId'],
  ['DescribeUser', { UserName: 'ada' }, 'UserId'],
  ['ListUsers', { Users: [null] }, 'UserId'],
  ['ListUsers', { Users: { UserId: 'user-1' } }, 'list'],
  ['ListGroups', { Groups: [{ DisplayName: 'x' }] }, 'GroupId'],
  ['GetUserId', {}, 'UserId'],
  ['ListGroupMemberships', { GroupMemberships: [{ ...membership, MemberId: null }] }, 'UserId'],
  ['ListGroupMembershipsForMember', { GroupMemberships: [{ ...membership, GroupId: null }] }, 'GroupId'],
  ['IsMemberInGroups', { Results: [{ GroupId: 'g1', MembershipExists: true }] }, 'g2'],
  ['DescribeOrganization', { Organization: { Id: 'o-1' } }, 'MasterAccountId'],
  ['ListAccounts', { Accounts: [{ Name: 'a' }] }, 'Account.Id'],
  ['DescribeAccount', {}, 'Account.Id'],
  ['ListParents', { Parents: [] }, 'no parent'],
  ['ListChildren', { Children: [{ Type: 'ACCOUNT' }] }, 'Children.Id'],
];

for (const [operation, answers, missing] of hollow) {
  test(`${operation} that answers ${JSON.stringify(answers)} fails rather than come up short`, async () => {
    await using fake = await fakeAws(() => ({ body: answers }));
    const { call } = cases.find((known) => known.operation === operation)!;
    await expect(call(fake)).rejects.toMatchObject({
      code: 'AWS_UNAVAILABLE',
      operation: expect.stringMatching(new RegExp(`:${operation}$`)),
      message: expect.stringContaining(missing),
    });
  });
}

for (const groups of [0, 101]) {
  test(`IsMemberInGroups of ${groups} groups is refused before any call`, async () => {
    await using fake = await fakeAws(() => ({ body: {} }));
    const ids = Array.from({ length: groups }, (_, index) => `g${index}`);
    await expect(fake.aws.identityStore.isMemberInGroups(storeId, 'u', ids, callOptions())).rejects.toThrow(
      `but got: ${groups}`,
    );
    expect(fake.asked).toEqual([]);
  });
}
