import { AssignmentIndex } from '../assignment-index.ts';
import { principalId } from '../ids.ts';
import type { Random } from '../random.ts';
import type { PermissionSet, PrincipalType, User } from '../types.ts';
import type { OwnedAccount } from './accounts.ts';
import type { OwnedGroup } from './identities.ts';

/** AWS provisions at most 500 permission sets to an account; a few places are the deleted principals'. */
const maxPermissionSetsOfAccount = 495;
/** AWS assigns at most 100 groups to a pair of account and permission set; one place is the deleted group's. */
const maxGroupsOfPair = 99;

export interface AssignmentMaterial {
  readonly accounts: readonly OwnedAccount[];
  /** The most used first. */
  readonly permissionSets: readonly PermissionSet[];
  readonly users: readonly User[];
  /** Company-wide groups first. */
  readonly groups: readonly OwnedGroup[];
  readonly identityStoreId: string;
  /** About how many rows; without it, what the sizes make believable. */
  readonly count?: number;
}

export function generateAssignments(random: Random, material: AssignmentMaterial): AssignmentIndex {
  const generation = new Generation(random, material);
  generation.addRemarkable();
  generation.addOrdinary();
  generation.addDrift();
  return generation.index;
}

/** How many people hold one pair directly, more than a page takes, and in a company of how many or more. */
const crowd = { size: 130, users: 150 } as const;

class Generation {
  readonly index = new AssignmentIndex();
  readonly #random: Random;
  readonly #material: AssignmentMaterial;
  readonly #groupsOfTeam: ReadonlyMap<string | undefined, readonly OwnedGroup[]>;
  /** The accounts that are used; a few, of several, are not. */
  readonly #accounts: readonly OwnedAccount[];
  readonly #target: number;

  constructor(random: Random, material: AssignmentMaterial) {
    const { accounts, permissionSets, groups, count } = material;
    this.#random = random;
    this.#material = material;
    this.#groupsOfTeam = Map.groupBy(groups, ({ team }) => team);
    this.#accounts = random
      .shuffled(accounts)
      .slice(Math.min(accounts.length - 1, Math.ceil(accounts.length * 0.08)));
    this.#target = permissionSets.length === 0 ? 0 : (count ?? believableCount(material));
  }

  /** Orphans, and a pair of more rows than a page holds; each only where the wanted count leaves room. */
  addRemarkable(): void {
    if (this.#target >= 2) this.#addOrphans('USER');
    if (this.#target >= 3) this.#addOrphans('GROUP');
    const [account] = this.#accounts;
    const [permissionSet] = this.#material.permissionSets;
    if (account && permissionSet && this.#target > crowd.size && this.#material.users.length >= crowd.users)
      for (const { userId } of this.#random.sample(this.#material.users, crowd.size))
        this.#add(account, permissionSet, 'USER', userId);
  }

  /** Spreads the rows that are still wanted over the accounts, popular permission sets first. */
  addOrdinary(): void {
    for (const [done, account] of this.#accounts.entries()) {
      const share = (this.#target - this.index.count) / (this.#accounts.length - done);
      // Early accounts vary around their share; the last takes what is left.
      const rows = done === this.#accounts.length - 1 ? share : share * (0.5 + this.#random.fraction());
      if (rows > 0) this.#fill(account, Math.round(rows));
    }
  }

  /** The most widely provisioned set has been edited since: a third of its accounts lag behind. */
  addDrift(): void {
    const provisioned = this.#material.permissionSets.map(({ arn }) => ({
      arn,
      accounts: this.index.accountsOf(arn),
    }));
    const widest = provisioned.reduce<(typeof provisioned)[number] | undefined>(
      (best, next) => (best && best.accounts.length >= next.accounts.length ? best : next),
      undefined,
    );
    if (!widest || widest.accounts.length < 2) return;
    for (const [position, accountId] of widest.accounts.entries())
      if (position % 3 === 1) this.index.markOutdated(accountId, widest.arn);
  }

  #addOrphans(principalType: PrincipalType): void {
    const deleted = principalId(this.#random, this.#material.identityStoreId);
    for (const account of this.#random.sample(this.#accounts, this.#target < 100 ? 1 : 3))
      this.#add(account, this.#random.pick(this.#material.permissionSets), principalType, deleted);
  }

  #fill(account: OwnedAccount, rows: number): void {
    const { permissionSets } = this.#material;
    const setCount = Math.min(Math.ceil(rows / 2.5), permissionSets.length, maxPermissionSetsOfAccount);
    const chosen = this.#random.sample(permissionSets, setCount, 2);
    let left = rows;
    for (const [done, permissionSet] of chosen.entries()) {
      const share = left / (chosen.length - done);
      const varied = Math.max(1, Math.round(share * 2 * this.#random.fraction()));
      const holders = done === chosen.length - 1 ? left : Math.min(left, varied);
      left -= holders;
      if (holders > 0) this.#fillPair(account, permissionSet, holders);
    }
  }

  /** Mostly groups, the owning team's first; people directly where groups do not suffice, and now and then. */
  #fillPair(account: OwnedAccount, permissionSet: PermissionSet, holders: number): void {
    const { users, groups } = this.#material;
    let direct = groups.length === 0 ? holders : 0;
    for (let index = direct; index < holders; index++) if (this.#random.chance(0.15)) direct += 1;
    const groupCount = Math.min(holders - direct, groups.length, maxGroupsOfPair);
    const preferred = this.#groupsOfTeam.get(account.team ?? '') ?? [];
    const chosen = this.#random.sample(preferred, Math.ceil(groupCount / 2));
    for (const group of this.#random.sample(groups, groupCount, 2))
      if (chosen.length < groupCount && !chosen.includes(group)) chosen.push(group);
    for (const { group } of chosen) this.#add(account, permissionSet, 'GROUP', group.groupId);
    for (const { userId } of this.#random.sample(users, holders - chosen.length))
      this.#add(account, permissionSet, 'USER', userId);
  }

  #add({ account }: OwnedAccount, { arn }: PermissionSet, principalType: PrincipalType, id: string): void {
    this.index.add({ accountId: account.id, permissionSetArn: arn, principalType, principalId: id });
  }
}

/** More permission sets are used in more different ways, but not all of them everywhere. */
function believableCount({ accounts, permissionSets, users }: AssignmentMaterial): number {
  const setsOfAccount = Math.min(permissionSets.length, 4 + Math.sqrt(permissionSets.length));
  return Math.round(accounts.length * setsOfAccount * 1.5) + (users.length < crowd.users ? 0 : crowd.size);
}
