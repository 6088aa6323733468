import { principalsKey } from '../keys.ts';
import { indexFrom } from '../state/dictionary.ts';
import { knownPrincipal } from '../state/known.ts';
import { isNobody } from './negative.ts';
import { toRow } from './pairs.ts';
import {
  principalKey,
  principalWord,
  type KnownPrincipal,
  type PairRow,
  type PrincipalId,
  type PrincipalType,
} from '../rows.ts';
import { never, type Principal, type State } from '../state/state.ts';

/** A principal who is missing from the list of their type. */
export interface MissingPrincipal extends PrincipalId {
  /** Does an assignment or an entitlement name them? */
  readonly isNamed: boolean;
  readonly listReadAt: number;
}

/** Users and groups: what the identity store told of each, and which of them it no longer knows. */
export class Principals {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Those that the identity store has, or with `deleted` those that only assignments still name, by type and id. */
  listAfter(
    [type = '', id = '']: readonly string[],
    { types, deleted }: { readonly types: readonly PrincipalType[]; readonly deleted: boolean },
    limit: number,
  ): KnownPrincipal[] {
    const principals = this.#state.principals.inOrder();
    const after = principalWord({ principalType: type, principalId: id });
    const found: KnownPrincipal[] = [];
    for (let n = indexFrom(principals, after); n < principals.length && found.length < limit; n++) {
      const principal = principals[n];
      if (!principal || principal.id === after || !types.includes(principal.principalType)) continue;
      if (deleted && principal.pairs.length === 0) continue;
      const known = knownPrincipal(this.#state, principal);
      if (known.deleted === deleted) found.push(known);
    }
    return found;
  }

  /** Those of a type that the identity store has, in order, one by one. */
  *existing(type: PrincipalType): Generator<KnownPrincipal> {
    for (const principal of this.#state.principals.inOrder()) {
      if (principal.principalType !== type) continue;
      const known = knownPrincipal(this.#state, principal);
      if (known.deleted === false) yield known;
    }
  }

  /** Finds out what the first question about everybody would have to wait for. */
  *prepare(): Generator<void> {
    for (const principal of this.#state.principals.inOrder()) {
      knownPrincipal(this.#state, principal);
      yield;
    }
  }

  /** Notes that a question named these principals; nothing is told about them. */
  heardOf(ids: Iterable<PrincipalId>, seenAt: number): void {
    for (const id of ids) {
      const principal = this.#state.principals.intern(principalWord(id));
      principal.seenAt = Math.min(principal.seenAt, seenAt);
      principal.isHeardOf = true;
    }
  }

  /**
   * Those of the principals who are missing from the list although they were known before it began, and were not asked
   * for by id since.
   */
  missing(ids: Iterable<PrincipalId>): MissingPrincipal[] {
    const found: MissingPrincipal[] = [];
    for (const id of ids) {
      const principal = this.#state.principals.get(principalWord(id));
      if (principal && this.#isMissing(principal))
        found.push({
          ...idOf(principal),
          isNamed: principal.pairs.length > 0 || Boolean(principal.entitlements?.size),
          listReadAt: this.#listedAt(principal.principalType),
        });
    }
    return found;
  }

  /** Those whom the latest list of their type does not have, and of whom it is not known that they are deleted. */
  unlisted<Id extends PrincipalId>(ids: readonly Id[]): Id[] {
    return ids.filter((id) => {
      const principal = this.#state.principals.get(principalWord(id));
      if (principal?.listed || this.#listedAt(id.principalType) === never) return false;
      return !principal || knownPrincipal(this.#state, principal).deleted !== true;
    });
  }

  /** How many principals of a type are missing from its list in this way and are named by an assignment. */
  countMissing(type: PrincipalType): number {
    let count = 0;
    for (const principal of this.#state.principals.values())
      if (principal.principalType === type && principal.pairs.length > 0 && this.#isMissing(principal))
        count++;
    return count;
  }

  /** Is somebody missing from the list who was known before it began, and was described as existing since? */
  isListShort(type: PrincipalType): boolean {
    const listedAt = this.#listedAt(type);
    for (const { principalType, listed, described, seenAt } of this.#state.describedPrincipals)
      if (
        principalType === type &&
        !listed &&
        described?.facts &&
        seenAt <= listedAt &&
        described.readAt > listedAt
      )
        return true;
    return false;
  }

  /**
   * Whether the identity store ever told of anybody, and of how many ids (up to `atMost`) it has said that it does not
   * know them.
   */
  tally(atMost: number): { readonly hasFound: boolean; readonly unknown: number } {
    let unknown = 0;
    for (const principal of this.#state.principals.values()) {
      const { deleted, readAt } = knownPrincipal(this.#state, principal);
      if (readAt !== null && deleted !== true) return { hasFound: true, unknown };
      if (deleted) unknown = Math.min(atMost, unknown + 1);
    }
    return { hasFound: false, unknown };
  }

  #isMissing(principal: Principal): boolean {
    const { listed, principalType, seenAt } = principal;
    const isOpen = !listed && seenAt <= this.#listedAt(principalType);
    return isOpen && knownPrincipal(this.#state, principal).deleted === null;
  }

  #listedAt(type: PrincipalType): number {
    return this.#state.extents.get(principalsKey(type).text)?.readAt ?? never;
  }

  /** Everybody whom an assignment names and of whom nothing has been told since `notBefore`. */
  assignedUnknown(notBefore: number): PrincipalId[] {
    const isUnknown = (principal: Principal) => {
      if (principal.pairs.length === 0) return false;
      const { deleted, readAt } = knownPrincipal(this.#state, principal);
      return deleted === null || (readAt ?? never) < notBefore;
    };
    return this.#state.principals.inOrder().filter(isUnknown).map(idOf);
  }

  /** What is known of everybody whom an assignment names. */
  *assigned(): Generator<KnownPrincipal> {
    for (const principal of this.#state.principals.values())
      if (principal.pairs.length > 0) yield knownPrincipal(this.#state, principal);
  }

  /** Groups that an assignment or an entitlement names. */
  *groupsWithGrants(): Generator<PrincipalId> {
    for (const principal of this.#state.principals.values())
      if (
        principal.principalType === 'GROUP' &&
        (principal.pairs.length > 0 || (principal.entitlements?.size ?? 0) > 0)
      )
        yield principal;
  }

  /** Does an assignment of some pair name it? */
  isAssigned(id: PrincipalId): boolean {
    return (this.#state.principals.get(principalWord(id))?.pairs.length ?? 0) > 0;
  }

  /** The pairs whose assignments name it, in no order, however long ago each was read. */
  pairsThatName(id: PrincipalId): PairRow[] {
    return (this.#state.principals.get(principalWord(id))?.pairs ?? []).map(toRow);
  }

  /** Has a list, a description or a grant told of it? */
  isTold({ principalType, principalId }: PrincipalId): boolean {
    return !isNobody(this.#state, principalType, principalId);
  }

  /** Users of a userName or email, or groups of a displayName, among those that the store has. */
  named(type: PrincipalType, column: 'name' | 'email', matches: (text: string) => boolean): KnownPrincipal[] {
    const all = this.listAfter([], { types: [type], deleted: false }, Number.POSITIVE_INFINITY);
    return all.filter(({ [column]: text }) => text !== null && matches(text));
  }

  /** Undefined of one never heard of. */
  get(id: PrincipalId): KnownPrincipal | undefined {
    const principal = this.#state.principals.get(principalWord(id));
    return principal && knownPrincipal(this.#state, principal);
  }

  /** By `principalKey`. Principals never heard of are left out. */
  byId(ids: Iterable<PrincipalId>): Map<string, KnownPrincipal> {
    const found = new Map<string, KnownPrincipal>();
    for (const id of ids) {
      const principal = this.#state.principals.get(principalWord(id));
      if (principal) found.set(principalKey(id), knownPrincipal(this.#state, principal));
    }
    return found;
  }
}

function idOf({ principalType, principalId }: Principal): PrincipalId {
  return { principalType, principalId };
}
