import { badInput, GatewayError } from '../errors.ts';
import type { AssignmentKey, AssignmentRow } from '../mirror/rows.ts';
import { Evidence, type Completeness } from './completeness.ts';
import type { Cursors } from './cursor.ts';
import type { Facts } from './facts.ts';
import type { AssignmentFilterInput } from './filter/input.ts';
import { parseFilter } from './filter/parse.ts';
import { prepare, scan, type Prepared, type Scan } from './scan.ts';
import type { Freshness, ReadScope } from './scope.ts';

export interface AssignmentQuery {
  readonly filter?: AssignmentFilterInput | null | undefined;
  /** 1 to 1000. @default 100 */
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  /** Milliseconds. @default the configured ones, one for assignments and one for names */
  readonly maxAgeMs?: number | null | undefined;
  readonly requireComplete?: boolean | null | undefined;
  /** Reads everything in reach, to count it. */
  readonly withTotalCount: boolean;
}

export interface AssignmentPage {
  readonly rows: readonly AssignmentRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Where to go on; also set on a page without rows that has more to come. */
  readonly endCursor: string | undefined;
  readonly cursorOf: (row: AssignmentRow) => string;
  /** Undefined when not asked for, and when not everything in reach could be read. */
  readonly totalCount: number | undefined;
  readonly completeness: Completeness;
  /** For what is looked up for the rows later. */
  readonly freshness: Freshness;
}

export interface MaxAges {
  readonly assignmentsMs: number;
  readonly namesMs: number;
}

const maxFirst = 1_000;

/** One page of assignments: the fewest reads that fill it, and how complete it is. */
export async function assignmentPage(
  facts: Facts,
  cursors: Cursors,
  maxAges: MaxAges,
  query: AssignmentQuery,
  scope: ReadScope,
): Promise<AssignmentPage> {
  const { instanceArn } = facts.instance;
  const first = pageSize(query.first);
  const filter = query.filter ?? {};
  const list = ['assignments', filter];
  const expression = parseFilter(filter, instanceArn);
  const position = query.after ? cursors.decode(query.after, instanceArn, list) : { startedAt: facts.now() };
  const freshness = freshnessOf(position.startedAt, query.maxAgeMs, maxAges);
  const cursorAt = (after: AssignmentKey | undefined) =>
    cursors.encode(
      { startedAt: position.startedAt, ...(after && { after: partsOf(after) }) },
      instanceArn,
      list,
    );

  const after = position.after && keyOf(position.after);
  const question = { facts, expression, freshness, scope };
  const evidence = new Evidence();
  let page: Scan = nothingSeen;
  let total: Scan | undefined;
  const prepared = await orTimeUp(prepare(question), scope);
  if (prepared) {
    evidence.addAll(prepared.reach.outcomes);
    if (query.withTotalCount) total = await countAll(prepared, evidence);
    page = await scan(prepared, after, { wanted: first + 1, keep: true });
  }
  const rows = page.rows.slice(0, first);
  const last = rows.at(-1);
  const isFull = page.rows.length > first;
  const end = page.hasEnded || isFull ? last : (page.frontier ?? after);
  for (const { at, outcome } of page.stretches)
    if (page.hasEnded || (end && isUpTo(at, end))) evidence.add(outcome);

  const completeness = withTimeUp(evidence.toCompleteness(), query.withTotalCount && !total?.hasEnded);
  if (query.requireComplete && !completeness.complete) throw incomplete(completeness);
  return {
    rows,
    hasNextPage: isFull || !page.hasEnded,
    hasPreviousPage: after !== undefined,
    endCursor: page.hasEnded && !last ? undefined : cursorAt(end),
    cursorOf: cursorAt,
    totalCount: total?.hasEnded && completeness.complete ? total.count : undefined,
    completeness,
    freshness,
  };
}

export function pageSize(first: number | null | undefined): number {
  const size = first ?? 100;
  if (!Number.isInteger(size) || size < 1 || size > maxFirst)
    throw badInput('first', `give a number from 1 to ${maxFirst}, but got ${size}`);
  return size;
}

/** What was read up to `maxAge` before the walk began, or since, is fresh. */
export function freshnessOf(
  startedAt: number,
  maxAgeMs: number | null | undefined,
  defaults: MaxAges,
): Freshness {
  return {
    assignments: startedAt - (maxAgeMs ?? defaults.assignmentsMs),
    names: startedAt - (maxAgeMs ?? defaults.namesMs),
  };
}

function partsOf(key: AssignmentKey): string[] {
  const { accountId, permissionSetArn, principalType, principalId } = key;
  return [accountId, permissionSetArn, principalType, principalId].filter((part) => part !== undefined);
}

function keyOf([accountId = '', permissionSetArn, type, principalId]: readonly string[]): AssignmentKey {
  return {
    accountId,
    ...(permissionSetArn !== undefined && { permissionSetArn }),
    ...(principalId !== undefined && { principalType: type === 'USER' ? 'USER' : 'GROUP', principalId }),
  };
}

const nothingSeen: Scan = { rows: [], count: 0, frontier: undefined, hasEnded: false, stretches: [] };

async function countAll(prepared: Prepared, evidence: Evidence): Promise<Scan> {
  const counted = await scan(prepared, undefined, { wanted: Number.POSITIVE_INFINITY, keep: false });
  evidence.addAll(counted.stretches.map(({ outcome }) => outcome));
  return counted;
}

/** Undefined when the deadline came first. */
async function orTimeUp<T>(work: Promise<T>, { deadline }: ReadScope): Promise<T | undefined> {
  try {
    return await work;
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

function withTimeUp(completeness: Completeness, isTimeUp: boolean): Completeness {
  if (!isTimeUp) return completeness;
  const failure = {
    operation: 'sso-admin:ListAccountAssignments',
    code: 'TIMEOUT',
    message:
      "The time of this request was over before everything in the filter's reach was read; what was read is kept, ask again",
  };
  return { ...completeness, complete: false, failures: [...completeness.failures, failure].slice(0, 100) };
}

function incomplete(completeness: Completeness): GatewayError {
  const [failure] = completeness.failures;
  const count = completeness.failures.length + completeness.failuresOmitted;
  return new GatewayError(
    'INCOMPLETE',
    `The answer would not be complete: ${count} ${count === 1 ? 'read' : 'reads'} failed, the first: ${failure?.message ?? ''}`,
    { failures: completeness.failures, failuresOmitted: completeness.failuresOmitted },
  );
}
