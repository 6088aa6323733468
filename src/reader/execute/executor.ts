import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import { scanCovered } from './mirror-scan.ts';
import { asksForPrincipals } from '../filter/bounds.ts';
import { Matcher } from './predicate.ts';
import { settledPairs, type Settled } from './pair-scan.ts';
import { isBeyond, placeText } from './order.ts';
import type { Prepared } from './prepare.ts';
import { nothingSeen, type Scan, type ScanOptions, type Stretch } from './segment.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { isTurnOver, nextTurn } from '../../reading/turns.ts';

/** Rows looked at together when the mirror has them all: less would ask it too often. */
const mirrorChunk = 512;

/** Reads on after `after` until `wanted` rows match, the reach ends, or the time is up. */
export async function scan(
  { holdings, walk }: Prepared,
  after: AssignmentKey | undefined,
  options: ScanOptions,
): Promise<Scan> {
  const held = holdings && (await scanHoldings(holdings, after, options.wanted));
  if (!walk) return held ?? nothingElse;
  if (!held) return scanWalk(walk, after, options);
  const walked = await scanWalk(walk, after, { ...options, keep: true });
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
async function scanHoldings(
  { question, accounts, rows }: NonNullable<Prepared['holdings']>,
  after: AssignmentKey | undefined,
  wanted: number,
): Promise<Scan> {
  const matcher = new Matcher(question, accounts);
  const ahead = rows.filter((row) => !after || isBeyond(row, after));
  const found = await matcher.among(ahead, wanted).catch((error: unknown) => {
    if (!isTimeUp(question.scope, error)) throw error;
    return undefined;
  });
  if (!found) return nothingSeen;
  const count = found.rows.length;
  return {
    rows: found.rows,
    count,
    frontier: undefined,
    hasEnded: count < wanted,
    stretches: found.outcomes,
  };
}

async function scanWalk(
  walk: NonNullable<Prepared['walk']>,
  after: AssignmentKey | undefined,
  { wanted, keep }: ScanOptions,
): Promise<Scan> {
  if (walk.isCovered) return scanCovered(walk, after, { wanted, keep });
  const { question, accounts } = walk;
  const matcher = new Matcher(question, accounts);
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
  const go = async (mayRead: boolean) => {
    const appetite = () => (mayRead ? Math.max(1, wanted - count - candidates) : 0);
    const from = frontier ?? after;
    const rest = from ? accounts.filter(({ accountId }) => accountId >= from.accountId) : accounts;
    for await (const settled of settledPairs(question, rest, from, appetite)) {
      const at = placeOf(settled);
      frontier = at;
      for (const outcome of settled.outcomes) stretches.push({ at, outcome });
      if (isTurnOver(question.scope)) await nextTurn(question.scope);
      if (sizesSuffice) {
        const { holds, outcomes } = await matcher.forPair(settled);
        if (holds) count += settled.size;
        else if (settled.size > 0) for (const outcome of outcomes) stretches.push({ at, outcome });
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
    if (!isTimeUp(question.scope, error)) throw error;
    // The time is up: what lies up to the frontier is the answer, if it can be judged without another read.
    if (!sizesSuffice) await look().catch(() => (frontier = looked));
  }
  return { rows, count, frontier, hasEnded, stretches };
}

function placeOf({ accountId, permissionSetArn }: Settled): AssignmentKey {
  return { accountId, ...(permissionSetArn && { permissionSetArn }) };
}
