import type { AssignmentKey, AssignmentRow } from '../mirror/rows.ts';
import type { Outcome } from './completeness.ts';
import { asksForPrincipals } from './filter/bounds.ts';
import type { Holdings } from './holders.ts';
import { Matcher } from './matcher.ts';
import { settledPairs, type Settled } from './pairs.ts';
import type { Prepared } from './prepare.ts';
import { nextTurn } from './scope.ts';

/** What was seen of the order, from where the scan began. */
export interface Scan {
  /** Rows that match, in order; at most as many as were wanted, and none when they were only counted. */
  readonly rows: readonly AssignmentRow[];
  readonly count: number;
  /** Everything up to here was seen; undefined when nothing was. */
  readonly frontier: AssignmentKey | undefined;
  /** Nothing in reach lies beyond the frontier. */
  readonly hasEnded: boolean;
  /** What each stretch rests on, in order. */
  readonly stretches: readonly Stretch[];
}

export interface Stretch {
  readonly at: AssignmentKey;
  readonly outcome: Outcome;
}

/** Rows looked at together when the mirror has them all: less would ask it too often. */
const mirrorChunk = 512;
/** After so many milliseconds other requests have their turn. */
const turnMs = 10;

/**
 * Reads on after `after` until `wanted` rows match, the reach ends, or the time is up.
 * With `keep` false rows are counted only.
 */
export async function scan(
  prepared: Prepared,
  after: AssignmentKey | undefined,
  { wanted, keep }: { readonly wanted: number; readonly keep: boolean },
): Promise<Scan> {
  const { question, rowsPerPair, holdings } = prepared;
  if (holdings) return scanHoldings(prepared, holdings, after, wanted);
  const matcher = new Matcher(question, prepared.reach);
  const rows: AssignmentRow[] = [];
  const stretches: Stretch[] = [];
  let count = 0;
  let candidates = 0;
  let looked = after;
  let frontier: AssignmentKey | undefined;
  let hasEnded = false;

  // Whoever only counts, and does not ask who holds them, needs no row: the pairs know how many they have.
  const sizesSuffice = !keep && !asksForPrincipals(question.expression) && after === undefined;
  const look = async () => {
    if (!frontier) return;
    const found = await matcher.between(looked, frontier, wanted - count);
    for (const outcome of found.outcomes) stretches.push(outcome);
    if (keep) rows.push(...found.rows);
    count += found.rows.length;
    looked = frontier;
    candidates = 0;
  };
  let turnEndsAt = performance.now() + turnMs;
  const go = async (mayRead: boolean) => {
    const appetite = () =>
      mayRead ? Math.max(1, Math.ceil((wanted - count - candidates) / rowsPerPair)) : 0;
    for await (const settled of pairsAfter(prepared, frontier ?? after, appetite)) {
      const at = placeOf(settled);
      frontier = at;
      for (const outcome of settled.outcomes) stretches.push({ at, outcome });
      if (performance.now() > turnEndsAt) {
        await nextTurn(question.scope);
        turnEndsAt = performance.now() + turnMs;
      }
      if (sizesSuffice) {
        if (await matcher.holdsForPair(settled)) count += settled.size;
        continue;
      }
      candidates += settled.size;
      const enough = settled.wasRead ? Math.min(wanted - count, mirrorChunk) : mirrorChunk;
      if (candidates >= enough) await look();
      if (count >= wanted) break;
    }
    if (!sizesSuffice) await look();
  };

  try {
    // A page that the mirror can fill must not read ahead of it: the same query again makes no call.
    if (!sizesSuffice) await go(false);
    if (count < wanted) await go(true);
    hasEnded = count < wanted;
  } catch (error) {
    if (!question.scope.deadline.aborted || error !== question.scope.deadline.reason) throw error;
    // The time is up: what lies up to the frontier is the answer, if it can be judged without another read.
    if (!sizesSuffice) await look().catch(() => (frontier = looked));
  }
  return { rows, count, frontier, hasEnded, stretches };
}

/** By principal everything was read beforehand; what is left is to choose. */
async function scanHoldings(
  { question, reach }: Prepared,
  { rows }: Holdings,
  after: AssignmentKey | undefined,
  wanted: number,
): Promise<Scan> {
  const matcher = new Matcher(question, reach);
  const ahead = rows.filter((row) => !after || isBeyond(row, after));
  const found = await matcher.among(ahead, wanted);
  const count = found.rows.length;
  return {
    rows: found.rows,
    count,
    frontier: undefined,
    hasEnded: count < wanted,
    stretches: found.outcomes,
  };
}

function isBeyond(row: AssignmentRow, after: AssignmentKey): boolean {
  const place = ({ accountId, permissionSetArn, principalType, principalId }: AssignmentKey) =>
    [accountId, permissionSetArn ?? '~', principalType ?? '~', principalId ?? '~'].join(' ');
  return place(row) > place(after);
}

/** The pairs from the one that `after` lies in. */
function pairsAfter(prepared: Prepared, after: AssignmentKey | undefined, appetite: () => number) {
  const { question, reach, sets } = prepared;
  const accounts = after
    ? reach.accounts.filter(({ accountId }) => accountId >= after.accountId)
    : reach.accounts;
  return settledPairs(question, accounts, sets, after, appetite);
}

function placeOf({ accountId, permissionSetArn }: Settled): AssignmentKey {
  return { accountId, ...(permissionSetArn && { permissionSetArn }) };
}
