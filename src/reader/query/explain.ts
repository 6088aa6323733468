import type { AssignmentRow } from '../../mirror/rows.ts';
import { ask, type AssignmentQuery } from './ask.ts';
import { DryRunDriver } from '../drivers/dry-run.ts';
import { NotCached } from '../drivers/cached.ts';
import { scan } from '../execute/executor.ts';
import { prepare } from '../execute/prepare.ts';
import type { ReadyPlan } from '../execute/ready-plan.ts';
import { listOperation } from '../extents/identities.ts';
import { isOfAspect } from '../facts/asked-sets.ts';
import type { Facts } from '../facts/facts.ts';
import { asksForPermissionSetFacts } from '../filter/bounds.ts';
import { permissionSetKey } from '../../mirror/keys.ts';
import { callsOf, free, together, type Cost } from '../plan/cost.ts';
import type { BranchPlan } from '../plan/branch-plan.ts';
import { explanationOf, priceOf, type Explanation } from '../plan/plan.ts';
import { circumstancesOf, type Plan } from '../plan/planner.ts';
import type { Strategy } from '../plan/strategy.ts';
import { run, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import type { Pager } from '../../reading/listing.ts';
import { pageSize } from '../../reading/paging.ts';
import { unbounded, type ReadScope } from '../../reading/scope.ts';
import type { Question } from './question.ts';

export interface ExplainQuery extends Omit<AssignmentQuery, 'withTotalCount' | 'requireComplete'> {
  /** Null: everything. */
  readonly first?: number | null | undefined;
  /** With the names of all principals, permission sets and accounts. @default false */
  readonly withNames?: boolean | null | undefined;
}

/** What a query would do, by what is known so far: the same work, which charges each read. Makes no call, and changes nothing. */
export function explain(
  facts: Facts,
  pager: Pager,
  query: ExplainQuery,
  scope: ReadScope,
): Awaitable<Explanation> {
  return run(planFor(facts, pager, query, scope));
}

function* planFor(facts: Facts, pager: Pager, query: ExplainQuery, scope: ReadScope): Coroutine<Explanation> {
  const first = query.first === null || query.first === undefined ? undefined : pageSize(query.first);
  const wanted = first === undefined || query.wholeReach === true ? Number.POSITIVE_INFINITY : first + 1;
  // Nothing is refused for its cost that makes no call.
  const asked = ask(facts, pager, { ...query, withTotalCount: false }, wanted, unbounded(scope)).question;
  const driver = new DryRunDriver(facts, asked.freshness);
  const question = { ...asked, driver };
  const { parts, cost, ...told } = yield* dryRun(question, query.strategy, query.withNames === true);
  const rows = told.rows.slice(0, first);
  const namesOfThem = () =>
    rows.length === 0 && told.isGuess ? guessedNames(question, parts, cost) : namesOf(question, cost, rows);
  return explanationOf(
    parts.map(({ candidate }) => ({ candidate, price: priceOf(candidate, wanted) })),
    cost,
    query.withNames ? namesOfThem() : free,
    circumstancesOf(question),
  );
}

interface DryRun {
  /** As they were chosen last while there was something to pay for. */
  readonly parts: readonly BranchPlan[];
  readonly cost: Cost;
  readonly rows: readonly AssignmentRow[];
  /** It would go through what was never read. */
  readonly isGuess: boolean;
}

/**
 * Answers the question without reading anything, as far as older facts lead; for the rest the estimate of the plan
 * stands. Of everything the estimate is the exact sum of what finds assignments, so that rows are looked at only where
 * they are asked for, or tell whose names are.
 */
function* dryRun(
  asked: Question & { readonly driver: DryRunDriver },
  forced: Strategy | undefined,
  needsRows: boolean,
): Coroutine<DryRun> {
  const { driver } = asked;
  const isEverything = asked.wanted === Number.POSITIVE_INFINITY;
  let parts: readonly BranchPlan[] = [];
  let estimate = free;
  let withoutLookups = free;
  const watch = (plan: Plan) => {
    if (parts.length === 0 || callsOf(plan.price) > 0) ({ parts } = plan);
    estimate = together(driver.cost, plan.price);
    const isChosen = plan.parts.every(({ candidate }) => candidate.prerequisite === undefined);
    const suffices = isEverything && isChosen && !needsRows && !plan.parts.some(isToldByRows);
    if (plan.parts.some(isUnforeseen) || suffices) throw new NotCached();
    withoutLookups = together(driver.costWithoutLookups, withoutLookupsOf(plan.price));
  };
  try {
    const { pairScan, ...prepared } = yield* prepare(asked, forced, watch);
    const byRow = isEverything && parts.some(isToldByRows);
    const scanned = pairScan && isEverything ? asIfRead(pairScan, byRow) : pairScan;
    const options = { wanted: asked.wanted, keep: true };
    const { rows } = yield* scan({ ...prepared, pairScan: scanned }, asked.after, options);
    const known = byRow ? together(withoutLookups, driver.costOfLookups) : driver.cost;
    const cost = driver.isGuess || (isEverything && !byRow) ? estimate : known;
    return { parts, cost, rows, isGuess: driver.isGuess || parts.some(isUnheard) };
  } catch (error) {
    if (!(error instanceof NotCached)) throw error;
    return { parts, cost: estimate, rows: [], isGuess: true };
  }
}

/**
 * Once all of it is read, its rows come from the mirror as such; pair by pair where it makes a difference what is looked
 * up together.
 */
function asIfRead(
  pairScan: NonNullable<ReadyPlan['pairScan']>,
  byPair: boolean,
): NonNullable<ReadyPlan['pairScan']> {
  if (!byPair) return { ...pairScan, isCovered: true };
  const { question, accounts } = pairScan;
  const freshness = { ...question.freshness, assignments: Number.NEGATIVE_INFINITY };
  return {
    ...pairScan,
    question: { ...question, freshness },
    accounts: accounts.map((account) => ({ ...account, isTold: true })),
  };
}

/** Does the filter ask for what is to be looked up of whatever turns out to stand on rows? */
function isToldByRows({
  estimates: { principalNames, sets },
  question: { expression },
}: BranchPlan): boolean {
  if (principalNames.size > 0) return true;
  return asksForPermissionSetFacts(expression) && (sets.names.size > 0 || !sets.isBounded);
}

/** Of a plan that needs nothing else before its first row: the identity store is asked for nothing but who is on the rows. */
function withoutLookupsOf(price: Cost): Cost {
  return new Map(
    [...price].filter(([operation]) => !operation.startsWith('identitystore:') && !isOfAspect(operation)),
  );
}

/** Are there pairs of which neither their account nor their permission set has ever told? */
function isUnheard({ estimates: { accounts, sets } }: BranchPlan): boolean {
  return accounts.unknown > 0 && sets.unknown > 0;
}

/** Of more principals than this it is not worth looking at what each held. */
const maxHolders = 100;

/** Has no read ever told what the strategy would go through? */
function isUnforeseen({ estimates: { accounts, sets, holders }, candidate }: BranchPlan): boolean {
  if (candidate.strategy === 'BY_PERMISSION_SET') return sets.unknown > 0;
  if (candidate.strategy === 'BY_PRINCIPAL')
    return !holders || holders.isGuess || holders.ids.length > maxHolders;
  return accounts.list.size > 0 && accounts.reached.length === 0;
}

/** Lookups of whatever stands on the rows; what the plan lists or looks up anyway need not be looked up. */
function namesOf({ facts, freshness, driver }: Question, price: Cost, rows: readonly AssignmentRow[]): Cost {
  const arns = new Set(rows.map(({ permissionSetArn }) => permissionSetArn));
  const unnamed = [...arns].filter((arn) => driver.outcomeOf(permissionSetKey(arn)) === undefined);
  const accountIds = [...new Set(rows.map(({ accountId }) => accountId))];
  const unless = (operation: string, cost: Cost) => (price.has(operation) ? free : cost);
  return together(
    facts.costs.permissionSets(unnamed, freshness.names),
    unless('organizations:ListAccounts', driver.costs.accounts(accountIds, freshness.names)),
    ...(['USER', 'GROUP'] as const).map((type) =>
      unless(listOperation[type], driver.costs.principals(rows.filter((row) => row.principalType === type))),
    ),
  );
}

/** Of rows of which nothing is known yet but about how many there are. */
function guessedNames({ facts, freshness }: Question, parts: readonly BranchPlan[], price: Cost): Cost {
  const { names: notBefore } = freshness;
  const { users, groups, accounts } = facts.statistics();
  const most = (count: (part: BranchPlan) => number, limit: number) =>
    Math.ceil(Math.min(limit, Math.max(...parts.map(count))));
  const rows = (part: BranchPlan) => Math.min(part.estimates.rows, part.question.wanted);
  const costs = [
    facts.costs.unknown('USER', most(rows, users), notBefore),
    facts.costs.unknown('GROUP', most(rows, groups), notBefore),
    facts.costs.unknown(
      'ACCOUNT',
      most((part) => Math.min(rows(part), part.estimates.accounts.count), accounts),
      notBefore,
    ),
    facts.costs.unknown(
      'PERMISSION_SET',
      most((part) => Math.min(rows(part), part.estimates.sets.count), Infinity),
      notBefore,
    ),
  ];
  return new Map([...together(...costs)].filter(([operation]) => !price.has(operation)));
}
