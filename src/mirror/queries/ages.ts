import { accountsKey, principalsKey, provisionedKey } from '../keys.ts';
import { knownPermissionSet, knownPrincipal } from '../state/known.ts';
import type { PrincipalId, PrincipalType } from '../rows.ts';
import { never, type State } from '../state/state.ts';
import { summaryOf } from '../state/summary.ts';

/** Something that was read, when that read began, or undefined when it never was. Epoch milliseconds. */
export interface Aged<Id> {
  readonly id: Id;
  readonly readAt: number | undefined;
}

export interface PairId {
  readonly accountId: string;
  readonly permissionSetArn: string;
}

/** How many there are to keep fresh, as far as the mirror knows. */
export interface Sizes {
  readonly accounts: number;
  readonly pairs: number;
  readonly permissionSets: number;
}

/** What was read longest ago in the whole organization; what was never read comes first. */
export class Ages {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Provisioned pairs. */
  oldestPairs(limit: number): Aged<PairId>[] {
    // The oldest `limit` pairs all lie in the `limit` accounts whose oldest pair is oldest.
    const accounts = [...this.#state.accounts.values()]
      .filter((account) => summaryOf(account).pairs > 0)
      .toSorted((one, other) => byAge(summaryOf(one).oldest, summaryOf(other).oldest))
      .slice(0, limit);
    const pairs = accounts.flatMap((account) =>
      [...account.pairs.values()].filter((pair) => pair.isProvisioned),
    );
    return oldest(
      pairs.map(({ account, set, readAt }) => ({
        id: { accountId: account.id, permissionSetArn: set.id },
        readAt,
      })),
      limit,
    );
  }

  /** Listed accounts, by the age of the list of what is provisioned to them. */
  oldestProvisioned(limit: number): Aged<string>[] {
    const { accounts, extents } = this.#state;
    const listed = [...accounts.values()].filter(({ listed: isListed }) => isListed);
    const aged = listed.map(({ id }) => ({ id, readAt: extents.get(provisionedKey(id).text)?.readAt }));
    return oldest(aged, limit);
  }

  /** Listed permission sets, by the age of their description. */
  oldestPermissionSets(limit: number): Aged<string>[] {
    const listed = [...this.#state.sets.values()].filter(({ isListed }) => isListed);
    return oldest(
      listed.map((set) => ({ id: set.id, readAt: knownPermissionSet(set).readAt ?? undefined })),
      limit,
    );
  }

  /** Principals whom assignments name, and of whom the list of their type does not tell: it is older, or refused. */
  oldestUnlisted(limit: number): Aged<PrincipalId>[] {
    const { extents, principals } = this.#state;
    const listedAt = (type: PrincipalType) =>
      extents.get(principalsKey(type).text)?.readAt ?? Number.POSITIVE_INFINITY;
    const aged: Aged<PrincipalId>[] = [];
    for (const principal of principals.values()) {
      if (principal.pairs.length === 0) continue;
      const { principalType, principalId } = principal;
      const { readAt, deleted } = knownPrincipal(this.#state, principal);
      if (readAt === null || deleted === null || readAt < listedAt(principalType))
        aged.push({ id: { principalType, principalId }, readAt: readAt ?? undefined });
    }
    return oldest(aged, limit);
  }

  sizes(): Sizes {
    const { extents, totals, sets } = this.#state;
    return {
      accounts: extents.get(accountsKey.text)?.size ?? 0,
      pairs: totals.pairs,
      permissionSets: [...sets.values()].filter(({ isListed }) => isListed).length,
    };
  }
}

function oldest<Id>(aged: readonly Aged<Id>[], limit: number): Aged<Id>[] {
  return aged.toSorted((one, other) => byAge(one.readAt, other.readAt)).slice(0, limit);
}

/** Both may be before everything, where a difference is no number. */
function byAge(one = never, other = never): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
