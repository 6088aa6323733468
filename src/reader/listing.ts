import type { Outcome, Completeness } from './completeness.ts';
import { Evidence } from './completeness.ts';
import type { Cursors } from './cursor.ts';
import type { Verdict } from './filter/expression.ts';
import { freshnessOf, pageSize, type MaxAges } from './paging.ts';
import { forList, nextTurn, type Freshness, type ReadScope } from './scope.ts';

/** Arguments that every list takes. */
export interface ListQuery {
  /** 1 to 1000. @default 100 */
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  /** Milliseconds. @default the configured ones */
  readonly maxAgeMs?: number | null | undefined;
  readonly withTotalCount: boolean;
}

/** A list whose facts are read whole before its first row; its pages then come from the mirror. */
export interface Listing<Row> {
  /** Any JSON that tells this list from others: its name, its filter. */
  readonly name: unknown;
  /** Makes everything in reach fresh; throws where nothing can be said without it. */
  ready(freshness: Freshness, scope: ReadScope): Promise<readonly Outcome[]>;
  /** In order, after a key. */
  fetch(after: readonly string[] | undefined, limit: number): Promise<readonly Row[]>;
  keyOf(row: Row): readonly string[];
  /** Does a row belong to the list? Looked up for many rows together. @default every row does */
  judge?(rows: readonly Row[], freshness: Freshness, scope: ReadScope): Promise<readonly Judged[]>;
}

export interface Judged {
  readonly verdict: Verdict;
  /** What the verdict rests on, when it was looked up. */
  readonly outcome?: Outcome;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly endCursor: string | undefined;
  readonly cursorOf: (row: Row) => string;
  /** Undefined when not asked for, and when not everything in reach could be read. */
  readonly totalCount: number | undefined;
  readonly completeness: Completeness;
  /** For what is looked up for the rows later. */
  readonly freshness: Freshness;
}

export interface Pager {
  readonly instanceArn: string;
  readonly cursors: Cursors;
  readonly maxAges: MaxAges;
  readonly now: () => number;
}

const fetchSize = 1_000;

/** One page of a list. At the deadline it is a page without rows, from which the next call goes on. */
export async function listPage<Row>(
  { instanceArn, cursors, maxAges, now }: Pager,
  listing: Listing<Row>,
  query: ListQuery,
  asked: ReadScope,
): Promise<Page<Row>> {
  const scope = forList(asked);
  const first = pageSize(query.first);
  const position = query.after
    ? cursors.decode(query.after, instanceArn, listing.name)
    : { startedAt: scope.askedAt ?? now() };
  const freshness = freshnessOf(position.startedAt, query.maxAgeMs, maxAges);
  const cursorAt = (after: readonly string[] | undefined) =>
    cursors.encode({ startedAt: position.startedAt, ...(after && { after }) }, instanceArn, listing.name);
  const cursorOf = (row: Row) => cursorAt(listing.keyOf(row));
  const hasPreviousPage = position.after !== undefined;
  const evidence = new Evidence();

  try {
    evidence.addAll(await listing.ready(freshness, scope));
    const total = query.withTotalCount
      ? await take(listing, undefined, Number.POSITIVE_INFINITY, freshness, scope)
      : undefined;
    const taken = await take(listing, position.after, first + 1, freshness, scope);
    evidence.addAll(total?.outcomes ?? []);
    evidence.addAll(taken.outcomes);
    const rows = taken.rows.slice(0, first);
    const last = rows.at(-1);
    const completeness = evidence.toCompleteness();
    return {
      rows,
      hasNextPage: taken.rows.length > first,
      hasPreviousPage,
      endCursor: last && cursorOf(last),
      cursorOf,
      totalCount: completeness.complete ? total?.rows.length : undefined,
      completeness,
      freshness,
    };
  } catch (error) {
    if (!scope.deadline.aborted || error !== scope.deadline.reason) throw error;
    return {
      rows: [],
      hasNextPage: true,
      hasPreviousPage,
      endCursor: cursorAt(position.after),
      cursorOf,
      totalCount: undefined,
      completeness: new Evidence().toCompleteness(),
      freshness,
    };
  }
}

async function take<Row>(
  listing: Listing<Row>,
  after: readonly string[] | undefined,
  wanted: number,
  freshness: Freshness,
  scope: ReadScope,
): Promise<{ readonly rows: readonly Row[]; readonly outcomes: readonly Outcome[] }> {
  const rows: Row[] = [];
  const outcomes: Outcome[] = [];
  const limit = listing.judge ? fetchSize : Math.min(wanted, fetchSize);
  for (let from = after; rows.length < wanted;) {
    const fetched = await listing.fetch(from, limit);
    const judged = await listing.judge?.(fetched, freshness, scope);
    fetched.forEach((row, n) => {
      const { verdict, outcome } = judged?.[n] ?? { verdict: true };
      if (verdict && rows.length < wanted) rows.push(row);
      // Also when it was decided: maybe by old facts, which stand in for a read that failed.
      if (outcome) outcomes.push(outcome);
    });
    const last = fetched.at(-1);
    if (!last || fetched.length < limit) break;
    from = listing.keyOf(last);
    await nextTurn(scope);
  }
  return { rows, outcomes };
}
