import { Column, Lists, Ordinals } from './columns.ts';
import type { Assignment, PrincipalType, ProvisioningStatus } from './types.ts';

/** Keeps the number of an account and that of a permission set apart in one; an instance takes 3,500 sets. */
const pairStride = 2 ** 16;

/**
 * Assignments from every side. A pair, a permission set provisioned to an account, comes with its first row or when it
 * is provisioned without any, and goes with its last row.
 * Accounts, permission sets, principals, pairs and rows are numbers inside; `Assignment` objects are made when asked for.
 */
export class AssignmentIndex {
  readonly #accounts = new Ordinals();
  readonly #permissionSets = new Ordinals();
  readonly #users = new Ordinals();
  readonly #groups = new Ordinals();

  readonly #pairs = new Map<number, number>();
  #nextPair = 0;
  readonly #accountOfPair = new Column();
  readonly #permissionSetOfPair = new Column();
  readonly #isOutdated = new Column();
  readonly #pairsOfAccount = new Lists();
  readonly #pairsOfPermissionSet = new Lists();

  #nextRow = 0;
  #count = 0;
  readonly #pairOfRow = new Column();
  /** Twice the principal's number, plus one for a group. */
  readonly #holderOfRow = new Column();
  readonly #rowsOfPair = new Lists();
  readonly #rowsOfHolder = new Lists();

  get count(): number {
    return this.#count;
  }

