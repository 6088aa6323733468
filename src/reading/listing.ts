import { Evidence, timeUp, type Completeness, type Outcome, type UnmatchedValue } from './completeness.ts';
import type { Cursors } from './cursor.ts';
import { freshnessOf, pageSize, positionOf, type MaxAges } from './paging.ts';
import { forList, type Freshness, type ReadScope } from './scope.ts';
import { run, wait, type Awaitable, type Coroutine } from './coroutine.ts';
import { nextTurn, takeTurn } from './turns.ts';

/** Arguments that every list takes. */
export interface ListQuery {
  /** 1 to 1000. @default 100 */
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  /** Milliseconds. @default the configured ones */
  readonly maxAgeMs?: number | null | undefined;
  readonly withTotalCount: boolean;
}

/** Facts that are read whole before the first of their rows; pages then come from the mirror. */
interface Part<Row> {
  /** Makes everything in reach fresh; throws where nothing can be said without it. */
  ready(freshness: Freshness, scope: ReadScope): Awaitable<readonly Outcome[]>;
  /** In order, after a key. */
  fetch(after: readonly string[] | undefined, limit: number): readonly Row[];
}

export interface Listing<Row> extends Part<Row> {
  /** Any JSON that tells this list from others: its name, its filter. */
  readonly name: unknown;
  /** The AWS operation that lists it: what is said to be missing when the time was over. */
  readonly operation: string;
  keyOf(row: Row): readonly string[];
  /** Does a row belong to the list? Looked up for many rows together. @default every row does */
  judge?(rows: readonly Row[], freshness: Freshness, scope: ReadScope): Awaitable<readonly Judged[]>;
  /** May all rows be counted, though completeness says that something is not known? @default they may not */
  countsAnyway?(): boolean;
  /** The rows behind all others, which are read only when a page gets there. @default none */
  readonly rest?: Part<Row>;
  /** What the question names and nothing answers to, as far as it is known. @default nothing */
  unmatched?(freshness: Freshness, scope: ReadScope): Promise<readonly UnmatchedValue[]>;
}

