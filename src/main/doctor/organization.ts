import type { Aws } from '../../aws/aws.ts';
import type { Organizations } from '../../aws/organizations.ts';
import { allRows, type Calls, firstRows } from './calls.ts';
import type { Standing } from './check.ts';

export interface OrganizationFindings {
  readonly managementAccountId: string | undefined;
  readonly standing: Standing | undefined;
  /** An account to try other calls with. */
  readonly accountId: string | undefined;
}

/** As whom IAM Identity Center registers its delegated administrators. */
const servicePrincipal = 'sso.amazonaws.com';

export async function tryOrganizations(
  { organizations }: Aws,
  caller: string | undefined,
  calls: Calls,
): Promise<OrganizationFindings> {
  const organization = await calls.attempt('organizations:DescribeOrganization', {}, (_, options) =>
    organizations.describeOrganization(options),
  );
  const management = organization?.managementAccountId;
  const administrators = await calls.attempt(
    'organizations:ListDelegatedAdministrators',
    {},
    (_, options) => allRows(organizations.listDelegatedAdministrators(servicePrincipal, options)),
    () => 'refused, but only this report asks it',
  );
  const accounts = await calls.attempt('organizations:ListAccounts', {}, (_, options) =>
    firstRows(organizations.listAccounts(options)),
  );
  // A delegated administrator is refused what concerns the management account.
  const account = (accounts?.find(({ accountId }) => accountId !== management) ?? accounts?.[0])?.accountId;
  await calls.attempt('organizations:DescribeAccount', { account }, (needs, options) =>
    organizations.describeAccount(needs.account, options),
  );
  await calls.attempt('organizations:ListParents', { account }, (needs, options) =>
    organizations.listParents(needs.account, options),
  );
  await tryTree(organizations, calls);
  const isDelegated = administrators?.some(({ accountId }) => accountId === caller);
  return {
    managementAccountId: management,
    accountId: account,
    standing: standingOf(caller, management, isDelegated),
  };
}

async function tryTree(organizations: Organizations, calls: Calls): Promise<void> {
  const roots = await calls.attempt('organizations:ListRoots', {}, (_, options) =>
    firstRows(organizations.listRoots(options)),
  );
  const root = roots?.[0]?.id;
  await calls.attempt('organizations:ListAccountsForParent', { root }, (needs, options) =>
    firstRows(organizations.listAccountsForParent(needs.root, options)),
  );
  const units = await calls.attempt(
    'organizations:ListOrganizationalUnitsForParent',
    { root },
    (needs, options) => firstRows(organizations.listOrganizationalUnitsForParent(needs.root, options)),
  );
  const organizationalUnit = units?.[0]?.id;
  await calls.attempt('organizations:DescribeOrganizationalUnit', { organizationalUnit }, (needs, options) =>
    organizations.describeOrganizationalUnit(needs.organizationalUnit, options),
  );
}

function standingOf(
  caller: string | undefined,
  management: string | undefined,
  isDelegated: boolean | undefined,
): Standing | undefined {
  if (caller === undefined || management === undefined) return undefined;
  if (caller === management) return 'MANAGEMENT';
  if (isDelegated === undefined) return undefined;
  return isDelegated ? 'DELEGATED_ADMINISTRATOR' : 'MEMBER';
}
