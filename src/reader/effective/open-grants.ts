import type { Coroutine } from '../../reading/coroutine.ts';
import { scan } from '../execute/executor.ts';
import { prepare } from '../execute/prepare.ts';
import type { ReadyPlan } from '../execute/ready-plan.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
import type { Question } from '../query/question.ts';
import { openEntitlementGrants } from './entitlement-grants.ts';
import type { Grants, GrantScan, Holders } from './grants.ts';
import { assignmentsFrom, compareGrants, type GrantKey } from './rows.ts';

/**
 * The assignments of each account, and then its entitlements. `holders`: only what these hold is wanted, and what
 * others hold may be left out.
 */
export function* openGrants(
  question: Question,
  withEntitlements: boolean,
  holders?: Holders,
): Coroutine<Grants> {
  const assignments = assignmentsOf(question, yield* prepare(question), holders);
  if (!withEntitlements) return assignments;
  const entitlements = yield* openEntitlementGrants(question, { reach: assignments.reach, holders });
  return {
    outcomes: [...assignments.outcomes, ...entitlements.outcomes],
    isFree: () => assignments.isFree() && entitlements.isFree(),
    *after(place, wanted) {
      const assigned = yield* assignments.after(place, wanted);
      if (!assigned.hasEnded && !assigned.frontier) return assigned;
      const upTo = assigned.hasEnded ? undefined : assigned.frontier;
      return merged(assigned, yield* entitlements.after(place, wanted, upTo), place);
    },
  };
}

function assignmentsOf(question: Question, plan: ReadyPlan, holders: Holders | undefined) {
  const { pairScan, outcomes } = plan;
  const isCovered = pairScan === undefined || pairScan.isCovered;
  const isFree = isCovered && !asksForPrincipalFacts(question.expression);
  const isNarrower = holders && pairScan?.isCovered;
  const narrowed = isNarrower
    ? { ...plan, pairScan: { ...pairScan, holders: among(holders, pairScan.holders) } }
    : plan;
  const grants: Grants = {
    outcomes: isNarrower ? [...outcomes, { readAt: holders.readAt }] : outcomes,
    isFree: () => isFree,
    *after(place, wanted) {
      const found = yield* scan(narrowed, place && assignmentsFrom(place), { wanted, keep: true });
      const isCut = found.rows.length >= wanted;
      const frontier = isCut ? found.rows.at(-1) : (found.frontier ?? place);
      return { ...found, frontier, hasEnded: found.hasEnded && !isCut };
    },
  };
  return { ...grants, reach: pairScan?.reach };
}

function among({ ids }: Holders, known: readonly string[] | undefined): readonly string[] {
  return known ? known.filter((id) => ids.has(id)) : [...ids];
}

/** Both in one order, as far as both were seen. */
function merged(one: GrantScan, other: GrantScan, place: GrantKey | undefined): GrantScan {
  const segments = [...one.segments, ...other.segments];
  let end: GrantKey | undefined;
  for (const { hasEnded, frontier } of [one, other]) {
    if (hasEnded) continue;
    if (!frontier) return { rows: [], frontier: place, hasEnded: false, segments };
    if (!end || compareGrants(frontier, end) < 0) end = frontier;
  }
  const rows = [...one.rows, ...other.rows].filter((row) => !end || compareGrants(row, end) <= 0);
  return { rows: rows.toSorted(compareGrants), frontier: end, hasEnded: !end, segments };
}
