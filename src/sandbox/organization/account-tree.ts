import { accountId, organizationalUnitId } from './ids.ts';
import { KeyedList } from './keyed-list.ts';
import type { Random } from './random.ts';
import { type Account, type OrganizationalUnit, OrganizationError } from './types.ts';

/** AWS Organizations nests OUs five levels deep below the root. */
const maxDepth = 5;

/** The accounts in their tree of organizational units. */
export class AccountTree {
  readonly rootId: string;
  readonly #random: Random;
  readonly #accounts = new KeyedList<Account>((account) => account.id);
  readonly #units = new KeyedList<OrganizationalUnit>((unit) => unit.id);
  readonly #emails = new Set<string>();
  readonly #accountIdsUnder = new Map<string, Set<string>>();
  readonly #unitsUnder = new Map<string, OrganizationalUnit[]>();

  constructor(rootId: string, random: Random) {
    this.rootId = rootId;
    this.#random = random;
  }

  accounts(): readonly Account[] {
    return this.#accounts.rows;
  }

  account(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  accountsOf(parentId: string): readonly Account[] {
    return Array.from(this.#accountIdsUnder.get(parentId) ?? [], (id) => this.#require(id));
  }

  units(): readonly OrganizationalUnit[] {
    return this.#units.rows;
  }

  unit(id: string): OrganizationalUnit | undefined {
    return this.#units.get(id);
  }

  unitsOf(parentId: string): readonly OrganizationalUnit[] {
    return this.#unitsUnder.get(parentId) ?? [];
  }

  hasParent(id: string): boolean {
    return id === this.rootId || this.#units.has(id);
  }

  ancestors(childId: string): readonly string[] {
    const parentId = (this.#accounts.get(childId) ?? this.#units.get(childId))?.parentId;
    return parentId === undefined ? [] : [...this.ancestors(parentId), parentId];
  }

  addAccount(input: Omit<Account, 'id'>): Account {
    if (this.#emails.has(input.email))
      throw new OrganizationError('CONFLICT', 'ACCOUNT', `An account with the email ${input.email} exists`);
    let id = accountId(this.#random);
    while (this.#accounts.has(id)) id = accountId(this.#random);
    const account = { id, ...input };
    this.#accounts.add(account);
    this.#emails.add(input.email);
    this.#childrenIds(input.parentId).add(id);
    return account;
  }

  moveAccount(id: string, sourceParentId: string, destinationParentId: string): void {
    const account = this.#require(id);
    if (account.parentId !== sourceParentId)
      throw new OrganizationError('NOT_FOUND', 'SOURCE_PARENT', `Account ${id} is not in ${sourceParentId}`);
    if (!this.hasParent(destinationParentId))
      throw new OrganizationError('NOT_FOUND', 'DESTINATION_PARENT', `${destinationParentId} does not exist`);
    if (sourceParentId === destinationParentId)
      throw new OrganizationError(
        'CONFLICT',
        'ACCOUNT',
        `Account ${id} is in ${destinationParentId} already`,
      );
    this.#accounts.replace(account, { ...account, parentId: destinationParentId });
    this.#childrenIds(sourceParentId).delete(id);
    this.#childrenIds(destinationParentId).add(id);
  }

  closeAccount(id: string): void {
    const account = this.#require(id);
    if (account.state === 'CLOSED')
      throw new OrganizationError('CONFLICT', 'ACCOUNT', `Account ${id} is closed already`);
    this.#accounts.replace(account, { ...account, state: 'CLOSED' });
  }

  addUnit(parentId: string, name: string): OrganizationalUnit {
    if (!this.hasParent(parentId))
      throw new OrganizationError('NOT_FOUND', 'PARENT', `${parentId} does not exist`);
    // The root counts as an ancestor, but not as a level.
    if (this.ancestors(parentId).length >= maxDepth)
      throw new OrganizationError(
        'INVALID',
        'ORGANIZATIONAL_UNIT',
        `OUs nest ${maxDepth} levels deep at most`,
      );
    this.#requireFreeName(parentId, name);
    let id = organizationalUnitId(this.#random, this.rootId);
    while (this.#units.has(id)) id = organizationalUnitId(this.#random, this.rootId);
    const unit = { id, name, parentId };
    this.#units.add(unit);
    this.#unitsUnder.set(parentId, [...this.unitsOf(parentId), unit]);
    return unit;
  }

  renameUnit(id: string, name: string): OrganizationalUnit {
    const old = this.#requireUnit(id);
    if (old.name === name) return old;
    this.#requireFreeName(old.parentId, name);
    const unit = { ...old, name };
    this.#units.replace(old, unit);
    this.#unitsUnder.set(
      unit.parentId,
      this.unitsOf(unit.parentId).map((sibling) => (sibling === old ? unit : sibling)),
    );
    return unit;
  }

  /**
   * One that has no units and no open accounts any more. AWS keeps a closed account for 90 days, and its OU with it;
   * here it moves to the root, so that whatever was made can be taken down again.
   */
  removeUnit(id: string): void {
    const unit = this.#requireUnit(id);
    const accounts = this.accountsOf(id);
    if (this.unitsOf(id).length > 0 || accounts.some(({ state }) => state !== 'CLOSED'))
      throw new OrganizationError('INVALID', 'FULL_ORGANIZATIONAL_UNIT', `${id} has accounts or units`);
    for (const account of accounts) this.moveAccount(account.id, id, this.rootId);
    this.#units.remove(unit);
    this.#unitsUnder.set(
      unit.parentId,
      this.unitsOf(unit.parentId).filter((sibling) => sibling !== unit),
    );
  }

  #require(id: string): Account {
    const account = this.#accounts.get(id);
    if (!account) throw new OrganizationError('NOT_FOUND', 'ACCOUNT', `Account ${id} does not exist`);
    return account;
  }

  #requireUnit(id: string): OrganizationalUnit {
    const unit = this.#units.get(id);
    if (!unit)
      throw new OrganizationError(
        'NOT_FOUND',
        'ORGANIZATIONAL_UNIT',
        `There is no organizational unit ${id}`,
      );
    return unit;
  }

  #requireFreeName(parentId: string, name: string): void {
    if (this.unitsOf(parentId).some((unit) => unit.name === name))
      throw new OrganizationError('CONFLICT', 'ORGANIZATIONAL_UNIT', `${parentId} has an OU named ${name}`);
  }

  #childrenIds(parentId: string): Set<string> {
    const known = this.#accountIdsUnder.get(parentId) ?? new Set();
    this.#accountIdsUnder.set(parentId, known);
    return known;
  }
}
