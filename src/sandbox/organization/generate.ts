import { generateAccounts } from './generate/accounts.ts';
import { generateAssignments } from './generate/assignments.ts';
import { generateEntitlements } from './generate/entitlements.ts';
import { generateIdentities } from './generate/identities.ts';
import { generatePermissionSets } from './generate/permission-sets.ts';
import { generatePolicies } from './generate/policies.ts';
import { generateTags } from './generate/tags.ts';
import { company } from './generate/words.ts';
import { instanceArn, organizationId } from './ids.ts';
import { InMemoryOrganization } from './in-memory-organization.ts';
import { Random } from './random.ts';
import type { Organization, Sizes } from './types.ts';

/** Generated rows are older than this moment, 2026-01-01T00:00:00Z, in epoch seconds. */
const epoch = 1_767_225_600;

export interface GenerateOptions extends Sizes {
  /** The same seed and sizes make the same organization, ids included. */
  readonly seed: number;
  /** @default us-east-1 */
  readonly region?: string;
  /** @default aws */
  readonly partition?: string;
  /** The creation time of what writes add, in epoch seconds. By default each is a second after the one before. */
  readonly clock?: () => number;
}

/** An organization that could be a real company's, with every oddity that the sizes leave room for. */
export function generateOrganization(options: GenerateOptions): Organization {
  const { seed, region = 'us-east-1', partition = 'aws' } = options;
  const stream = (name: string) => new Random(seed, name);
  const ids = stream('organization');
  const organization = organizationId(ids);
  const instance = instanceArn(ids, partition);
  // AWS knows no organization without its management account.
  const accounts = generateAccounts(stream('accounts'), Math.max(1, options.accounts), epoch);
  const permissionSets = generatePermissionSets(stream('sets'), instance, options.permissionSets, epoch);
  const identities = generateIdentities(stream('identities'), options, epoch);
  const assignmentIndex = generateAssignments(stream('assignments'), {
    accounts: accounts.owned,
    permissionSets: permissionSets.byPopularity,
    users: identities.store.users(),
    groups: identities.groups,
    identityStoreId: identities.store.id,
    ...(options.assignments === undefined ? {} : { count: options.assignments }),
  });
  return new InMemoryOrganization({
    profile: {
      partition,
      region,
      organizationId: organization,
      rootName: 'Root',
      managementAccountId: accounts.managementAccountId,
      delegatedAdministratorId: accounts.delegatedAdministratorId,
      instanceArn: instance,
      instanceName: company.name.toLowerCase(),
      instanceCreatedAt: epoch - 4 * 365 * 86_400,
    },
    tree: accounts.tree,
    permissionSetStore: permissionSets.store,
    policies: generatePolicies(stream('policies'), permissionSets.store.permissionSets(), partition),
    tags: generateTags(stream('tags'), permissionSets.store.permissionSets(), instance),
    assignmentIndex,
    accountAccess: generateEntitlements(stream('entitlements'), {
      owner: { partition, region, accountId: accounts.managementAccountId },
      accounts: accounts.owned.map(({ account }) => account),
      users: identities.store.users(),
      groups: identities.groups.map(({ group }) => group),
      identityStoreId: identities.store.id,
      epoch,
    }),
    identityStore: identities.store,
    clock: options.clock ?? secondBySecond(),
  });
}

function secondBySecond(): () => number {
  let now = epoch;
  return () => (now += 1);
}
