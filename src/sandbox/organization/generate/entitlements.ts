import type { AccountAccessParts } from '../account-access-store.ts';
import { applicationArn, entitlementId, principalId, type ApplicationOwner } from '../ids.ts';
import type { Random } from '../random.ts';
import type { Account, Entitlement, Group, PrincipalType, User } from '../types.ts';

export interface EntitlementMaterial {
  readonly owner: ApplicationOwner;
  readonly accounts: readonly Account[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly identityStoreId: string;
  /** Epoch seconds; all of it is older. */
  readonly epoch: number;
}

const roles = ['BreakGlass', 'CostReader', 'DataEngineer', 'Deployer', 'ops/OnCall', 'SecurityAudit'];

/** How many people may take one role, more than a page takes, and in a company of how many or more. */
const crowd = { size: 110, users: 150 } as const;

/**
 * Some accounts have roles that people take without permission sets. Among them are accounts that are suspended, roles of
 * a group and of a user who were deleted, and one role that more people may take than a page holds.
 */
export function generateEntitlements(random: Random, material: EntitlementMaterial): AccountAccessParts {
  const { owner, accounts, users, groups, identityStoreId, epoch } = material;
  const application = {
    arn: applicationArn(random, owner),
    createdAt: epoch - 90 * 86_400,
    tags: {},
  };
  const entitlements: Entitlement[] = [];
  const add = (account: Account, role: string, principalType: PrincipalType, id: string): void => {
    entitlements.push({
      id: entitlementId(random),
      principalType,
      principalId: id,
      roleArn: `arn:${owner.partition}:iam::${account.id}:role/${role}`,
      accountId: account.id,
      createdAt: application.createdAt + random.below(89 * 86_400),
    });
  };
  const entitle = (account: Account): void => {
    for (const role of random.sample(roles, 1 + random.below(3))) {
      for (const { groupId } of random.sample(groups, random.below(3), 2))
        add(account, role, 'GROUP', groupId);
      for (const { userId } of random.sample(users, random.below(3))) add(account, role, 'USER', userId);
    }
  };
  const isOpen = ({ state }: Account): boolean => state === 'ACTIVE';
  const open = random.shuffled(accounts.filter(isOpen));
  const closed = accounts.filter((account) => !isOpen(account));
  for (const account of open.slice(0, Math.ceil(open.length / 3))) entitle(account);
  for (const account of closed.slice(0, Math.ceil(closed.length / 2))) {
    entitle(account);
    for (const { groupId } of random.sample(groups, 1)) add(account, 'BreakGlass', 'GROUP', groupId);
  }
  const [first, second] = open;
  if (first && users.length >= crowd.users)
    for (const { userId } of random.sample(users, crowd.size)) add(first, 'Sandbox', 'USER', userId);
  const [gone, left] = [principalId(random, identityStoreId), principalId(random, identityStoreId)];
  if (first) add(first, 'Deployer', 'GROUP', gone);
  if (second) add(second, 'CostReader', 'GROUP', gone);
  if (second) add(second, 'ops/OnCall', 'USER', left);
  return { application, entitlements: unique(entitlements), owner, random };
}

/** A principal may take a role once. */
function unique(entitlements: readonly Entitlement[]): Entitlement[] {
  const byKey = new Map(
    entitlements.map((row) => [`${row.roleArn} ${row.principalType} ${row.principalId}`, row]),
  );
  return [...byKey.values()];
}
