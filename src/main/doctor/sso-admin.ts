import type { Aws } from '../../aws/aws.ts';
import type { InstanceDetails, SsoAdmin } from '../../aws/sso-admin.ts';
import type { AwsError } from '../../errors.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import type { Instance } from '../../reader/instances.ts';
import { type Calls, firstRows, Obstacle } from './calls.ts';
import type { OrganizationFindings } from './organization.ts';
import type { Pair } from './strangers.ts';

export interface SsoAdminFindings {
  readonly instance: InstanceDetails | undefined;
  /** Principals that hold something. */
  readonly principals: readonly PrincipalId[];
  /** Where more of them are assigned. */
  readonly pairs: readonly Pair[];
}

/** Undefined: which instance to serve is not known. */
export async function trySsoAdmin(
  aws: Aws,
  chosen: Instance | undefined,
  { accountId: account, standing }: OrganizationFindings,
  calls: Calls,
): Promise<SsoAdminFindings> {
  const { ssoAdmin } = aws;
  const described = await calls.attempt(
    'sso-admin:DescribeInstance',
    { instance: chosen?.instanceArn },
    (needs, options) => ssoAdmin.describeInstance(needs.instance, options),
  );
  const instance = obstacle(aws.region, chosen, described) ?? chosen?.instanceArn;
  const sets = await calls.attempt('sso-admin:ListPermissionSets', { instance }, (needs, options) =>
    firstRows(ssoAdmin.listPermissionSets(needs.instance, options)),
  );
  const provisioned = await calls.attempt(
    'sso-admin:ListPermissionSetsProvisionedToAccount',
    { instance, account },
    (needs, options) =>
      firstRows(ssoAdmin.listPermissionSetsProvisionedToAccount(needs.instance, needs.account, options)),
  );
  const permissionSet = provisioned?.[0] ?? sets?.[0];
  await calls.attempt(
    'sso-admin:ListAccountsForProvisionedPermissionSet',
    { instance, permissionSet },
    (needs, options) =>
      firstRows(
        ssoAdmin.listAccountsForProvisionedPermissionSet(needs.instance, needs.permissionSet, options),
      ),
  );
  const rows = await calls.attempt(
    'sso-admin:ListAccountAssignments',
    { instance, account, permissionSet },
    (needs, options) =>
      firstRows(ssoAdmin.listAccountAssignments(needs.instance, needs.account, needs.permissionSet, options)),
  );
  const principals = rows ?? [];
  const principal = principals[0] ?? nobody;
  await calls.attempt(
    'sso-admin:ListAccountAssignmentsForPrincipal',
    { instance },
    (needs, options) =>
      firstRows(
        ssoAdmin.listAccountAssignmentsForPrincipal(
          needs.instance,
          principal.principalType,
          principal.principalId,
          options,
        ),
      ),
    // AWS documents it for the management account only.
    (error: AwsError) =>
      error.code === 'AWS_ACCESS_DENIED' && standing === 'DELEGATED_ADMINISTRATOR'
        ? 'refused to delegated administrators; the gateway asks by account instead'
        : undefined,
  );
  await tryDetails(ssoAdmin, instance, permissionSet, calls);
  const pairs = (provisioned ?? []).flatMap((permissionSetArn) =>
    account === undefined ? [] : [{ accountId: account, permissionSetArn }],
  );
  return { instance: described, principals, pairs };
}

/** Nobody has this id: where AWS looks for it at all, it allows the call. */
export const nobody: PrincipalId = {
  principalType: 'USER',
  principalId: '00000000-0000-4000-8000-000000000000',
};

/** Nothing about permission sets can be read here, whatever is allowed. */
function obstacle(
  region: string,
  chosen: Instance | undefined,
  described: InstanceDetails | undefined,
): Obstacle | undefined {
  if (described?.permissionSetsEnabled === false)
    return new Obstacle('permission sets are not enabled for this instance');
  const primaryRegion = chosen?.primaryRegion ?? region;
  return primaryRegion === region ? undefined : new Obstacle(`AWS answers it in ${primaryRegion} only`);
}

async function tryDetails(
  ssoAdmin: SsoAdmin,
  instance: string | Obstacle | undefined,
  permissionSet: string | undefined,
  calls: Calls,
): Promise<void> {
  const needs = { instance, permissionSet };
  await calls.attempt('sso-admin:DescribePermissionSet', needs, (known, options) =>
    ssoAdmin.describePermissionSet(known.instance, known.permissionSet, options),
  );
  await calls.attempt('sso-admin:ListManagedPoliciesInPermissionSet', needs, (known, options) =>
    firstRows(ssoAdmin.listManagedPoliciesInPermissionSet(known.instance, known.permissionSet, options)),
  );
  await calls.attempt(
    'sso-admin:ListCustomerManagedPolicyReferencesInPermissionSet',
    needs,
    (known, options) =>
      firstRows(
        ssoAdmin.listCustomerManagedPolicyReferencesInPermissionSet(
          known.instance,
          known.permissionSet,
          options,
        ),
      ),
  );
  await calls.attempt('sso-admin:GetInlinePolicyForPermissionSet', needs, (known, options) =>
    ssoAdmin.getInlinePolicyForPermissionSet(known.instance, known.permissionSet, options),
  );
  await calls.attempt('sso-admin:GetPermissionsBoundaryForPermissionSet', needs, (known, options) =>
    ssoAdmin.getPermissionsBoundaryForPermissionSet(known.instance, known.permissionSet, options),
  );
  await calls.attempt('sso-admin:ListTagsForResource', needs, (known, options) =>
    firstRows(ssoAdmin.listTagsForResource(known.instance, known.permissionSet, options)),
  );
}
