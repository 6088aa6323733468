import { PermissionSetStore } from '../permission-set-store.ts';
import type { Random } from '../random.ts';
import type { PermissionSet } from '../types.ts';
import { at, pascalCase, team } from './words.ts';

const year = 365 * 86_400;

type Sketch = Pick<PermissionSet, 'name' | 'description' | 'relayState'>;

const familiar: readonly Sketch[] = [
  { name: 'ReadOnlyAccess', description: 'Look at everything, change nothing' },
  { name: 'AdministratorAccess', description: 'Full control of the account' },
  { name: 'DeveloperAccess', description: 'Day-to-day work of product teams' },
  { name: 'PowerUserAccess', description: 'Everything but users, roles and policies' },
  {
    name: 'Billing',
    description: 'Invoices, budgets and cost reports',
    relayState: 'https://console.aws.amazon.com/billing/home',
  },
  { name: 'SecurityAudit', description: 'Reviews by the security team' },
  { name: 'ViewOnly' },
  { name: 'DatabaseAdministrator', description: 'Databases and their backups' },
  { name: 'NetworkAdministrator', description: 'VPCs, routing and DNS' },
  { name: 'DataScientist' },
  { name: 'SupportUser', description: 'Open and follow support cases' },
  { name: 'BreakGlass', description: 'Emergencies only; every use is reviewed' },
  { name: 'SystemAdministrator' },
  { name: 'IncidentResponder', description: 'Isolate and investigate' },
  { name: 'CostExplorer', relayState: 'https://console.aws.amazon.com/cost-management/home' },
  { name: 'TerraformPlan', description: 'What pipelines need to plan' },
  { name: 'TerraformApply', description: 'What pipelines need to apply' },
  { name: 'ExternalAuditor', description: 'Time-boxed access for auditors' },
];

/** What the permission sets of a team are for: the ends of their names. */
export const roles = [
  'Developer',
  'ReadOnly',
  'Admin',
  'Operator',
  'DataAccess',
  'Deployer',
  'OnCall',
] as const;
const sessionDurations = ['PT1H', 'PT1H', 'PT2H', 'PT4H', 'PT8H', 'PT12H'] as const;

/** A name that nobody would miss, for the permission set that is provisioned nowhere. */
const unused: Sketch = { name: 'LegacyOperations', description: 'Superseded; to be removed' };

export interface GeneratedPermissionSets {
  readonly store: PermissionSetStore;
  /** Those to assign, the most used first: all but one when there are two or more. */
  readonly byPopularity: readonly PermissionSet[];
}

export function generatePermissionSets(
  random: Random,
  instanceArn: string,
  count: number,
  epoch: number,
): GeneratedPermissionSets {
  const store = new PermissionSetStore(instanceArn, random);
  const sketches = Array.from({ length: count }, (_, index) => sketch(index));
  if (count > 1) sketches[count - 1] = unused;
  const ranks = new Map(sketches.map(({ name }, rank) => [name, rank]));
  for (const chosen of random.shuffled(sketches))
    store.addPermissionSet({
      ...chosen,
      sessionDuration: random.pick(sessionDurations),
      createdAt: epoch - random.below(4 * year),
    });
  const rankOf = ({ name }: PermissionSet) => ranks.get(name) ?? count;
  const byPopularity = store.permissionSets().toSorted((one, other) => rankOf(one) - rankOf(other));
  return { store, byPopularity: count > 1 ? byPopularity.slice(0, -1) : byPopularity };
}

function sketch(index: number): Sketch {
  if (index < familiar.length) return at(familiar, index);
  const beyond = index - familiar.length;
  return { name: pascalCase(team(Math.floor(beyond / roles.length)).name) + at(roles, beyond) };
}
