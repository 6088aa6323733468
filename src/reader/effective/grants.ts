import { membershipsKey } from '../../mirror/keys.ts';
import { principalKey, type AssignmentKey } from '../../mirror/rows.ts';
import { scan } from '../execute/executor.ts';
import { prepare } from '../execute/prepare.ts';
import type { ReadyPlan } from '../execute/ready-plan.ts';
import { openEntitlements, type OpenEntitlements } from '../execute/entitlement-way.ts';
import { throughMemberships } from '../execute/principal-lookup.ts';
import { applications, knownApplications } from '../extents/entitlements.ts';
import { AwsError } from '../../errors.ts';
import {
  isEntitlement,
  isUpTo,
  placeText,
  type EntitlementKey,
  type GrantKey,
  type GrantRow,
} from './rows.ts';
import { knownSet } from '../facts/asked-sets.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
import { evaluate } from '../filter/expression.ts';
import type { Cost } from '../plan/cost.ts';
import { choose, judgeNames } from '../plan/planner.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import type { Question } from '../query/question.ts';

/** What was seen of the order of grants, from where it was begun. */
export interface GrantScan {
  readonly rows: readonly GrantRow[];
  /** Everything up to here was seen; undefined when nothing was, or when nothing is left. */
  readonly frontier: GrantKey | undefined;
  readonly hasEnded: boolean;
  readonly segments: readonly { readonly at: GrantKey; readonly outcome: Outcome }[];
}

/** The grants of a question, in order: the assignments of each account, and then its entitlements. */
export interface Grants {
  /** The lists that all of it rests on. */
  readonly outcomes: readonly Outcome[];
  /** Looking further ahead makes no call. */
  isFree(): boolean;
  /** The next ones after a place: `wanted`, or a few more. */
  after(place: GrantKey | undefined, wanted: number): Coroutine<GrantScan>;
}

export function* openGrants(question: Question, withEntitlements: boolean): Coroutine<Grants> {
  const prepared: ReadyPlan = yield* prepare(question);
  const areAssignmentsRead =
    (prepared.pairScan === undefined || prepared.pairScan.isCovered) &&
    !asksForPrincipalFacts(question.expression);
  const assignments: Grants = {
    outcomes: prepared.outcomes,
    isFree: () => areAssignmentsRead,
    *after(place, wanted) {
      const found = yield* scan(prepared, place && assignmentsFrom(place), { wanted, keep: true });
      const isCut = found.rows.length >= wanted;
      const frontier = isCut ? found.rows.at(-1) : (found.frontier ?? place);
      return { ...found, frontier, hasEnded: found.hasEnded && !isCut };
    },
  };
  if (!withEntitlements) return assignments;
  const entitlements = yield* entitlementsOf(question);
  if ('none' in entitlements)
    return { ...assignments, outcomes: [...assignments.outcomes, entitlements.none] };
  return {
    outcomes: [...assignments.outcomes, ...entitlements.outcomes],
    isFree: () => areAssignmentsRead && entitlements.isRead(),
    *after(place, wanted) {
      const assigned = yield* assignments.after(place, wanted);
      const until = assigned.hasEnded ? undefined : assigned.frontier;
      return merged(assigned, yield* entitled(entitlements, place, wanted, until), place);
    },
  };
}

/** Entitlements alone. */
export function* openEntitlementGrants(question: Question): Coroutine<Grants> {
  const entitlements = yield* openEntitlements(question);
  return {
    outcomes: entitlements.outcomes,
    isFree: () => entitlements.isRead(),
    after: (place, wanted) => entitled(entitlements, place, wanted, undefined),
  };
}

/** A place among the assignments: behind those of an account where the place is among its entitlements. */
export function assignmentsFrom(place: GrantKey): AssignmentKey {
  return isEntitlement(place) ? { accountId: place.accountId } : place;
}

/** Those of everybody, or of one person: then of their groups, too, which have to be known. */
function* entitlementsOf(question: Question): Coroutine<OpenEntitlements | { readonly none: Outcome }> {
  const { inheritedBy, facts, driver } = question;
  const list = yield* wait(driver.ensure(applications(facts.source)));
  if (knownApplications(facts.source).size === 0) return { none: list };
  try {
    if (inheritedBy === undefined) return yield* openEntitlements(question);
    return yield* openEntitlements(yield* throughMemberships(question, inheritedBy));
  } catch (error) {
    // What tells where entitlements may be is not needed by everything that tells assignments: these are told.
    if (!(error instanceof AwsError)) throw error;
    const { operation, code, message } = error;
    const about = inheritedBy === undefined ? {} : { principalId: inheritedBy };
    return { none: { readAt: undefined, failure: { operation, code, message, ...about } } };
  }
}

