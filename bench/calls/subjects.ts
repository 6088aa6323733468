import type {
  Account,
  Group,
  Organization,
  OrganizationalUnit,
  User,
} from '../../src/sandbox/organization/types.ts';

/** Whom and what the questions are about, in one organization. */
export interface Subjects {
  /** Holds something directly and something through a group. */
  readonly user: User;
  /** Holds more than any other group. */
  readonly group: Group;
  /** The account with the most permission sets. */
  readonly account: Account;
  /** The permission set in the most accounts. */
  readonly arn: string;
  /** With units below it, and accounts in them. */
  readonly unit: OrganizationalUnit;
  /** Two accounts and two permission sets of which every pair is provisioned. */
  readonly square: { readonly accountIds: readonly string[]; readonly arns: readonly string[] };
}

export function subjectsOf(organization: Organization): Subjects {
  const { accounts, groups, permissionSets } = {
    accounts: organization.accounts(),
    groups: organization.groups(),
    permissionSets: organization.permissionSets(),
  };
  const accountsOf = ({ arn }: { readonly arn: string }) => organization.accountsProvisionedWith(arn);
  const [first, second] = permissionSets.toSorted(
    (one, other) => accountsOf(other).length - accountsOf(one).length,
  );
  const both = accountsOf(found(first)).filter((id) => accountsOf(found(second)).includes(id));
  return {
    user: found(organization.users().find((user) => holdsBothWays(organization, user))),
    group: most(groups, ({ groupId }) => organization.assignmentsFor('GROUP', groupId).length),
    account: most(accounts, ({ id }) => organization.permissionSetsProvisionedTo(id).length),
    arn: found(first).arn,
    unit: found(organization.organizationalUnits().find(({ name }) => name === 'Prod')),
    square: { accountIds: both.slice(0, 2), arns: [found(first).arn, found(second).arn] },
  };
}

/** The root or unit, and everything below it. */
export function unitsBelow(organization: Organization, unitId: string): string[] {
  const below = organization.organizationalUnitsOf(unitId).flatMap(({ id }) => unitsBelow(organization, id));
  return [unitId, ...below];
}

function holdsBothWays(organization: Organization, { userId }: User): boolean {
  const types = organization.assignmentsFor('USER', userId).map(({ principalType }) => principalType);
  return types.includes('USER') && types.includes('GROUP');
}

function most<T>(items: readonly T[], size: (item: T) => number): T {
  return found(items.toSorted((one, other) => size(other) - size(one))[0]);
}

function found<T>(item: T | undefined): T {
  if (item === undefined) throw new Error('The organization has nobody to ask about');
  return item;
}
