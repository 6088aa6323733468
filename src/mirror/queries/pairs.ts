import { indexFrom } from '../state/dictionary.ts';
import type { AssignmentKey, PairRow } from '../rows.ts';
import { summaryOf, pairsInOrder } from '../state/summary.ts';
import { never, type Account, type Pair, type State, type Totals } from '../state/state.ts';

/** A part of all pairs. */
export interface PairBounds {
  readonly accountIds?: readonly string[] | undefined;
  readonly permissionSetArns?: readonly string[] | undefined;
}

/** Which permission sets are provisioned in which accounts, and since when the assignments of each pair are known. */
export class Pairs {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** The provisioned pairs of these accounts, in order. */
  ofAccounts(accountIds: readonly string[]): PairRow[] {
    return accountIds.toSorted().flatMap((id) => {
      const account = this.#state.accounts.get(id);
      return account ? pairsInOrder(account).filter(isProvisioned).map(toRow) : [];
    });
  }

  /** Ids of the accounts in which a permission set is provisioned, after an id, in order. */
  accountsAfter(arn: string, accountId: string, limit: number): string[] {
    const pairs = this.#state.sets.get(arn)?.pairs.values() ?? [];
    const ids = [...pairs].filter(isProvisioned).map(({ account }) => account.id);
    return ids
      .filter((id) => id > accountId)
      .toSorted()
      .slice(0, limit);
  }

  /** Ids of the accounts in which any of these permission sets is provisioned. */
  accountsOf(arns: Iterable<string>): Set<string> {
    const ids = new Set<string>();
    for (const arn of arns)
      for (const pair of this.#state.sets.get(arn)?.pairs.values() ?? [])
        if (pair.isProvisioned) ids.add(pair.account.id);
    return ids;
  }

  isProvisioned(accountId: string, arn: string): boolean {
    return this.#get(accountId, arn)?.isProvisioned ?? false;
  }

  /** When the read of its assignments began. */
  readAt(accountId: string, arn: string): number | undefined {
    return this.#get(accountId, arn)?.readAt;
  }

  /** Since when it is known who is assigned in it: what changed before is not. */
  knownSince(accountId: string, arn: string): number | undefined {
    return this.#get(accountId, arn)?.knownSince;
  }

  /** Provisioned pairs of which it is not known who was assigned at a moment, by account, with how many there are. */
  notKnownAt(
    moment: number,
    bounds: PairBounds,
  ): { readonly accountIds: readonly string[]; readonly pairs: number } {
    const accountIds: string[] = [];
    let pairs = 0;
    for (const { account, arns } of this.#within(bounds)) {
      if (summaryOf(account).knownSince <= moment) continue;
      const before = pairs;
      for (const { isProvisioned: is, set, knownSince = Number.POSITIVE_INFINITY } of account.pairs.values())
        if (is && knownSince > moment && arns?.has(set.id) !== false) pairs++;
      if (pairs > before) accountIds.push(account.id);
    }
    return { accountIds, pairs };
  }

  /** How many assignments the mirror has in it. */
  sizeOf(accountId: string, arn: string): number {
    return this.#get(accountId, arn)?.members.length ?? 0;
  }

  /** Provisioned pairs whose assignments were not read since `notBefore`, and the calls of 100 rows that this takes. */
  stale(notBefore: number, bounds: PairBounds): { readonly pairs: number; readonly calls: number } {
    let pairs = 0;
    let calls = 0;
    for (const { account, arns } of this.#within(bounds)) {
      if (summaryOf(account).oldest >= notBefore) continue;
      for (const { set, readAt = never, members, ...pair } of account.pairs.values()) {
        if (!pair.isProvisioned || readAt >= notBefore || arns?.has(set.id) === false) continue;
        pairs++;
        calls += Math.max(1, Math.ceil(members.length / 100));
      }
    }
    return { pairs, calls };
  }

  /** Provisioned pairs, and the assignments that were read of them, however long ago: a statistic for planning. */
  total(bounds: PairBounds = {}): Readonly<Totals> {
    if (!bounds.accountIds && !bounds.permissionSetArns) return this.#state.totals;
    const total = { pairs: 0, read: 0, rows: 0 };
    const add = ({ pairs, read, rows }: Readonly<Totals>) => {
      total.pairs += pairs;
      total.read += read;
      total.rows += rows;
    };
    for (const { account, arns } of this.#within(bounds)) {
      if (!arns) add(summaryOf(account));
      else
        for (const { set, readAt, members, ...pair } of account.pairs.values())
          if (pair.isProvisioned && arns.has(set.id))
            add({ pairs: 1, read: readAt === undefined ? 0 : 1, rows: members.length });
    }
    return total;
  }

  /**
   * Of the pairs that are provisioned here and were read since `notBefore`, when the oldest was read, from the pair of
   * `from` on up to that of `upTo`. Undefined where there are none.
   */
  oldest(
    notBefore: number,
    bounds: PairBounds,
    from?: AssignmentKey,
    upTo?: AssignmentKey,
  ): number | undefined {
    const isWithin = ({ account, set }: Pair) => {
      if (from && account.id === from.accountId && set.id < (from.permissionSetArn ?? '~')) return false;
      return !upTo || account.id !== upTo.accountId || set.id <= (upTo.permissionSetArn ?? '~');
    };
    let oldest = Number.POSITIVE_INFINITY;
    for (const { account, arns } of this.#within(bounds, from?.accountId, upTo?.accountId)) {
      const isWhole = !arns && account.id !== from?.accountId && account.id !== upTo?.accountId;
      const summary = summaryOf(account);
      if (isWhole && summary.oldest >= notBefore) oldest = Math.min(oldest, summary.oldest);
      else
        for (const pair of account.pairs.values()) {
          const { readAt = never } = pair;
          if (!pair.isProvisioned || readAt < notBefore || arns?.has(pair.set.id) === false) continue;
          if (isWithin(pair)) oldest = Math.min(oldest, readAt);
        }
    }
    return oldest === Number.POSITIVE_INFINITY ? undefined : oldest;
  }

  #get(accountId: string, arn: string): Pair | undefined {
    return this.#state.accounts.get(accountId)?.pairs.get(arn);
  }

  *#within(
    { accountIds, permissionSetArns }: PairBounds,
    from = '',
    upTo = '~',
  ): Generator<{ readonly account: Account; readonly arns: ReadonlySet<string> | undefined }> {
    const arns = permissionSetArns && new Set(permissionSetArns);
    const { accounts } = this.#state;
    const all = accountIds?.map((id) => accounts.get(id)) ?? accounts.inOrder();
    const start = accountIds ? 0 : indexFrom(accounts.inOrder(), from);
    for (let n = start; n < all.length; n++) {
      const account = all[n];
      if (account && account.id >= from && account.id <= upTo) yield { account, arns };
    }
  }
}

function isProvisioned(pair: Pair): boolean {
  return pair.isProvisioned;
}

export function toRow({ account, set, readAt, members }: Pair): PairRow {
  return { accountId: account.id, permissionSetArn: set.id, readAt: readAt ?? null, size: members.length };
}
