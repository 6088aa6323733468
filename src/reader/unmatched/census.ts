import {
  accountsKey,
  detailKey,
  permissionSetsKey,
  principalsKey,
  unitsKey,
  type ExtentKey,
} from '../../mirror/keys.ts';
import { principalKey, type PrincipalState, type PrincipalType } from '../../mirror/rows.ts';
import type { Freshness } from '../../reading/scope.ts';
import type { Facts } from '../facts/facts.ts';
import type { ManagedPolicyFacts, TagFacts } from '../extents/permission-set-details.ts';
import { namesOf } from '../filter/carried.ts';
import { permissionSetArn } from '../filter/ids.ts';
import { isInOrganization } from '../facts/from-aws.ts';
import { Names } from './names.ts';
import type { Kind } from './named-values.ts';

/** By list, as the mirror hands it out: the names on it are gathered once. */
const namesOnLists = new WeakMap<readonly PrincipalState[], Names>();

/** What permission sets carry, by the detail that tells it. */
interface Carried {
  readonly managedPolicies: ManagedPolicyFacts;
  readonly tags: TagFacts;
}

/** What there is and what there is not, as far as it was read and is fresh enough for a question. Makes no call. */
export class Census {
  readonly #facts: Facts;
  readonly #freshness: Freshness;

  constructor(facts: Facts, freshness: Freshness) {
    this.#facts = facts;
    this.#freshness = freshness;
  }

  /** All names of a kind; undefined where some may be unknown. */
  names(kind: Kind): Names | undefined {
    switch (kind) {
      case 'USER':
      case 'GROUP':
        return this.#principalNames(kind);
      case 'PERMISSION_SET':
        return this.#permissionSetNames();
      case 'ACCOUNT':
        return this.#accountNames();
      case 'UNIT':
        return this.#unitNames();
      case 'EMAIL':
        return this.#namesOfUsers('email');
      case 'DISPLAY_NAME':
        return this.#namesOfUsers('displayName');
      case 'MANAGED_POLICY':
        return this.#carried('managedPolicies', namesOf);
      case 'TAG_KEY':
        return this.#carried('tags', ({ key }) => [key]);
      case 'TAG':
        return this.#carried('tags', ({ key, value }) => [`${key}=${value}`]);
      default:
        return kind satisfies never;
    }
  }

