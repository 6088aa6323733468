import { accountsKey, accountsOfKey, type ExtentKey, permissionSetsKey, provisionedKey } from '../keys.ts';
import { never, type State } from '../state/state.ts';
import { summaryOf } from '../state/summary.ts';

/** How much of something was read. */
export interface Standing {
  readonly known: number;
  readonly read: number;
  /** When the read of the oldest of them began, in epoch milliseconds; undefined when none was read. */
  readonly oldestAt: number | undefined;
}

/** How much of the whole organization was read, as far as it is known. */
export interface StandingOfAll {
  /**
   * The lists that tell which pairs there are: those of the accounts, or those of the permission sets, whichever more was
   * read of.
   */
  readonly lists: Standing;
  /** The assignments of each provisioned pair. */
  readonly pairs: Standing;
  /** Whether no list and no pair is left to be read, and the list of all accounts or permission sets neither. */
  readonly isComplete: boolean;
}

export function standingOf(state: State): StandingOfAll {
  const { accounts, sets } = state;
  const ofAccounts = [...accounts.values()].filter(({ listed }) => listed);
  const ofSets = [...sets.values()].filter(({ isListed }) => isListed);
  const [byAccount, bySet] = [
    listsOf(
      state,
      accountsKey,
      ofAccounts.map(({ id }) => provisionedKey(id)),
    ),
    listsOf(
      state,
      permissionSetsKey,
      ofSets.map(({ id }) => accountsOfKey(id)),
    ),
  ];
  const lists = shareOf(bySet) > shareOf(byAccount) ? bySet : byAccount;
  const pairs = pairsOf(state);
  const isComplete = shareOf(lists) === 1 && pairs.read === pairs.known;
  return { lists, pairs, isComplete };
}

function listsOf({ extents }: State, all: ExtentKey, keys: readonly ExtentKey[]): Standing {
  const reads = [all, ...keys].map(({ text }) => extents.get(text)?.readAt).filter((at) => at !== undefined);
  return { known: keys.length + 1, read: reads.length, oldestAt: oldestOf(reads) };
}

function pairsOf({ accounts, totals }: State): Standing {
  const reads: number[] = [];
  for (const account of accounts.values()) {
    const { oldest } = summaryOf(account);
    if (oldest !== never) reads.push(oldest);
    // Of an account with a pair that was never read the others tell.
    else
      for (const { isProvisioned, readAt } of account.pairs.values())
        if (isProvisioned && readAt !== undefined) reads.push(readAt);
  }
  return { known: totals.pairs, read: totals.read, oldestAt: oldestOf(reads) };
}

function shareOf({ read, known }: Standing): number {
  return read / known;
}

/** Undefined of none; an account without pairs is as old as nothing. */
function oldestOf(reads: readonly number[]): number | undefined {
  const oldest = reads.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  return oldest === Number.POSITIVE_INFINITY ? undefined : oldest;
}
