import { GatewayError } from '../../errors.ts';
import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import { ask, type AssignmentQuery } from './ask.ts';
import { Evidence, type Completeness } from '../../reading/completeness.ts';
import { run, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import type { Facts } from '../facts/facts.ts';
import { pageSize } from '../../reading/paging.ts';
import type { Page, Pager } from '../../reading/listing.ts';
import { prepare } from '../execute/prepare.ts';
import type { ReadyPlan } from '../execute/ready-plan.ts';
import { unmatchedOfAssignments } from '../unmatched/of-assignments.ts';
import { scan } from '../execute/executor.ts';
import { nothingSeen, type Scan } from '../execute/segment.ts';
import { forList, type ReadScope } from '../../reading/scope.ts';
import { takeTurn } from '../../reading/turns.ts';

export type AssignmentPage = Page<AssignmentRow>;

/** One page of assignments: the fewest reads that fill it, and how complete it is. At once, where nothing is to be read. */
export function assignmentPage(
  facts: Facts,
  pager: Pager,
  query: AssignmentQuery,
  asked: ReadScope,
): Awaitable<AssignmentPage> {
  return run(pageOf(facts, pager, query, asked));
}

function* pageOf(
  facts: Facts,
  pager: Pager,
  query: AssignmentQuery,
  asked: ReadScope,
): Coroutine<AssignmentPage> {
  yield* wait(takeTurn(asked));
  const scope = forList(asked);
  const first = pageSize(query.first);
  const isWhole = query.withTotalCount || query.wholeReach === true;
  const wanted = isWhole ? Number.POSITIVE_INFINITY : first + 1;
  const { question, after, cursorAt } = ask(facts, pager, query, wanted, scope);
  const evidence = new Evidence();
  let page: Scan = nothingSeen;
  let total: Scan | undefined;
  const prepared = yield* orTimeUp(prepare(question, query.strategy), scope);
  if (prepared) {
    evidence.addAll(prepared.outcomes);
    if (query.withTotalCount) total = yield* countAll(prepared, evidence);
    page = yield* scan(prepared, after, { wanted: first + 1, keep: true });
  }
  const rows = page.rows.slice(0, first);
  const last = rows.at(-1);
  const isFull = page.rows.length > first;
  const end = page.hasEnded || isFull ? last : (page.frontier ?? after);
  for (const { at, outcome } of page.segments)
    if (page.hasEnded || (end && isUpTo(at, end))) evidence.add(outcome);

  if (query.withTotalCount && !total?.hasEnded) evidence.add({ readAt: undefined, failure: timeUp });
  const { filter } = query;
  const completeness = {
    ...evidence.toCompleteness(),
    ...(filter && { unmatched: () => unmatchedOfAssignments(question, filter) }),
  };
  if (query.requireComplete && !completeness.complete) throw incomplete(completeness);
  return {
    rows,
    hasNextPage: isFull || !page.hasEnded,
    hasPreviousPage: after !== undefined,
    get endCursor() {
      return page.hasEnded && !last ? undefined : cursorAt(end);
    },
    cursorOf: cursorAt,
    totalCount: total?.hasEnded && completeness.complete ? total.count : undefined,
    found: total?.count,
    completeness,
    freshness: question.freshness,
  };
}

function* countAll(prepared: ReadyPlan, evidence: Evidence): Coroutine<Scan> {
  const counted = yield* scan(prepared, undefined, { wanted: Number.POSITIVE_INFINITY, keep: false });
  evidence.addAll(counted.segments.map(({ outcome }) => outcome));
  return counted;
}

/** Undefined when the deadline came first. */
function* orTimeUp<T>(work: Coroutine<T>, { deadline }: ReadScope): Coroutine<T | undefined> {
  try {
    return yield* work;
  } catch (error) {
    if (deadline.aborted && error === deadline.reason) return undefined;
    throw error;
  }
}

/** Does the stretch at `at` begin before the page ends? */
function isUpTo(at: AssignmentKey, end: AssignmentKey): boolean {
  if (at.accountId !== end.accountId) return at.accountId < end.accountId;
  return (at.permissionSetArn ?? '~') <= (end.permissionSetArn ?? '~');
}

/** Why there is no total count. */
const timeUp = {
  operation: 'sso-admin:ListAccountAssignments',
  code: 'TIMEOUT',
  message:
    "The time of this request was over before everything in the filter's reach was read; what was read is kept, ask again",
};

export function incomplete(completeness: Completeness): GatewayError {
  const [failure] = completeness.failures;
  const count = completeness.failures.length + completeness.failuresOmitted;
  return new GatewayError(
    'INCOMPLETE',
    `The answer would not be complete: ${count} ${count === 1 ? 'read' : 'reads'} failed, the first: ${failure?.message ?? ''}`,
    { failures: completeness.failures, failuresOmitted: completeness.failuresOmitted },
  );
}
