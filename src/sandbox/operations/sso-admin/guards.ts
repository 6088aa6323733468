import type { Account, PermissionSet } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import { isServed } from '../call.ts';
import type { Call } from '../call.ts';
import { isDelegated } from '../caller.ts';

export function isHere(instanceArn: string, call: Call): boolean {
  return instanceArn === call.organization.instanceArn && isServed(call);
}

export function notHere(instanceArn: string): string {
  return `There is no instance ${instanceArn} in this Region.`;
}

/** What any operation needs of the instance, but for the two that read the instance itself. */
export function requireInstance(instanceArn: string, call: Call): void {
  if (!isHere(instanceArn, call)) throw new WireError('ResourceNotFoundException', notHere(instanceArn));
  if (call.modes.kmsDenied) {
    throw new WireError('AccessDeniedException', "The caller may not use the instance's KMS key.", {
      Reason: 'KMS_AccessDeniedException',
    });
  }
}

/** What the operations on permission sets and assignments need: AWS publishes no name for the last two refusals. */
export function requirePermissionSets(instanceArn: string, call: Call): void {
  requireInstance(instanceArn, call);
  requirePrimaryRegion(call);
  if (!arePermissionSetsEnabled(call)) {
    throw new WireError('ValidationException', 'Permission sets are not enabled for this instance.');
  }
}

export function arePermissionSetsEnabled({ modes, organization }: Call): boolean {
  return !modes.permissionSetsDisabled || organization.instance.permissionSetsEnabled === true;
}

export function requirePrimaryRegion({ region, homeRegion }: Call): void {
  if (region !== homeRegion) {
    throw new WireError(
      'ValidationException',
      `This operation works only in the instance's primary Region, ${homeRegion}.`,
    );
  }
}

export function requireAccount(accountId: string, { organization }: Call): Account {
  const account = organization.account(accountId);
  if (account === undefined) {
    throw new WireError('ResourceNotFoundException', `Account ${accountId} is not in the organization.`);
  }
  return account;
}

export function requirePermissionSet(arn: string, { organization }: Call): PermissionSet {
  const permissionSet = organization.permissionSet(arn);
  if (permissionSet === undefined) {
    throw new WireError('ResourceNotFoundException', `Permission set ${arn} does not exist.`);
  }
  return permissionSet;
}

/** A delegated administrator cannot handle what is provisioned in the management account. */
export function refuseManagementAccount(accountId: string, call: Call): void {
  if (accountId === call.organization.managementAccountId && isDelegated(call)) {
    throw new WireError(
      'AccessDeniedException',
      'A delegated administrator has no access to the management account.',
    );
  }
}

/** Nor a permission set that is provisioned there; it may look at one. */
export function requireChangeablePermissionSet(arn: string, call: Call): PermissionSet {
  const permissionSet = requirePermissionSet(arn, call);
  if (isDelegated(call)) {
    call.organization.accountsProvisionedWith(arn).forEach((id) => refuseManagementAccount(id, call));
  }
  return permissionSet;
}
