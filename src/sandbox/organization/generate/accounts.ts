import { AccountTree } from '../account-tree.ts';
import { rootId } from '../ids.ts';
import type { Random } from '../random.ts';
import type { Account } from '../types.ts';
import { at, company, familyNames, givenNames, team, UniqueNames } from './words.ts';

const year = 365 * 86_400;

/** An account with the team that owns it, where one does. */
export interface OwnedAccount {
  readonly account: Account;
  readonly team?: string;
}

interface Plan {
  readonly name: string;
  /** OU names from the root down. */
  readonly path: readonly string[];
  readonly team?: string;
  readonly state?: Account['state'];
}

const core: readonly Plan[] = [
  { name: 'log-archive', path: ['Security'] },
  { name: 'network', path: ['Infrastructure', 'Network'] },
  { name: 'security-tooling', path: ['Security'] },
  { name: 'shared-services', path: ['Infrastructure'] },
  { name: 'identity-admin', path: ['Security'] },
  { name: 'deployment', path: ['Infrastructure'] },
  { name: 'backup', path: ['Infrastructure'] },
  { name: 'dns', path: ['Infrastructure', 'Network'] },
  { name: 'forensics', path: ['Security', 'Forensics'] },
];

const stages = [
  { suffix: 'prod', ou: 'Prod' },
  { suffix: 'staging', ou: 'NonProd' },
  { suffix: 'dev', ou: 'NonProd' },
] as const;

export interface GeneratedAccounts {
  readonly tree: AccountTree;
  readonly managementAccountId: string;
  /** Undefined when there is no other account. */
  readonly delegatedAdministratorId: string | undefined;
  readonly owned: readonly OwnedAccount[];
}

/** At least the management account, which sits at the root; the other accounts make the OUs that they need. */
export function generateAccounts(random: Random, count: number, epoch: number): GeneratedAccounts {
  const tree = new AccountTree(rootId(random), random);
  const names = new UniqueNames();
  const add = ({ name, path, state = 'ACTIVE' }: Plan): Account =>
    tree.addAccount({
      name,
      email: `aws+${names.take(name)}@${company.domain}`,
      state,
      parentId: unitAt(tree, path),
      joinedMethod: random.chance(0.05) ? 'INVITED' : 'CREATED',
      joinedAt: epoch - random.below(5 * year),
    });
  const plans = random.shuffled<Plan>([{ name: managementName, path: [] }, ...planned(random, count - 1)]);
  const owned = plans.map((plan) =>
    plan.team === undefined ? { account: add(plan) } : { account: add(plan), team: plan.team },
  );
  if (count >= 20) unitAt(tree, ['Policy Staging']);
  const management = owned.find(({ account }) => account.name === managementName);
  if (!management) throw new Error('the management account is always planned');
  return {
    tree,
    managementAccountId: management.account.id,
    delegatedAdministratorId: delegatedAdministrator(owned, management)?.account.id,
    owned,
  };
}

/** The account that is there for it, or in small organizations one that could be. */
function delegatedAdministrator(
  owned: readonly OwnedAccount[],
  management: OwnedAccount,
): OwnedAccount | undefined {
  const others = owned.filter((other) => other !== management && other.account.state === 'ACTIVE');
  return others.find(({ account }) => account.name === 'identity-admin') ?? others[0];
}

const managementName = `${company.name.toLowerCase()}-management`;

/** Every account but the management account: the platform's own, closed ones, people's sandboxes, then workloads. */
function planned(random: Random, count: number): Plan[] {
  const coreCount = Math.min(core.length, Math.ceil(count * 0.15));
  const suspendedCount = count < 4 ? 0 : Math.ceil(count / 60);
  const sandboxCount = Math.floor(count * 0.12);
  const names = new UniqueNames();
  const plans = core.slice(0, coreCount);
  for (let index = 0; index < suspendedCount; index++)
    plans.push({ name: `${team(index + 2).name}-legacy`, path: ['Suspended'], state: 'SUSPENDED' });
  for (let index = 0; index < sandboxCount; index++) {
    const person = `${random.pick(givenNames).login}-${random.pick(familyNames).login}`;
    plans.push({ name: names.take(`sandbox-${person}`), path: ['Sandbox'] });
  }
  for (let index = 0; plans.length < count; index++) plans.push(workload(index));
  // AWS does not keep account names apart, and large organizations have twins.
  return plans.map((plan, index) =>
    index > 200 && random.chance(0.005) ? { ...plan, name: at(plans, index - 7).name } : plan,
  );
}

function workload(index: number): Plan {
  const { name, unit } = team(Math.floor(index / stages.length));
  const { suffix, ou } = at(stages, index);
  return { name: `${name}-${suffix}`, path: ['Workloads', ou, ...unit], team: name };
}

/** The id of the OU at this path, made when it is not there; no path is the root. */
function unitAt(tree: AccountTree, path: readonly string[]): string {
  return path.reduce((parentId, name) => {
    const known = tree.unitsOf(parentId).find((unit) => unit.name === name);
    return (known ?? tree.addUnit(parentId, name)).id;
  }, tree.rootId);
}
