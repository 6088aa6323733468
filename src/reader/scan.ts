import type { AssignmentKey, AssignmentRow } from '../mirror/rows.ts';
import type { Outcome } from './completeness.ts';
import { provisionedKey } from './extents/assignments.ts';
import { asksForPrincipals, permissionSetBound } from './filter/bounds.ts';
import { Matcher } from './matcher.ts';
import { settledPairs, type Settled } from './pairs.ts';
import { plan, type Plan } from './plan.ts';
import type { Question } from './question.ts';
import { reachOf, type Reach } from './reach.ts';

/** A question whose reach is known and whose way of reading is chosen. */
export interface Prepared {
  readonly question: Question;
  readonly reach: Reach;
  readonly plan: Plan;
  /** The permission sets in reach, by ARN, when the filter names them. */
  readonly arns: readonly string[] | undefined;
  readonly rowsPerPair: number;
}

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

export async function prepare(question: Question): Promise<Prepared> {
  const reach = await reachOf(question);
  const arns = permissionSetBound(question.expression);
  const { coverage } = question.facts.mirror;
  // Without named permission sets there is one way only, and nothing to weigh.
  const keys = arns ? reach.accounts.map(({ accountId }) => provisionedKey(accountId)) : [];
  const readAt = await coverage.readAt(keys);
  const fresh = [...readAt.values()].filter((at) => at >= question.freshness.assignments).length;
  const statistics = await question.facts.statistics();
  return {
    question,
    reach,
    arns: arns && [...arns].toSorted(),
    rowsPerPair: Math.max(statistics.rowsPerPair, 0.1),
    plan: plan({
      accounts: reach.accounts.length,
      accountsToList: reach.accounts.length - fresh,
      permissionSets: arns?.size,
      statistics,
    }),
  };
}

/**
 * Reads on after `after` until `wanted` rows match, the reach ends, or the time is up.
 * With `keep` false rows are counted only.
 */
export async function scan(
  prepared: Prepared,
  after: AssignmentKey | undefined,
  { wanted, keep }: { readonly wanted: number; readonly keep: boolean },
): Promise<Scan> {
  const { question, rowsPerPair } = prepared;
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
  const appetite = () => Math.ceil((wanted - count - candidates) / rowsPerPair);

  try {
    for await (const settled of pairsAfter(prepared, after, appetite)) {
      const at = placeOf(settled);
      frontier = at;
      for (const outcome of settled.outcomes) stretches.push({ at, outcome });
      if (sizesSuffice) {
        if (await matcher.holdsForPair(settled)) count += settled.size;
        continue;
      }
      candidates += settled.size;
      const enough = settled.wasRead ? wanted - count : Math.max(wanted - count, mirrorChunk);
      if (candidates >= enough) await look();
      if (count >= wanted) break;
    }
    if (!sizesSuffice) await look();
    hasEnded = count < wanted;
  } catch (error) {
    if (!question.scope.deadline.aborted || error !== question.scope.deadline.reason) throw error;
    // The time is up: what lies up to the frontier is the answer, if it can be judged without another read.
    if (!sizesSuffice) await look().catch(() => (frontier = looked));
  }
  return { rows, count, frontier, hasEnded, stretches };
}

/** The pairs from the one that `after` lies in. */
function pairsAfter(prepared: Prepared, after: AssignmentKey | undefined, appetite: () => number) {
  const { question, reach, arns } = prepared;
  const accounts = after
    ? reach.accounts.filter(({ accountId }) => accountId >= after.accountId)
    : reach.accounts;
  return settledPairs(question, prepared.plan, accounts, arns, after, appetite);
}

function placeOf({ accountId, permissionSetArn }: Settled): AssignmentKey {
  return { accountId, ...(permissionSetArn && { permissionSetArn }) };
}
