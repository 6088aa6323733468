import { Evidence, timeUp, type Completeness } from '../../reading/completeness.ts';
import { run, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import type { Pager } from '../../reading/listing.ts';
import { forList, isTimeUp, type Freshness, type ReadScope } from '../../reading/scope.ts';
import { inTurns, nextTurn, takeTurn } from '../../reading/turns.ts';
import { badInput } from '../../errors.ts';
import { scan } from '../execute/executor.ts';
import { prepare } from '../execute/prepare.ts';
import type { ReadyPlan } from '../execute/ready-plan.ts';
import { knownSet } from '../facts/asked-sets.ts';
import type { Facts } from '../facts/facts.ts';
import { evaluate } from '../filter/expression.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import { ask } from '../query/ask.ts';
import type { Question } from '../query/question.ts';
import { unmatchedOfAssignments } from '../unmatched/of-assignments.ts';
import { Cells, type Cell, type CellKey, type CountGroup } from './cells.ts';
import { countPeople } from './people.ts';
import { unitsOf } from './places.ts';

export interface CountsQuery {
  readonly groupBy: readonly CountGroup[];
  readonly filter?: AssignmentFilterInput | null | undefined;
  /** Milliseconds. @default the configured ones */
  readonly maxAgeMs?: number | null | undefined;
  /** Counts people, too, for which the members of every group that is met are read. */
  readonly withPeople: boolean;
  /** Counts, with 0, also what is provisioned and held by nobody. BAD_INPUT where pairs are not what is counted by. */
  readonly withEmpty?: boolean | null | undefined;
}

export interface AssignmentCount extends CellKey {
  readonly assignments: number;
  /** Undefined when not asked for, and when not all memberships are known. */
  readonly people: number | undefined;
}

export interface AssignmentCounts {
  readonly counts: readonly AssignmentCount[];
  readonly completeness: Completeness;
  /** For what is looked up for the counts later. */
  readonly freshness: Freshness;
}

/** How many assignments there are of what a filter leaves, planned and read like their total. */
export function assignmentCounts(
  facts: Facts,
  pager: Pager,
  query: CountsQuery,
  asked: ReadScope,
): Awaitable<AssignmentCounts> {
  return run(countsOf(facts, pager, query, asked));
}

function* countsOf(
  facts: Facts,
  pager: Pager,
  { groupBy, filter, maxAgeMs, withPeople, withEmpty }: CountsQuery,
  asked: ReadScope,
): Coroutine<AssignmentCounts> {
  yield* wait(takeTurn(asked));
  if (withEmpty) checkPairs(groupBy);
  const scope = forList(asked);
  const everything = { filter, maxAgeMs, withTotalCount: true };
  const { question } = ask(facts, pager, everything, Number.POSITIVE_INFINITY, scope);
  const evidence = new Evidence();
  const { cells, principals } = yield* cellsOf(question, { groupBy, withPeople, withEmpty }, evidence);
  const people = withPeople ? yield* countPeople(question, cells, principals, evidence) : [];
  // To tell thousands of them takes a turn of its own, also when the time is up.
  if (cells.length > 1_000) yield* wait(nextTurn({ signal: scope.signal, deadline: scope.signal }));
  return {
    counts: cells.map((cell, n) => toCount(cell, people[n])),
    completeness: {
      ...evidence.toCompleteness(),
      ...(filter && { unmatched: () => unmatchedOfAssignments(question, filter) }),
    },
    freshness: question.freshness,
  };
}

/** Field by field: there may be thousands, and to copy what is left of an object takes many times as long. */
function toCount(cell: Cell, people: number | undefined): AssignmentCount {
  const { accountId, permissionSetArn, unitId, principalType, assignments } = cell;
  return { accountId, permissionSetArn, unitId, principalType, assignments, people };
}

/** What was seen before the time was up. */
function* cellsOf(
  question: Question,
  { groupBy, withPeople, withEmpty }: Pick<CountsQuery, 'groupBy' | 'withEmpty' | 'withPeople'>,
  evidence: Evidence,
): Coroutine<{ readonly cells: readonly Cell[]; readonly principals: Cells['principals'] }> {
  let units: ReadonlyMap<string, string> = new Map();
  const cells = new Cells(groupBy, (accountId) => units.get(accountId), withPeople);
  try {
    const prepared = yield* prepare(question);
    evidence.addAll(prepared.outcomes);
    if (groupBy.includes('ORGANIZATIONAL_UNIT')) units = yield* unitsOf(question, prepared, evidence);
    const options = { wanted: Number.POSITIVE_INFINITY, keep: false, visit: cells.add };
    const { segments, hasEnded } = yield* scan(prepared, undefined, options);
    for (const { outcome } of segments) evidence.add(outcome);
    if (withEmpty) yield* addEmpty(question, prepared, cells);
    if (!hasEnded) evidence.add({ readAt: undefined, failure: timeUp(operation) });
  } catch (error) {
    if (!isTimeUp(question.scope, error)) throw error;
    evidence.add({ readAt: undefined, failure: timeUp(operation) });
  }
  return { cells: cells.inOrder(), principals: cells.principals };
}

const operation = 'sso-admin:ListAccountAssignments';

function checkPairs(groupBy: readonly CountGroup[]): void {
  const isOfPairs = groupBy.includes('ACCOUNT') && groupBy.includes('PERMISSION_SET');
  if (isOfPairs && !groupBy.includes('PRINCIPAL_TYPE')) return;
  throw badInput(
    'withEmpty',
    'what nobody holds is provisioned to an account: ask with ACCOUNT and PERMISSION_SET among groupBy, and without PRINCIPAL_TYPE',
  );
}

/** What the filter reaches whoever holds it, and nobody does. */
function* addEmpty(
  { facts, expression, freshness, scope }: Question,
  { lookup, pairScan }: ReadyPlan,
  cells: Cells,
): Coroutine<void> {
  const { mirror } = facts;
  for (const account of [...(lookup?.accounts ?? []), ...(pairScan?.accounts ?? [])]) {
    for (const { permissionSetArn: arn, readAt, size } of mirror.pairs.ofAccounts([account.accountId])) {
      if (size > 0 || (readAt ?? 0) < freshness.assignments) continue;
      const permissionSet = { arn, facts: knownSet(mirror, expression, arn) };
      if (evaluate(expression, { account, permissionSet })) cells.addNobody(account.accountId, arn);
    }
    yield* inTurns(scope);
  }
}
