import { provisionedKey, type ExtentKey } from '../keys.ts';
import { never, type State } from '../state/state.ts';

/** Which extents were read, and since when; of pairs see `Pairs`. */
export class Coverage {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** When the last complete read of it began, in epoch milliseconds. */
  readAt({ text }: ExtentKey): number | undefined {
    return this.#state.extents.get(text)?.readAt;
  }

  /** Since when what it tells of is known, in epoch milliseconds: what changed before is not. */
  knownSince({ text }: ExtentKey): number | undefined {
    return this.#state.extents.get(text)?.knownSince;
  }

  isFresh(key: ExtentKey, notBefore: number): boolean {
    return (this.readAt(key) ?? never) >= notBefore;
  }

  /** How many facts it held when it was last read, however long ago: a statistic for planning. */
  sizeOf({ text }: ExtentKey): number | undefined {
    return this.#state.extents.get(text)?.size;
  }

  /**
   * When the oldest of the lists was read that tell what is provisioned to these accounts: their own, and, where one
   * of these was not read since `notBefore`, those of the permission sets.
   */
  oldestList(accountIds: Iterable<string>, notBefore: number): number | undefined {
    const { extents, sets } = this.#state;
    let oldest = Number.POSITIVE_INFINITY;
    let areAllFresh = true;
    const look = (readAt = never) => {
      if (readAt < notBefore) return false;
      oldest = Math.min(oldest, readAt);
      return true;
    };
    for (const accountId of accountIds)
      areAllFresh = look(extents.get(provisionedKey(accountId).text)?.readAt) && areAllFresh;
    if (!areAllFresh) for (const { accountsText } of sets.values()) look(extents.get(accountsText)?.readAt);
    return oldest === Number.POSITIVE_INFINITY ? undefined : oldest;
  }

  /** The lists of what is provisioned to accounts, and those of where permission sets are, with their facts together. */
  get sizes() {
    const { listsOfAccounts, listsOfSets } = this.#state;
    return { ofAccounts: listsOfAccounts, ofSets: listsOfSets };
  }
}
