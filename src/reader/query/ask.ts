import type { AssignmentKey } from '../../mirror/rows.ts';
import { LiveDriver } from '../drivers/live.ts';
import type { Facts } from '../facts/facts.ts';
import { normalize } from '../filter/branches.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import { parseFilter } from '../filter/parse.ts';
import type { ListQuery, Pager } from '../../reading/listing.ts';
import { freshnessOf, positionOf } from '../../reading/paging.ts';
import type { Strategy } from '../plan/strategy.ts';
import type { Question } from './question.ts';
import type { ReadScope } from '../../reading/scope.ts';

export interface AssignmentQuery extends ListQuery {
  readonly filter?: AssignmentFilterInput | null | undefined;
  /** A user's id: everything that reaches this user, also through groups, whose rows name the group. */
  readonly inheritedBy?: string | undefined;
  readonly requireComplete?: boolean | null | undefined;
  /** Plans for everything in reach rather than for this page: of whoever will take all pages. @default false */
  readonly wholeReach?: boolean;
  /** A test's or a bench's choice of the strategy. BAD_INPUT where the filter does not allow it. */
  readonly strategy?: Strategy;
}

/** A query as a question to the reader, and the cursors of its answer. */
export interface Asked {
  readonly question: Question;
  readonly after: AssignmentKey | undefined;
  readonly cursorAt: (after: AssignmentKey | undefined) => string;
}

/** Beyond this, questions are not compared. */
const longestText = 4_000;

/** Checks a query. `wanted`: rows to plan for; Infinity for all. Throws BAD_INPUT and INVALID_CURSOR. */
export function ask(
  facts: Facts,
  pager: Pager,
  query: AssignmentQuery,
  wanted: number,
  scope: ReadScope,
): Asked {
  const { instanceArn, cursors, maxAges, now } = pager;
  const filter = query.filter ?? {};
  const { inheritedBy } = query;
  const list = ['assignments', filter, inheritedBy ?? null];
  const expression = normalize(parseFilter(filter, instanceArn));
  const position = positionOf(pager, query.after, list) ?? {
    startedAt: scope.askedAt ?? now(),
  };
  const freshness = freshnessOf(position.startedAt, query.maxAgeMs, maxAges);
  const after = position.after && keyOf(position.after);
  return {
    question: {
      facts,
      expression,
      freshness,
      scope,
      driver: new LiveDriver(facts, freshness, scope),
      wanted,
      text: textOf(query.filter),
      // The total is counted from the beginning.
      ...(!query.withTotalCount && { after }),
      ...(inheritedBy !== undefined && { inheritedBy }),
    },
    after,
    cursorAt: (key) =>
      cursors.encode(
        { startedAt: position.startedAt, ...(key && { after: partsOf(key) }) },
        instanceArn,
        list,
      ),
  };
}

/** Of a question all of which is in its filter, whichever rows of it are asked for. */
export function textOf(filter: object | null | undefined): string | undefined {
  const text = JSON.stringify(filter ?? {});
  return text.length > longestText ? undefined : text;
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