/** The entitlements after a place, of the accounts whose assignments were all seen: up to where those end, or of all. */
function* entitled(
  entitlements: OpenEntitlements,
  place: GrantKey | undefined,
  wanted: number,
  until: GrantKey | undefined,
): Coroutine<GrantScan> {
  const isBehind = (accountId: string) => place === undefined || accountId >= place.accountId;
  const isSeen = (accountId: string) =>
    until === undefined || isUpTo({ grant: { accountId } }, { grant: until });
  const after = place && isEntitlement(place) ? afterOf(place) : undefined;
  const found = yield* entitlements.scan(after, wanted, (id) => isBehind(id) && isSeen(id));
  const rows = found.rows.filter((row) => !place || !isUpTo({ grant: row }, { grant: place }));
  const isCut = rows.length >= wanted;
  const [accountId] = found.frontier ?? [];
  const stopped = accountId === undefined ? place : { accountId, roleArn: undefined };
  return {
    rows,
    frontier: isCut ? rows.at(-1) : stopped,
    hasEnded: found.hasEnded && !isCut,
    segments: [
      ...found.outcomes.map((outcome) => ({ at: place ?? { accountId: '' }, outcome })),
      ...found.segments.map((one) => ({
        at: { accountId: one.accountId, roleArn: '' },
        outcome: one.outcome,
      })),
    ],
  };
}

function afterOf({ roleArn, accountId, entitlementId }: EntitlementKey): readonly string[] {
  return [accountId, roleArn, entitlementId].filter((part) => part !== undefined);
}

/** Both in one order, as far as both were seen. */
function merged(one: GrantScan, other: GrantScan, place: GrantKey | undefined): GrantScan {
  const ends = [one, other].filter(({ hasEnded }) => !hasEnded).map(({ frontier }) => frontier);
  const isNothingSeen = ends.includes(undefined);
  const [first, second = first] = ends;
  const isFirstLess = first && second && isUpTo({ grant: first }, { grant: second });
  const end = isFirstLess ? first : second;
  const isSeen = (row: GrantRow) =>
    ends.length === 0 || (end !== undefined && isUpTo({ grant: row }, { grant: end }));
  const rows = [...one.rows, ...other.rows]
    .filter((row) => !isNothingSeen && isSeen(row))
    .map((row) => ({ row, text: placeText({ grant: row }) }))
    .toSorted((left, right) => (left.text < right.text ? -1 : 1))
    .map(({ row }) => row);
  return {
    rows,
    frontier: isNothingSeen ? place : end,
    hasEnded: ends.length === 0,
    segments: [...one.segments, ...other.segments],
  };
}

/** Rows looked at to tell how many are wanted. */
const maxForetold = 512;

/**
 * How many of the next grants are expected to let in so many people, by what was read of grants and groups last,
 * however long ago; undefined where that does not tell.
 */
export function foretellGrants(
  { facts, expression }: Question,
  place: GrantKey | undefined,
  people: number,
): number | undefined {
  const after = place && assignmentsFrom(place);
  const { accounts, assignments, coverage, principals } = facts.mirror;
  let [grants, expected] = [0, 0];
  for (const row of assignments.between(after, { accountId: '~' }, {}, maxForetold)) {
    const { accountId, permissionSetArn: arn, principalType } = row;
    const candidate = {
      account: { accountId, facts: accounts.byId([accountId]).get(accountId) },
      permissionSet: { arn, facts: knownSet(facts.mirror, expression, arn) },
      principal: { ...row, facts: principals.byId([row]).get(principalKey(row)) },
    };
    if (evaluate(expression, candidate) !== true) continue;
    const size = principalType === 'USER' ? 1 : coverage.sizeOf(membershipsKey(row));
    if (size === undefined) return undefined;
    grants += 1;
    expected += size;
    if (expected >= people) return grants;
  }
  return undefined;
}

/** What reading the grants is expected to take, and how many there are. Makes no call. */
export function* expectGrants(
  question: Question,
): Coroutine<{ readonly cost: Cost; readonly count: number }> {
  yield* judgeNames(question);
  const { parts, price } = choose(question, { unavailable: new Set(), forced: undefined });
  return {
    cost: price,
    count: parts.reduce((sum, { estimates }) => sum + estimates.rows, 0),
  };
}
