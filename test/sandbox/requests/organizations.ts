import { rawCall } from '../aws-clients.ts';
import { type Requests, someAccount } from './samples.ts';

export const organizationsRequests: Requests = {
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
  'organizations:ListCreateAccountStatus': () => ({ States: ['SUCCEEDED', 'IN_PROGRESS'] }),
  'organizations:UpdateOrganizationalUnit': (s) => ({
    OrganizationalUnitId: s.organization.organizationalUnits()[0]!.id,
    Name: 'Renamed',
  }),
  'organizations:DeleteOrganizationalUnit': (s) => ({
    OrganizationalUnitId: s.organization.createOrganizationalUnit(s.organization.root.id, 'Empty').id,
  }),
  'organizations:TagResource': (s) => ({
    ResourceId: s.organization.root.id,
    Tags: [{ Key: 'stage', Value: '' }],
  }),
  'organizations:ListTagsForResource': (s) => ({ ResourceId: s.organization.root.id }),
  'organizations:UntagResource': (s) => ({ ResourceId: s.organization.root.id, TagKeys: ['stage'] }),
  'organizations:ListAWSServiceAccessForOrganization': () => ({}),
  'organizations:ListDelegatedServicesForAccount': (s) => ({
    AccountId: s.organization.delegatedAdministratorId,
  }),
  'organizations:RegisterDelegatedAdministrator': (s) => ({
    AccountId: s.organization.delegatedAdministratorId,
    ServicePrincipal: 'guardduty.amazonaws.com',
  }),
  'organizations:DeregisterDelegatedAdministrator': (s) => ({
    AccountId: s.organization.delegatedAdministratorId,
    ServicePrincipal: 'guardduty.amazonaws.com',
  }),
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
