import type { AssignmentBounds } from '../../mirror/queries/assignments.ts';
import type { AssignmentKey, AssignmentRow, KnownPrincipal } from '../../mirror/rows.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
import { evaluate } from '../filter/expression.ts';
import { Predicate } from './predicate.ts';
import type { ReadyPlan } from './ready-plan.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import type { ReachedAccount } from './reach.ts';
import { NotCached } from '../drivers/cached.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { filterInTurns, inTurns } from '../../reading/turns.ts';
import type { Question } from '../query/question.ts';
import { visitAll, type Scan, type ScanOptions, type SegmentOutcome } from './segment.ts';

/** Rows asked of the mirror at a time. */
const fetchSize = 1_000;
/** Accounts counted at a time. */
const countSize = 100;
/** Accounts whose rows are gone through at a time: each may have some hundreds. */
const visitSize = 4;

/** Everything in reach is in the mirror: its rows are asked for as such, and no pair is looked at by itself. */
export function* scanCovered(
  pairScan: NonNullable<ReadyPlan['pairScan']>,
  after: AssignmentKey | undefined,
  { wanted, keep, visit }: ScanOptions,
): Coroutine<Scan> {
  const { question, accounts, holders } = pairScan;
  const { assignments } = question.facts.mirror;
  const narrowed = holders ? undefined : yield* narrowedDown(question);
  const predicate = new Predicate(question, accounts, holders ?? narrowed?.ids);
  const bounds = {
    ...predicate.bounds,
    permissionSetArns: setsOf(accounts) ?? predicate.bounds.permissionSetArns,
  };
  const rows: AssignmentRow[] = [];
  const segments: SegmentOutcome[] = [];
  let count = 0;
  let frontier = after;
  let hasEnded = false;
  const end: AssignmentKey = { accountId: '~' };
  try {
    if (!keep && predicate.isExact) {
      const size = visit ? visitSize : countSize;
      for (let start = 0; start < accounts.length; start += size) {
        const upTo = { accountId: accounts[Math.min(start + size, accounts.length) - 1]?.accountId ?? '' };
        if (visit) assignments.visitBetween(frontier, upTo, bounds, visit);
        count += assignments.countBetween(frontier, upTo, bounds);
        frontier = upTo;
        yield* inTurns(question.scope);
      }
      hasEnded = true;
    }
    while (!hasEnded && count < wanted) {
      const limit = Math.min(fetchSize, predicate.isExact ? wanted - count : fetchSize);
      const fetched = assignments.between(frontier, end, bounds, limit);
      const found = yield* predicate.among(fetched, wanted - count);
      segments.push(...found.outcomes);
      if (keep) rows.push(...found.rows);
      visitAll(found.rows, visit);
      count += found.rows.length;
      frontier = fetched.at(-1) ?? frontier;
      hasEnded = fetched.length < limit && count < wanted;
      if (!hasEnded && count < wanted) yield* inTurns(question.scope);
    }
  } catch (error) {
    if (!isTimeUp(question.scope, error) && !(error instanceof NotCached)) throw error;
  }
  const upTo = hasEnded ? undefined : (rows.at(-1) ?? frontier);
  segments.push(...agesOf(pairScan, bounds, after, upTo));
  if (narrowed) segments.push({ at: after ?? { accountId: '' }, outcome: { readAt: narrowed.readAt } });
  return { rows, count, frontier, hasEnded, segments };
}

/**
 * Where the filter asks what is known of principals: ids of those for whom it may hold, and how old the oldest of what
 * rules the others out is. What is known of too long ago rules nobody out. Undefined where most are left.
 */
function* narrowedDown({
  facts,
  expression,
  freshness,
  scope,
}: Question): Coroutine<
  { readonly ids: readonly string[]; readonly readAt: number | undefined } | undefined
> {
  if (!asksForPrincipalFacts(expression) || facts.directory.doubt()) return undefined;
  const all = [...facts.mirror.principals.assigned()];
  let readAt = Number.POSITIVE_INFINITY;
  const mayHold = (known: KnownPrincipal) => {
    const { principalType, principalId } = known;
    const isFresh = known.deleted !== null && known.readAt !== null && known.readAt >= freshness.names;
    const candidate = { principal: { principalType, principalId, facts: isFresh ? known : undefined } };
    if (evaluate(expression, candidate) !== false) return true;
    readAt = Math.min(readAt, known.readAt ?? Number.POSITIVE_INFINITY);
    return false;
  };
  const left = yield* wait(filterInTurns(all, mayHold, scope));
  if (left.length > all.length / 4) return undefined;
  return {
    ids: left.map(({ principalId }) => principalId),
    readAt: readAt === Number.POSITIVE_INFINITY ? undefined : readAt,
  };
}

/** How old what the segment rests on is: its pairs, and the lists that told them. What is older is out of reach. */
function agesOf(
  { question, accounts }: NonNullable<ReadyPlan['pairScan']>,
  bounds: AssignmentBounds,
  after: AssignmentKey | undefined,
  upTo: AssignmentKey | undefined,
): SegmentOutcome[] {
  const { coverage, pairs } = question.facts.mirror;
  const at = after ?? { accountId: '' };
  const within = accounts.filter(
    ({ accountId }) => accountId >= at.accountId && (!upTo || accountId <= upTo.accountId),
  );
  if (within.length === 0) return [];
  const ids = within.map(({ accountId }) => accountId);
  const { assignments: notBefore } = question.freshness;
  const readAt = pairs.oldest(
    notBefore,
    { accountIds: bounds.accountIds && ids, permissionSetArns: bounds.permissionSetArns },
    after,
    upTo,
  );
  const lists = coverage.oldestList(ids, notBefore);
  return [readAt, lists].flatMap((age) => (age === undefined ? [] : [{ at, outcome: { readAt: age } }]));
}

/** The permission sets in reach of these accounts, where they are known of each. */
function setsOf(accounts: readonly ReachedAccount[]): readonly string[] | undefined {
  const arns = new Set<string>();
  const known = new Set(accounts.map((account) => account.arns));
  if (known.has(undefined)) return undefined;
  for (const sets of known) for (const arn of sets ?? []) arns.add(arn);
  return [...arns];
}
