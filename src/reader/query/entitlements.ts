import type { EntitlementRow } from '../../mirror/rows.ts';
import { Evidence, timeUp } from '../../reading/completeness.ts';
import { run, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import type { ListQuery, Page, Pager } from '../../reading/listing.ts';
import { freshnessOf, pageSize, positionOf } from '../../reading/paging.ts';
import { forList, type ReadScope } from '../../reading/scope.ts';
import { takeTurn } from '../../reading/turns.ts';
import { isBeyond, placeOf, type EntitlementPlace } from '../execute/entitlement-scan.ts';
import { scanEntitlements } from '../execute/entitlement-way.ts';
import { entitlementsOperation } from '../extents/entitlements.ts';
import type { Facts } from '../facts/facts.ts';
import { normalize } from '../filter/branches.ts';
import type { PrincipalFilterInput, TargetFilterInput } from '../filter/input.ts';
import { parseSides } from '../filter/parse.ts';
import { LiveDriver } from '../drivers/live.ts';
import { unmatchedOfEntitlements } from '../unmatched/of-entitlements.ts';

export interface EntitlementQuery extends ListQuery {
  readonly principal?: PrincipalFilterInput | null | undefined;
  readonly target?: TargetFilterInput | null | undefined;
}

/** One page of entitlements: by the fewest calls of ListEntitlements, by account or by principal. */
export function entitlementPage(
  facts: Facts,
  pager: Pager,
  query: EntitlementQuery,
  asked: ReadScope,
): Awaitable<Page<EntitlementRow>> {
  return run(pageOf(facts, pager, query, asked));
}

function* pageOf(
  facts: Facts,
  pager: Pager,
  query: EntitlementQuery,
  asked: ReadScope,
): Coroutine<Page<EntitlementRow>> {
  yield* wait(takeTurn(asked));
  const scope = forList(asked);
  const { principal, target, withTotalCount } = query;
  const first = pageSize(query.first);
  const expression = normalize(parseSides(principal, target));
  const list = ['entitlements', principal ?? null, target ?? null];
  const position = positionOf(pager, query.after, list) ?? { startedAt: scope.askedAt ?? pager.now() };
  const freshness = freshnessOf(position.startedAt, query.maxAgeMs, pager.maxAges);
  const driver = new LiveDriver(facts, freshness, scope);
  const wanted = withTotalCount ? Number.POSITIVE_INFINITY : first + 1;
  const question = { facts, expression, freshness, scope, driver, wanted };

  // What is counted is everything, from its beginning.
  const scanned = yield* scanEntitlements(question, withTotalCount ? undefined : position.after);
  const { after } = position;
  const ahead = withTotalCount && after ? scanned.rows.filter((row) => isBeyond(row, after)) : scanned.rows;
  const rows = ahead.slice(0, first);
  const isFull = ahead.length > first;
  const last = rows.at(-1);
  const end = isFull || scanned.hasEnded ? last && placeOf(last) : (scanned.frontier ?? after);
  const evidence = new Evidence();
  evidence.addAll(scanned.outcomes);
  for (const { accountId, outcome } of scanned.segments)
    if (withTotalCount || !isFull || accountId <= (end?.[0] ?? '')) evidence.add(outcome);
  if (withTotalCount && !scanned.hasEnded)
    evidence.add({ readAt: undefined, failure: timeUp(entitlementsOperation) });
  const completeness = {
    ...evidence.toCompleteness(),
    ...((principal || target) && { unmatched: () => unmatchedOfEntitlements(question, principal, target) }),
  };
  const cursorAt = (place: EntitlementPlace | undefined) =>
    pager.cursors.encode(
      { startedAt: position.startedAt, ...(place && { after: place }) },
      pager.instanceArn,
      list,
    );
  const hasNextPage = isFull || !scanned.hasEnded;
  return {
    rows,
    hasNextPage,
    hasPreviousPage: after !== undefined,
    endCursor: hasNextPage || last ? cursorAt(end) : undefined,
    cursorOf: (row) => cursorAt(placeOf(row)),
    totalCount: withTotalCount && scanned.hasEnded && completeness.complete ? scanned.rows.length : undefined,
    found: withTotalCount ? scanned.rows.length : undefined,
    completeness,
    freshness,
  };
}
