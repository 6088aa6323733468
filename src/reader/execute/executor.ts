import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import { scanCovered } from './mirror-scan.ts';
import { NotCached } from '../drivers/cached.ts';
import { asksForPrincipalFacts, asksForPrincipals } from '../filter/bounds.ts';
import { Predicate } from './predicate.ts';
import { scanPairs, type Segment } from './pair-scan.ts';
import { isBeyond, isSamePlace, placeText } from './order.ts';
import type { ReadyPlan } from './ready-plan.ts';
import { nothingSeen, visitAll, type Scan, type ScanOptions } from './segment.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { paused } from '../../reading/in-order.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { inTurns } from '../../reading/turns.ts';

/** Rows looked at together at most: more would look at what is not wanted, and fewer ask the mirror too often. */
const mirrorChunk = 512;

/** Reads on after `after` until `wanted` rows match, the reach ends, or the time is up. */
export function* scan(
  { lookup, pairScan, begun }: ReadyPlan,
  after: AssignmentKey | undefined,
  options: ScanOptions,
): Coroutine<Scan> {
  const held = lookup && (yield* runLookup(lookup, after, options.wanted));
  const seen = begun && isSamePlace(begun.after, after) ? begun.scan : undefined;
  if (pairScan && !held) return yield* runPairScan(pairScan, after, options, seen);
  const kept = { ...options, keep: true, visit: undefined };
  const walked = pairScan && (yield* runPairScan(pairScan, after, kept, seen));
  const found = held && walked ? merged(held, walked, options.wanted) : (held ?? nothingElse);
  visitAll(found.rows, options.visit);
  return found;
}

const nothingElse: Scan = { rows: [], count: 0, frontier: undefined, hasEnded: true, segments: [] };

/** What is held beyond the frontier of the pair scan has to wait for it. */
function merged(held: Scan, walked: Scan, wanted: number): Scan {
  const isSeen = (row: AssignmentRow) =>
    walked.hasEnded || (walked.frontier !== undefined && !isBeyond(row, walked.frontier));
  const byPlace = new Map([...held.rows.filter(isSeen), ...walked.rows].map((row) => [placeText(row), row]));
  const rows = [...byPlace].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  return {
    rows: rows.slice(0, wanted),
    count: Math.min(rows.length, wanted),
    frontier: walked.frontier,
    hasEnded: held.hasEnded && walked.hasEnded && rows.length < wanted,
    segments: [...held.segments, ...walked.segments],
  };
}

/** By principal everything was read beforehand; what is left is to choose. */
function* runLookup(
  { question, accounts, rows }: NonNullable<ReadyPlan['lookup']>,
  after: AssignmentKey | undefined,
  wanted: number,
): Coroutine<Scan> {
  const predicate = new Predicate(question, accounts);
  const ahead = rows.filter((row) => !after || isBeyond(row, after));
  try {
    const { rows: found, outcomes } = yield* predicate.among(ahead, wanted);
    const count = found.length;
    return { rows: found, count, frontier: undefined, hasEnded: count < wanted, segments: outcomes };
  } catch (error) {
    if (!isTimeUp(question.scope, error)) throw error;
    return nothingSeen;
  }
}

/** `begun`: what was seen of it before; it goes on from there. */
export function* runPairScan(
  pairScan: NonNullable<ReadyPlan['pairScan']>,
  after: AssignmentKey | undefined,
  { wanted, keep, visit, mayRead = true }: ScanOptions,
  begun: Scan = nothingSeen,
): Coroutine<Scan> {
  if (begun.count >= wanted) return { ...begun, rows: begun.rows.slice(0, wanted), count: wanted };
  if (pairScan.isCovered) return yield* scanCovered(pairScan, after, { wanted, keep, visit });
  const { question, accounts } = pairScan;
  const predicate = new Predicate(question, accounts);
  const rows = [...begun.rows];
  const segments = [...begun.segments];
  const from = begun.frontier ?? after;
  let { count } = begun;
  let candidates = 0;
  // Of these, those that the mirror had: they may be all that is wanted.
  let cachedCandidates = 0;
  let looked = from;
  let frontier = begun.frontier;
  let hasEnded = false;
  // Who is described, and who is listed, is decided for many together.
  let cachedChunk = asksForPrincipalFacts(question.expression) ? mirrorChunk : Math.min(wanted, mirrorChunk);

  // Whoever only counts, and does not ask who holds them, needs no row: the pairs know how many they have.
  const sizesSuffice = !keep && !visit && !asksForPrincipals(question.expression) && after === undefined;
  visitAll(begun.rows, visit);
  const look = function* (): Coroutine<void> {
    if (frontier === undefined || frontier === looked) return;
    const found = yield* predicate.between(looked, frontier, wanted - count);
    for (const outcome of found.outcomes) segments.push(outcome);
    if (keep) rows.push(...found.rows);
    visitAll(found.rows, visit);
    count += found.rows.length;
    looked = frontier;
    candidates = 0;
    cachedCandidates = 0;
  };
  const demand = (underWay: number) => {
    if (!mayRead || (underWay === 0 && cachedCandidates > 0)) return 0;
    return Math.max(1, wanted - count - candidates);
  };
  const rest = from ? accounts.filter(({ accountId }) => accountId >= from.accountId) : accounts;
  const pairs = scanPairs(question, rest, from, demand);

  try {
    for (;;) {
      const next = yield* wait(pairs.next());
      if (next.done) {
        if (!sizesSuffice) yield* look();
        if (next.value === paused && mayRead && count < wanted) continue;
        hasEnded = next.value !== paused && count < wanted;
        break;
      }
      const segment: Segment = next.value;
      const at = placeOf(segment);
      frontier = at;
      for (const outcome of segment.outcomes) segments.push({ at, outcome });
      yield* inTurns(question.scope);
      if (sizesSuffice) {
        const { holds, outcomes } = yield* predicate.forPair(segment);
        if (holds) count += segment.size;
        else if (segment.size > 0) for (const outcome of outcomes) segments.push({ at, outcome });
        continue;
      }
      candidates += segment.size;
      if (!segment.wasRead) cachedCandidates += segment.size;
      const enough = segment.wasRead ? Math.min(wanted - count, mirrorChunk) : cachedChunk;
      if (candidates < enough) continue;
      yield* look();
      cachedChunk = Math.min(2 * cachedChunk, mirrorChunk);
      if (count >= wanted) break;
    }
  } catch (error) {
    if (!isTimeUp(question.scope, error) && !(error instanceof NotCached)) throw error;
    // The time is up: what lies up to the frontier is the answer, if it can be judged without another read.
    try {
      if (!sizesSuffice) yield* look();
    } catch {
      frontier = looked;
    }
  }
  return { rows, count, frontier, hasEnded, segments };
}

function placeOf({ accountId, permissionSetArn }: Segment): AssignmentKey {
  return { accountId, ...(permissionSetArn && { permissionSetArn }) };
}
