import { never, type Account, type Pair, type Summary } from './state.ts';

/** An account's pairs, ordered by the ARNs of their permission sets. */
export function pairsInOrder(account: Account): readonly Pair[] {
  return (account.pairsInOrder ??= [...account.pairs.values()].sort((one, other) =>
    one.set.id < other.set.id ? -1 : 1,
  ));
}

/** The summary of an account's pairs, computed once after each change. */
export function summaryOf(account: Account): Summary {
  return (account.summary ??= sumUp(account));
}

function sumUp({ pairs }: Account): Summary {
  const byType = { GROUP: 0, USER: 0 };
  const sum = { pairs: 0, read: 0, rows: 0, oldest: Number.POSITIVE_INFINITY, knownSince: never, byType };
  for (const { isProvisioned, readAt, knownSince = Number.POSITIVE_INFINITY, members } of pairs.values()) {
    for (const { principalType } of members) byType[principalType]++;
    if (!isProvisioned) continue;
    sum.pairs++;
    sum.read += readAt === undefined ? 0 : 1;
    sum.rows += members.length;
    sum.oldest = Math.min(sum.oldest, readAt ?? never);
    sum.knownSince = Math.max(sum.knownSince, knownSince);
  }
  return sum;
}