  permissionSetsOf(accountId: string, status?: ProvisioningStatus): string[] {
    return this.#pairsOfAccount
      .of(this.#accounts.find(accountId))
      .filter((pair) => status === undefined || this.#status(pair) === status)
      .map((pair) => this.#permissionSets.key(this.#permissionSetOfPair.get(pair)));
  }

  accountsOf(permissionSetArn: string, status?: ProvisioningStatus): string[] {
    return this.#pairsOfPermissionSet
      .of(this.#permissionSets.find(permissionSetArn))
      .filter((pair) => status === undefined || this.#status(pair) === status)
      .map((pair) => this.#accounts.key(this.#accountOfPair.get(pair)));
  }

  ofPair(accountId: string, permissionSetArn: string): Assignment[] {
    return this.#rowsOfPair
      .of(this.#findPair(accountId, permissionSetArn))
      .map((row) => this.#assignment(row));
  }

  /** The principal's own rows. */
  ofPrincipal(principalType: PrincipalType, principalId: string, accountId?: string): Assignment[] {
    const rows = this.#rowsOfHolder.of(this.#findHolder(principalType, principalId));
    if (accountId === undefined) return rows.map((row) => this.#assignment(row));
    const account = this.#accounts.find(accountId);
    return rows
      .filter((row) => this.#accountOfPair.get(this.#pairOfRow.get(row)) === account)
      .map((row) => this.#assignment(row));
  }

  /** False when the row is there already. A new row brings the account the permission set's latest version. */
  add({ accountId, permissionSetArn, principalType, principalId }: Assignment): boolean {
    const pair = this.#findPair(accountId, permissionSetArn) ?? this.#addPair(accountId, permissionSetArn);
    const holder = holderOf(principalType, this.#principals(principalType).of(principalId));
    if (this.#findRow(pair, holder) !== undefined) return false;
    const row = this.#nextRow++;
    this.#pairOfRow.set(row, pair);
    this.#holderOfRow.set(row, holder);
    this.#rowsOfPair.add(pair, row);
    this.#rowsOfHolder.add(holder, row);
    this.#isOutdated.set(pair, 0);
    this.#count += 1;
    return true;
  }

  /** False when there is no such row. With a pair's last row the permission set leaves the account. */
  delete({ accountId, permissionSetArn, principalType, principalId }: Assignment): boolean {
    const pair = this.#findPair(accountId, permissionSetArn);
    const holder = this.#findHolder(principalType, principalId);
    if (pair === undefined || holder === undefined) return false;
    const row = this.#findRow(pair, holder);
    if (row === undefined) return false;
    this.#rowsOfPair.remove(pair, row);
    this.#rowsOfHolder.remove(holder, row);
    if (this.#rowsOfPair.isEmpty(pair)) this.#removePair(pair);
    this.#count -= 1;
    return true;
  }

  /** Marks what the account has as older than the permission set. */
  markOutdated(accountId: string, permissionSetArn: string): void {
    const pair = this.#findPair(accountId, permissionSetArn);
    if (pair !== undefined) this.#isOutdated.set(pair, 1);
  }

  /** Brings the account the permission set's latest version, and the permission set itself where it was not. */
  provision(accountId: string, permissionSetArn: string): void {
    const pair = this.#findPair(accountId, permissionSetArn) ?? this.#addPair(accountId, permissionSetArn);
    this.#isOutdated.set(pair, 0);
  }

  /** Takes the permission set from every account. False, and nothing is done, while anybody is assigned. */
  withdraw(permissionSetArn: string): boolean {
    const pairs = this.#pairsOfPermissionSet.of(this.#permissionSets.find(permissionSetArn));
    if (pairs.some((pair) => !this.#rowsOfPair.isEmpty(pair))) return false;
    for (const pair of pairs) this.#removePair(pair);
    return true;
  }

  #addPair(accountId: string, permissionSetArn: string): number {
    const account = this.#accounts.of(accountId);
    const permissionSet = this.#permissionSets.of(permissionSetArn);
    const pair = this.#nextPair++;
    this.#pairs.set(account * pairStride + permissionSet, pair);
    this.#accountOfPair.set(pair, account);
    this.#permissionSetOfPair.set(pair, permissionSet);
    this.#pairsOfAccount.add(account, pair);
    this.#pairsOfPermissionSet.add(permissionSet, pair);
    return pair;
  }

  #removePair(pair: number): void {
    const account = this.#accountOfPair.get(pair);
    const permissionSet = this.#permissionSetOfPair.get(pair);
    this.#pairs.delete(account * pairStride + permissionSet);
    this.#pairsOfAccount.remove(account, pair);
    this.#pairsOfPermissionSet.remove(permissionSet, pair);
  }

  #findPair(accountId: string, permissionSetArn: string): number | undefined {
    const account = this.#accounts.find(accountId);
    const permissionSet = this.#permissionSets.find(permissionSetArn);
    if (account === undefined || permissionSet === undefined) return undefined;
    return this.#pairs.get(account * pairStride + permissionSet);
  }

  #findHolder(principalType: PrincipalType, principalId: string): number | undefined {
    const principal = this.#principals(principalType).find(principalId);
    return principal === undefined ? undefined : holderOf(principalType, principal);
  }

  #findRow(pair: number, holder: number): number | undefined {
    return this.#rowsOfPair.find(pair, (row) => this.#holderOfRow.get(row) === holder);
  }

  #principals(principalType: PrincipalType): Ordinals {
    return principalType === 'USER' ? this.#users : this.#groups;
  }

  #status(pair: number): ProvisioningStatus {
    return this.#isOutdated.get(pair) === 1
      ? 'LATEST_PERMISSION_SET_NOT_PROVISIONED'
      : 'LATEST_PERMISSION_SET_PROVISIONED';
  }

  #assignment(row: number): Assignment {
    const pair = this.#pairOfRow.get(row);
    const holder = this.#holderOfRow.get(row);
    const principalType = holder % 2 === 0 ? 'USER' : 'GROUP';
    return {
      accountId: this.#accounts.key(this.#accountOfPair.get(pair)),
      permissionSetArn: this.#permissionSets.key(this.#permissionSetOfPair.get(pair)),
      principalType,
      principalId: this.#principals(principalType).key(Math.floor(holder / 2)),
    };
  }
}

function holderOf(principalType: PrincipalType, principal: number): number {
  return 2 * principal + (principalType === 'USER' ? 0 : 1);
}