  /** Ids of a kind that are known, for whoever mistyped one. */
  ids(kind: Kind): readonly string[] {
    const { accounts, permissionSets, units } = this.#facts.mirror;
    switch (kind) {
      case 'USER':
      case 'GROUP':
        if (!this.#isRead(principalsKey(kind))) return [];
        return this.#facts.listed.of(kind).map(({ principalId }) => principalId);
      case 'PERMISSION_SET':
        return [...permissionSets.all().keys()];
      case 'ACCOUNT':
        return accounts.list().map(({ accountId }) => accountId);
      case 'UNIT':
        return units.listAfter('', Number.POSITIVE_INFINITY).map(({ unitId }) => unitId);
      case 'EMAIL':
      case 'DISPLAY_NAME':
      case 'MANAGED_POLICY':
      case 'TAG_KEY':
      case 'TAG':
        return [];
      default:
        return kind satisfies never;
    }
  }

  /** Those of the ids that are certainly of nothing of the kind. Of a principal: that the identity store does not have. */
  lacking(kind: Kind, ids: readonly string[]): string[] {
    switch (kind) {
      case 'USER':
      case 'GROUP':
        return this.#lackingPrincipals(kind, ids);
      case 'PERMISSION_SET':
        return this.#lackingPermissionSets(ids);
      case 'ACCOUNT':
        return this.#lackingAccounts(ids);
      case 'UNIT':
        return this.#lackingUnits(ids);
      case 'EMAIL':
      case 'DISPLAY_NAME':
      case 'MANAGED_POLICY':
      case 'TAG_KEY':
      case 'TAG':
        return [];
      default:
        return kind satisfies never;
    }
  }

  #principalNames(type: PrincipalType): Names | undefined {
    if (!this.#isListWhole(type)) return undefined;
    const everybody = this.#facts.listed.of(type);
    const known = namesOnLists.get(everybody) ?? new Names(everybody);
    namesOnLists.set(everybody, known);
    return known;
  }

  #permissionSetNames(): Names | undefined {
    if (!this.#isRead(permissionSetsKey)) return undefined;
    const sets = [...this.#facts.mirror.permissionSets.all().values()];
    return sets.every(({ readAt }) => this.#isTold(readAt)) ? new Names(sets) : undefined;
  }

  #accountNames(): Names | undefined {
    const { accounts } = this.#facts.mirror;
    // An account that the list lacks may have the name.
    if (!this.#isRead(accountsKey) || accounts.strays().length > 0) return undefined;
    return new Names(accounts.list());
  }

  #unitNames(): Names | undefined {
    if (!this.#isRead(unitsKey)) return undefined;
    return new Names(this.#facts.mirror.units.listAfter('', Number.POSITIVE_INFINITY));
  }

  #namesOfUsers(member: 'displayName' | 'email'): Names | undefined {
    if (!this.#isListWhole('USER')) return undefined;
    return new Names(this.#facts.listed.of('USER').map((user) => ({ name: user[member] })));
  }

  /** What all permission sets carry; undefined where one of them was not asked for it. */
  #carried<Kind extends keyof Carried>(
    detail: Kind,
    textsOf: (one: Carried[Kind]) => readonly string[],
  ): Names | undefined {
    if (!this.#isRead(permissionSetsKey)) return undefined;
    const { coverage, lists, permissionSets } = this.#facts.mirror;
    const keys = [...permissionSets.all().keys()].map((arn) => detailKey(detail, arn));
    if (!keys.every((key) => this.#isTold(coverage.readAt(key)))) return undefined;
    // The cast: the values are as the extent of that detail brought them.
    const values = keys.flatMap((key) => lists.of(key).map(({ value }) => value as Carried[Kind]));
    return new Names(values.flatMap(textsOf).map((name) => ({ name })));
  }

  /** Who was asked for by id and is not there, or is missing from a list that lacks nobody whom the store has. */
  #lackingPrincipals(type: PrincipalType, ids: readonly string[]): string[] {
    if (this.#facts.directory.doubt()) return [];
    const keyOf = (principalId: string) => principalKey({ principalType: type, principalId });
    const wanted = ids.map((principalId) => ({ principalType: type, principalId }));
    const known = this.#facts.mirror.principals.byId(wanted);
    const isWhole = this.#isListWhole(type);
    return ids.filter((id) => {
      const told = known.get(keyOf(id));
      const isGone = told?.deleted === true && this.#isTold(told.readAt);
      const isMissing = isWhole && told?.deleted !== false;
      return isGone || isMissing || this.#isAbsent(keyOf(id));
    });
  }

  #lackingPermissionSets(ids: readonly string[]): string[] {
    const { permissionSets, pairs } = this.#facts.mirror;
    const isListRead = this.#isRead(permissionSetsKey);
    return ids.filter((id) => {
      const arn = permissionSetArn(id, this.#facts.instance.instanceArn, 'filter');
      const told = permissionSets.byArn([arn]).get(arn);
      const isNothing = told !== undefined && told.name === null && this.#isTold(told.readAt);
      const isUnlisted = isListRead && !permissionSets.isListed(arn);
      const isLacking = isUnlisted || isNothing || this.#isAbsent(`permission-set/${arn}`);
      return isLacking && pairs.accountsOf([arn]).size === 0;
    });
  }

  #lackingAccounts(ids: readonly string[]): string[] {
    const { accounts, pairs } = this.#facts.mirror;
    const listed = this.#isRead(accountsKey) ? new Set(this.ids('ACCOUNT')) : undefined;
    const known = accounts.byId(ids);
    return ids.filter((id) => {
      const told = known.get(id);
      if (told && isInOrganization(told)) return false;
      const isNothing = told !== undefined && this.#isTold(told.readAt);
      const isUnlisted = listed !== undefined && !listed.has(id);
      const isLacking = isUnlisted || isNothing || this.#isAbsent(`account/${id}`);
      return isLacking && pairs.ofAccounts([id]).length === 0;
    });
  }

  #lackingUnits(ids: readonly string[]): string[] {
    const listed = this.#isRead(unitsKey) ? new Set(this.ids('UNIT')) : undefined;
    const known = this.#facts.mirror.units.byId(ids);
    return ids.filter((id) => {
      const told = known.get(id);
      if (told && told.name !== null) return false;
      return (listed !== undefined && !listed.has(id)) || this.#isTold(told?.readAt);
    });
  }

  #isListWhole(type: PrincipalType): boolean {
    return this.#isRead(principalsKey(type)) && !this.#facts.mirror.principals.isListShort(type);
  }

  #isRead(key: ExtentKey): boolean {
    return this.#facts.mirror.coverage.isFresh(key, this.#freshness.assignments);
  }

  #isTold(readAt: number | null | undefined): boolean {
    return readAt !== null && readAt !== undefined && readAt >= this.#freshness.names;
  }

  #isAbsent(key: string): boolean {
    const at = this.#facts.source.absences.at(key);
    return at !== undefined && at >= this.#freshness.assignments;
  }
}
