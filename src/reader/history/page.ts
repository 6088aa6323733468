import { chain, type Awaitable } from '../../reading/coroutine.ts';
import { badInput } from '../../errors.ts';
import type { Facts } from '../facts/facts.ts';
import { listPage, type ListQuery, type Page, type Pager } from '../../reading/listing.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import { parseFilter } from '../filter/parse.ts';
import type { Change, ChangeKind } from './change.ts';
import { unmatchedOfChanges } from '../unmatched/of-changes.ts';
import type { Place } from './kept-changes.ts';
import { notJudged } from './known.ts';
import type { Windows } from './windows.ts';
import { touching } from './touches.ts';

export interface ChangeQuery extends Omit<ListQuery, 'maxAgeMs'> {
  /** Epoch milliseconds: changes that were seen after this moment, */
  readonly since: number;
  /** and up to this one. @default now */
  readonly until?: number | null | undefined;
  readonly filter?: AssignmentFilterInput | null | undefined;
  readonly kinds?: readonly ChangeKind[] | null | undefined;
}

/** A page of what changed, newest first. It makes no call: what was not read is not known, and said so. */
export function changePage(
  facts: Facts,
  windows: Windows,
  pager: Pager,
  query: ChangeQuery,
  scope: ReadScope,
): Awaitable<Page<Change>> {
  const { history, mirror } = facts;
  const { since, until, filter, kinds } = query;
  if (until !== null && until !== undefined && until < since)
    throw badInput('until', 'give a moment that is not before since');
  const expression = parseFilter(filter, pager.instanceArn);
  const touches = touching(expression, mirror, history);
  const wanted = kinds ? new Set(kinds) : undefined;
  // Nothing is asked of changes, and none has to be looked at that is not on the page.
  const isEverything = !wanted && expression.op === 'all' && expression.of.length === 0;
  let broken: string | undefined;
  // What is behind a page was loaded for that page.
  const isGoingOn = typeof query.after === 'string' && history.isLoaded;
  const end: Place = { readAt: until ?? Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
  return listPage<Change>(
    pager,
    {
      name: ['changes', since, until ?? null, filter ?? null, kinds ?? null],
      operation: 'history',
      ready: () =>
        chain(isGoingOn ? undefined : history.catchUp(), (failure) => {
          broken = history.isKept
            ? failure && `the store cannot be used (${failure})`
            : 'none are kept, see --history';
          return windows.knownSince({ since, filter, expression, broken });
        }),
      // What is kept can be counted, though nobody knows what changed before it was first read.
      countsAnyway: () => broken === undefined,
      fetch(after, limit) {
        const from = after ? { readAt: Number(after[0]), id: Number(after[1]) } : end;
        return history.before(from, limit).filter(({ readAt }) => readAt > since);
      },
      ...(filter && { unmatched: (_freshness, inTime) => unmatchedOfChanges(facts, filter, inTime) }),
      keyOf: ({ readAt, id }) => [String(readAt), String(id)],
      ...(!isEverything && {
        judge: (rows: readonly Change[]) =>
          rows.map((change) => {
            if (wanted && !wanted.has(change.kind)) return { verdict: false };
            const verdict = touches(change);
            return verdict === undefined ? { verdict, outcome: notJudged } : { verdict };
          }),
      }),
    },
    query,
    scope,
  );
}