export interface Judged {
  /** Undefined: it cannot be told. */
  readonly verdict: boolean | undefined;
  /** What the verdict rests on, when it was looked up. */
  readonly outcome?: Outcome;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Signed when it is asked for. */
  readonly endCursor: string | undefined;
  readonly cursorOf: (row: Row) => string;
  /** Undefined when not asked for, and when not everything in reach could be read. */
  readonly totalCount: number | undefined;
  /** As many as were found when all were to be counted, also where not everything in reach could be read. */
  readonly found?: number | undefined;
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

/**
 * One page of a list: at once, where nothing has to be read. At the deadline it ends with what was looked at, and the
 * next call goes on from there.
 */
export function listPage<Row>(
  pager: Pager,
  listing: Listing<Row>,
  query: ListQuery,
  asked: ReadScope,
): Awaitable<Page<Row>> {
  return run(pageOf(pager, listing, query, asked));
}

function* pageOf<Row>(
  pager: Pager,
  listing: Listing<Row>,
  query: ListQuery,
  asked: ReadScope,
): Coroutine<Page<Row>> {
  const { instanceArn, cursors, maxAges, now } = pager;
  yield* wait(takeTurn(asked));
  const scope = forList(asked);
  const first = pageSize(query.first);
  const position = positionOf(pager, query.after, listing.name) ?? {
    startedAt: scope.askedAt ?? now(),
  };
  const freshness = freshnessOf(position.startedAt, query.maxAgeMs, maxAges);
  const cursorAt = (after: readonly string[] | undefined) =>
    cursors.encode({ startedAt: position.startedAt, ...(after && { after }) }, instanceArn, listing.name);
  const cursorOf = (row: Row) => cursorAt(listing.keyOf(row));

  const walk = { listing, freshness, scope, ready: new Map<Part<Row>, readonly Outcome[]>() };
  const total = query.withTotalCount ? yield* take(walk, undefined, Number.POSITIVE_INFINITY) : undefined;
  const taken = yield* take(walk, position.after, first + 1);
  const isFull = taken.rows.length > first;
  const rows = taken.rows.slice(0, first);
  const last = rows.at(-1);

  const evidence = new Evidence();
  for (const outcomes of walk.ready.values()) evidence.addAll(outcomes);
  for (const { outcome } of total?.judged ?? []) evidence.add(outcome);
  for (const { rowsBefore, outcome } of taken.judged)
    if (!isFull || rowsBefore < first) evidence.add(outcome);
  // Nothing can be said of a list that was never read, not even that it has no rows.
  const isUnread = !walk.ready.has(listing);
  if (isUnread || (total && !total.hasEnded))
    evidence.add({ readAt: undefined, failure: timeUp(listing.operation) });
  const completeness = {
    ...evidence.toCompleteness(),
    ...(listing.unmatched && { unmatched: async () => listing.unmatched?.(freshness, scope) ?? [] }),
  };
  const hasNextPage = isFull || !taken.hasEnded;
  // What a verdict rested on that could not be told may have left rows out.
  const isCounted =
    completeness.complete || (listing.countsAnyway?.() === true && total?.judged.length === 0);
  return {
    rows,
    hasNextPage,
    hasPreviousPage: position.after !== undefined,
    get endCursor() {
      return hasNextPage && !isFull ? cursorAt(taken.frontier) : last && cursorOf(last);
    },
    cursorOf,
    totalCount: total?.hasEnded && isCounted ? total.rows.length : undefined,
    found: total?.rows.length,
    completeness,
    freshness,
  };
}

interface Walk<Row> {
  readonly listing: Listing<Row>;
  readonly freshness: Freshness;
  readonly scope: ReadScope;
  /** The outcomes of the reads that made the parts ready. */
  readonly ready: Map<Part<Row>, readonly Outcome[]>;
}

interface Taken<Row> {
  readonly rows: readonly Row[];
  /** The outcomes that verdicts rest on, each with the number of rows that were taken before it. */
  readonly judged: readonly { readonly rowsBefore: number; readonly outcome: Outcome }[];
  /** Everything up to here was looked at. */
  readonly frontier: readonly string[] | undefined;
  /** Nothing is left behind the rows. */
  readonly hasEnded: boolean;
}

/** The first `wanted` rows after a key; fewer where the list ends or the time is over. */
function* take<Row>(
  walk: Walk<Row>,
  after: readonly string[] | undefined,
  wanted: number,
): Coroutine<Taken<Row>> {
  const { listing, scope } = walk;
  const rows: Row[] = [];
  const judged: Taken<Row>['judged'][number][] = [];
  let frontier = after;
  const look = (looked: readonly JudgedRow<Row>[]) => {
    for (const { row, verdict, outcome } of looked) {
      // The evidence counts even where the verdict is clear: it may rest on older facts that stand in for a failed read.
      if (outcome) judged.push({ rowsBefore: rows.length, outcome });
      if (verdict) rows.push(row);
      if (rows.length >= wanted) return true;
    }
    const last = looked.at(-1);
    if (last) frontier = listing.keyOf(last.row);
    return false;
  };
  try {
    const isFull = yield* lookThrough(walk, after, wanted, look);
    return { rows, judged, frontier, hasEnded: !isFull };
  } catch (error) {
    if (!scope.deadline.aborted || error !== scope.deadline.reason) throw error;
    return { rows, judged, frontier, hasEnded: false };
  }
}

type JudgedRow<Row> = Judged & { readonly row: Row };

/** Looks at everything after a key, in order, many rows at a time, until `look` has seen enough. Whether it has. */
function* lookThrough<Row>(
  { listing, freshness, scope, ready }: Walk<Row>,
  after: readonly string[] | undefined,
  wanted: number,
  look: (rows: readonly JudgedRow<Row>[]) => boolean,
): Coroutine<boolean> {
  const limit = listing.judge ? fetchSize : Math.min(wanted, fetchSize);
  for (const part of listing.rest ? [listing, listing.rest] : [listing]) {
    if (!ready.has(part)) ready.set(part, yield* wait(part.ready(freshness, scope)));
    for (let from = after; ;) {
      const fetched = part.fetch(from, limit);
      const verdicts = listing.judge && (yield* wait(listing.judge(fetched, freshness, scope)));
      if (look(fetched.map((row, n) => ({ row, ...(verdicts?.[n] ?? { verdict: true }) })))) return true;
      const last = fetched.at(-1);
      if (!last || fetched.length < limit) break;
      from = listing.keyOf(last);
      yield nextTurn(scope);
    }
  }
  return false;
}
