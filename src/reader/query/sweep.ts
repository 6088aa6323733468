import type { AssignmentRow, PrincipalId } from '../../mirror/rows.ts';
import { badInput } from '../../errors.ts';
import type { AssignmentPage } from './page.ts';
import type { Completeness } from '../../reading/completeness.ts';
import type { Awaitable } from '../../reading/coroutine.ts';
import { CountingMeter } from './counting-meter.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import type { AssignmentQuery } from './ask.ts';
import type { ExplainQuery } from './explain.ts';
import type { Explanation } from '../plan/plan.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { SweepForecast, type SweepProgress } from './sweep-forecast.ts';
import { WalkEvidence } from '../../reading/walk-evidence.ts';

export interface SweepQuery {
  readonly filter?: AssignmentFilterInput | null | undefined;
  /** An event's endCursor, to go on from there. */
  readonly after?: string | null | undefined;
  /** Rows of an event at most, 1 to 1000. @default 500 */
  readonly batchSize?: number | null | undefined;
  /** Milliseconds. @default the configured ones */
  readonly maxAgeMs?: number | null | undefined;
  /** What will be looked up for the rows: it is read along with them, in whole lists where they cost less. */
  readonly names?: readonly NameKind[];
}

/** What a sweep asks of an instance. */
interface SweptReader {
  assignments(query: AssignmentQuery, scope: ReadScope): Awaitable<AssignmentPage>;
  explain(query: ExplainQuery, scope: ReadScope): Promise<Explanation>;
  principals(ids: readonly PrincipalId[], notBefore: number, scope: ReadScope): unknown;
  permissionSets(arns: readonly string[], notBefore: number, scope: ReadScope): unknown;
  accounts(accountIds: readonly string[], notBefore: number, scope: ReadScope): unknown;
  freshness(scope: ReadScope): Freshness;
}

export type NameKind = 'principals' | 'permissionSets' | 'accounts';

export interface SweepEvent {
  /** The next rows in the order of assignments; none when the event only tells progress. */
  readonly rows: readonly AssignmentRow[];
  /** Goes on right after the last row so far; undefined before the first page was read. */
  readonly endCursor: string | undefined;
  readonly progress: SweepProgress;
  /** Of all so far. */
  readonly completeness: Completeness;
  /** For what is looked up for the rows later. */
  readonly freshness: Freshness;
}

const maxBatch = 1_000;
/** Read together, however small the batches are: each page plans anew. */
const pageRows = 1_000;
/** How often an event is sent at least; a page that fills slowly is cut off then. */
const usualBeatMs = 2_000;

/**
 * Everything in the filter's reach, in order, with progress. It reads at most a page ahead of its consumer, through
 * the same extents as every other question: sweeps of the same share each read, and one that is begun again goes on
 * from what was read. Whoever leaves it stops the reads that nobody else wants.
 *
 * Its calls are interactive: somebody waits for them. They take turns with those of other clients, as all do.
 */
export async function* sweep(
  reader: SweptReader,
  query: SweepQuery,
  asked: ReadScope,
  beatMs: number = usualBeatMs,
): AsyncGenerator<SweepEvent, void> {
  const leaving = new AbortController();
  const meter = new CountingMeter(asked.meter);
  const signal = AbortSignal.any([asked.signal, leaving.signal]);
  try {
    yield* events(reader, query, { ...openEnded(asked), signal, meter }, meter, beatMs);
  } finally {
    leaving.abort(new Error('The sweep is over'));
  }
}

async function* events(
  reader: SweptReader,
  query: SweepQuery,
  scope: ReadScope,
  meter: CountingMeter,
  beatMs: number,
): AsyncGenerator<SweepEvent, void> {
  const { filter, maxAgeMs, names = [] } = query;
  const batchSize = batchSizeOf(query);
  const evidence = new WalkEvidence();
  const forecast = new SweepForecast(meter, beatMs, (after) =>
    reader.explain({ filter, after, maxAgeMs, first: null, withNames: names.length > 0 }, scope),
  );
  const ask = async (asked: AssignmentQuery, pageScope: ReadScope) => reader.assignments(asked, pageScope);
  const read = (from: string | undefined, pageMs: number) => {
    const reading = ask(
      { filter, after: from, maxAgeMs, first: pageRows, wholeReach: true, withTotalCount: false },
      { ...scope, deadline: AbortSignal.timeout(pageMs) },
    );
    // A consumer that leaves early never handles this rejection.
    reading.catch(() => {});
    return reading;
  };
  let freshness = reader.freshness(scope);
  const event = async (rows: readonly AssignmentRow[], endCursor: string | undefined, done = false) => ({
    rows,
    endCursor,
    progress: await forecast.after(endCursor, rows.length, done),
    completeness: evidence.toCompleteness(),
    freshness,
  });
  let at = query.after ?? undefined;
  let pageMs = beatMs;
  let reading = read(at, pageMs);
  for (;;) {
    const patienceMs = beatMs * 1.5;
    let page = await within(patienceMs, reading);
    for (; !page; page = await within(patienceMs, reading)) yield event([], at);
    evidence.addPage(page.completeness);
    freshness = page.freshness;
    const end = page.endCursor ?? at;
    if (page.hasNextPage) {
      // Some plans read for long before their first row. What was read is kept, but each page plans anew.
      pageMs = end === at ? pageMs * 2 : beatMs;
      // Names come from other services: the next page is read meanwhile.
      reading = read(end, pageMs);
    }
    const share = await forecast.shareBehind(end);
    await lookUp(reader, page, names, { ...scope, share });
    for (const rows of batches(page, batchSize)) {
      const last = rows.at(-1);
      const isLast = last === page.rows.at(-1);
      at = isLast || !last ? end : page.cursorOf(last);
      yield event(rows, at, isLast && !page.hasNextPage);
    }
    if (!page.hasNextPage) return;
  }
}

/** A page's rows in batches; of a page without rows, one that is empty. */
function* batches({ rows }: AssignmentPage, size: number): Generator<readonly AssignmentRow[]> {
  for (let start = 0; start === 0 || start < rows.length; start += size)
    yield rows.slice(start, start + size);
}

/** Brings into the mirror what the rows' names are looked up in. What cannot be read is told where it is looked up. */
async function lookUp(
  reader: SweptReader,
  { rows, freshness }: AssignmentPage,
  names: readonly NameKind[],
  scope: ReadScope,
): Promise<void> {
  if (rows.length === 0) return;
  const distinct = (idOf: (row: AssignmentRow) => string) => [...new Set(rows.map(idOf))];
  const looks = {
    principals: () => reader.principals(rows, freshness.names, scope),
    permissionSets: () =>
      reader.permissionSets(
        distinct((row) => row.permissionSetArn),
        freshness.names,
        scope,
      ),
    accounts: () =>
      reader.accounts(
        distinct((row) => row.accountId),
        freshness.names,
        scope,
      ),
  };
  await Promise.all(names.map((kind) => looks[kind]()));
}

function batchSizeOf({ batchSize }: SweepQuery): number {
  const size = batchSize ?? 500;
  if (!Number.isInteger(size) || size < 1 || size > maxBatch)
    throw badInput('batchSize', `give a number from 1 to ${maxBatch}, but got ${size}`);
  return size;
}

/** Without the moments by which a request has to be answered, and without its bound: a sweep is what is advised beyond it. */
function openEnded({
  listDeadline: _list,
  takesPart: _part,
  allowance: _allowance,
  ...scope
}: ReadScope): ReadScope {
  return { ...scope, deadline: new AbortController().signal };
}

/** The promise's value if it comes in that time, else undefined; the promise goes on. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
