import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import { agesOf } from './ages.ts';
import { narrowedDown } from './narrowed-down.ts';
import { perValue } from '../../reading/per-value.ts';
import { Predicate } from './predicate.ts';
import type { ReadyPlan } from './ready-plan.ts';
import type { Coroutine } from '../../reading/coroutine.ts';
import type { ReachedAccount } from './reach.ts';
import { NotCached } from '../drivers/cached.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { inTurns } from '../../reading/turns.ts';
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
  const narrowed = holders ? undefined : yield* narrowedDown(pairScan);
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

/** The permission sets in reach of these accounts, where they are known of each. */
const setsOf = perValue((accounts: readonly ReachedAccount[]): readonly string[] | undefined => {
  const arns = new Set<string>();
  const known = new Set(accounts.map((account) => account.arns));
  if (known.has(undefined)) return undefined;
  for (const sets of known) for (const arn of sets ?? []) arns.add(arn);
  return [...arns];
});
