import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import { scanCovered } from './mirror-scan.ts';
import { NotCached } from '../drivers/cached.ts';
import { asksForPrincipals } from '../filter/bounds.ts';
import { Matcher } from './predicate.ts';
import { settledPairs, type Settled } from './pair-scan.ts';
import { isBeyond, isSamePlace, placeText } from './order.ts';
import type { Prepared } from './prepared.ts';
import { nothingSeen, type Scan, type ScanOptions } from './segment.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { paused } from '../../reading/in-order.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { inTurns } from '../../reading/turns.ts';

/** Rows looked at together when the mirror has them all: less would ask it too often. */
const mirrorChunk = 512;

/** Reads on after `after` until `wanted` rows match, the reach ends, or the time is up. */
export function* scan(
  { holdings, walk, begun }: Prepared,
  after: AssignmentKey | undefined,
  options: ScanOptions,
): Coroutine<Scan> {
  const held = holdings && (yield* scanHoldings(holdings, after, options.wanted));
  if (!walk) return held ?? nothingElse;
  const seen = begun && isSamePlace(begun.after, after) ? begun.scan : undefined;
  if (!held) return yield* scanWalk(walk, after, options, seen);
  const walked = yield* scanWalk(walk, after, { ...options, keep: true }, seen);
  return merged(held, walked, options.wanted);
}

const nothingElse: Scan = { rows: [], count: 0, frontier: undefined, hasEnded: true, stretches: [] };

/** What is held beyond the frontier of the walk has to wait for it. */
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
    stretches: [...held.stretches, ...walked.stretches],
  };
}

/** By principal everything was read beforehand; what is left is to choose. */
function* scanHoldings(
  { question, accounts, rows }: NonNullable<Prepared['holdings']>,
  after: AssignmentKey | undefined,
  wanted: number,
): Coroutine<Scan> {
  const matcher = new Matcher(question, accounts);
  const ahead = rows.filter((row) => !after || isBeyond(row, after));
  try {
    const { rows: found, outcomes } = yield* matcher.among(ahead, wanted);
    const count = found.length;
    return { rows: found, count, frontier: undefined, hasEnded: count < wanted, stretches: outcomes };
  } catch (error) {
    if (!isTimeUp(question.scope, error)) throw error;
    return nothingSeen;
  }
}

/** `begun`: what was seen of it before; it goes on from there. */
export function* scanWalk(
  walk: NonNullable<Prepared['walk']>,
  after: AssignmentKey | undefined,
  { wanted, keep, mayRead = true }: ScanOptions,
  begun: Scan = nothingSeen,
): Coroutine<Scan> {
  if (begun.count >= wanted) return { ...begun, rows: begun.rows.slice(0, wanted), count: wanted };
  if (walk.isCovered) return yield* scanCovered(walk, after, { wanted, keep });
  const { question, accounts } = walk;
  const matcher = new Matcher(question, accounts);
  const rows = [...begun.rows];
  const stretches = [...begun.stretches];
  const from = begun.frontier ?? after;
  let { count } = begun;
  let candidates = 0;
  // Of these, those that the mirror had: they may be all that is wanted.
  let cachedCandidates = 0;
  let looked = from;
  let frontier = begun.frontier;
  let hasEnded = false;

  // Whoever only counts, and does not ask who holds them, needs no row: the pairs know how many they have.
  const sizesSuffice = !keep && !asksForPrincipals(question.expression) && after === undefined;
  const look = function* (): Coroutine<void> {
    if (frontier === undefined || frontier === looked) return;
    const found = yield* matcher.between(looked, frontier, wanted - count);
    for (const outcome of found.outcomes) stretches.push(outcome);
    if (keep) rows.push(...found.rows);
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
  const pairs = settledPairs(question, rest, from, demand);

  try {
    for (;;) {
      const next = yield* wait(pairs.next());
      if (next.done) {
        if (!sizesSuffice) yield* look();
        if (next.value === paused && mayRead && count < wanted) continue;
        hasEnded = next.value !== paused && count < wanted;
        break;
      }
      const settled: Settled = next.value;
      const at = placeOf(settled);
      frontier = at;
      for (const outcome of settled.outcomes) stretches.push({ at, outcome });
      yield* inTurns(question.scope);
      if (sizesSuffice) {
        const { holds, outcomes } = yield* matcher.forPair(settled);
        if (holds) count += settled.size;
        else if (settled.size > 0) for (const outcome of outcomes) stretches.push({ at, outcome });
        continue;
      }
      candidates += settled.size;
      if (!settled.wasRead) cachedCandidates += settled.size;
      const enough = settled.wasRead ? Math.min(wanted - count, mirrorChunk) : mirrorChunk;
      if (candidates >= enough) yield* look();
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
  return { rows, count, frontier, hasEnded, stretches };
}

function placeOf({ accountId, permissionSetArn }: Settled): AssignmentKey {
  return { accountId, ...(permissionSetArn && { permissionSetArn }) };
}
