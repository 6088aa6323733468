import type { Assignment, PrincipalType, ProvisioningStatus } from './types.ts';

/** A permission set provisioned to an account, and who holds it there. */
interface Pair {
  readonly accountId: string;
  readonly permissionSetArn: string;
  readonly holders: Holder[];
  status: ProvisioningStatus;
}

/** A principal that has rows, whether or not the identity store still knows it. */
interface Holder {
  readonly principalType: PrincipalType;
  readonly principalId: string;
  readonly pairs: Pair[];
}

/** Assignments from every side. A pair is there exactly while it has holders. Rows are made when asked for. */
export class AssignmentIndex {
  readonly #byAccount = new Map<string, Map<string, Pair>>();
  readonly #byPermissionSet = new Map<string, Map<string, Pair>>();
  readonly #holders = new Map<string, Holder>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  permissionSetsOf(accountId: string, status?: ProvisioningStatus): string[] {
    return keysInStatus(this.#byAccount.get(accountId), status);
  }

  accountsOf(permissionSetArn: string, status?: ProvisioningStatus): string[] {
    return keysInStatus(this.#byPermissionSet.get(permissionSetArn), status);
  }

  ofPair(accountId: string, permissionSetArn: string): Assignment[] {
    const pair = this.#pair(accountId, permissionSetArn);
    return pair ? pair.holders.map((holder) => row(pair, holder)) : [];
  }

  /** The principal's own rows. */
  ofPrincipal(principalType: PrincipalType, principalId: string, accountId?: string): Assignment[] {
    const holder = this.#holders.get(principalId);
    if (holder?.principalType !== principalType) return [];
    return holder.pairs
      .filter((pair) => accountId === undefined || pair.accountId === accountId)
      .map((pair) => row(pair, holder));
  }

  /** False when the row is there already. A new row brings the account the permission set's latest version. */
  add({ accountId, permissionSetArn, principalType, principalId }: Assignment): boolean {
    const holder = this.#holders.get(principalId) ?? { principalType, principalId, pairs: [] };
    const pair = this.#pair(accountId, permissionSetArn) ?? this.#provision(accountId, permissionSetArn);
    if (pair.holders.includes(holder)) return false;
    pair.status = 'LATEST_PERMISSION_SET_PROVISIONED';
    pair.holders.push(holder);
    holder.pairs.push(pair);
    this.#holders.set(principalId, holder);
    this.#count += 1;
    return true;
  }

  /** False when there is no such row. With a pair's last row the permission set leaves the account. */
  delete({ accountId, permissionSetArn, principalType, principalId }: Assignment): boolean {
    const holder = this.#holders.get(principalId);
    const pair = this.#pair(accountId, permissionSetArn);
    if (holder?.principalType !== principalType || !pair?.holders.includes(holder)) return false;
    remove(pair.holders, holder);
    remove(holder.pairs, pair);
    if (pair.holders.length === 0) {
      this.#byAccount.get(accountId)?.delete(permissionSetArn);
      this.#byPermissionSet.get(permissionSetArn)?.delete(accountId);
    }
    if (holder.pairs.length === 0) this.#holders.delete(principalId);
    this.#count -= 1;
    return true;
  }

  /** Marks what the account has as older than the permission set. */
  markOutdated(accountId: string, permissionSetArn: string): void {
    const pair = this.#pair(accountId, permissionSetArn);
    if (pair) pair.status = 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
  }

  #pair(accountId: string, permissionSetArn: string): Pair | undefined {
    return this.#byAccount.get(accountId)?.get(permissionSetArn);
  }

  #provision(accountId: string, permissionSetArn: string): Pair {
    const status = 'LATEST_PERMISSION_SET_PROVISIONED';
    const pair: Pair = { accountId, permissionSetArn, status, holders: [] };
    entry(this.#byAccount, accountId).set(permissionSetArn, pair);
    entry(this.#byPermissionSet, permissionSetArn).set(accountId, pair);
    return pair;
  }
}

function row({ accountId, permissionSetArn }: Pair, { principalType, principalId }: Holder): Assignment {
  return { accountId, permissionSetArn, principalType, principalId };
}

function keysInStatus(pairs: Map<string, Pair> | undefined, status?: ProvisioningStatus): string[] {
  const keys: string[] = [];
  for (const [key, pair] of pairs ?? []) if (status === undefined || pair.status === status) keys.push(key);
  return keys;
}

function entry(index: Map<string, Map<string, Pair>>, key: string): Map<string, Pair> {
  const known = index.get(key) ?? new Map<string, Pair>();
  index.set(key, known);
  return known;
}

function remove<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1);
}
