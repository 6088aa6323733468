import type { Account, Organization, PermissionSet } from '../organization/types.ts';

/** A permission set that a person has on an account, which is a role there. */
export interface Access {
  readonly account: Account;
  readonly permissionSet: PermissionSet;
}

/**
 * What a person can take: whatever is assigned to them or to a group that they are in, each account and permission set
 * once. Accounts that are suspended are on the list, because their assignments are still there.
 */
export function accessOf(organization: Organization, userId: string, accountId?: string): readonly Access[] {
  const found = new Map<string, Access>();
  for (const row of organization.assignmentsFor('USER', userId, accountId)) {
    const account = organization.account(row.accountId);
    const permissionSet = organization.permissionSet(row.permissionSetArn);
    if (account !== undefined && permissionSet !== undefined) {
      found.set(`${account.id} ${permissionSet.arn}`, { account, permissionSet });
    }
  }
  return [...found.values()];
}
