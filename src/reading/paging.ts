import { badInput } from '../errors.ts';
import type { Cursors, Position } from './cursor.ts';
import type { Freshness } from './scope.ts';

/** How old facts may be in an answer whose query does not say, in milliseconds. */
export interface MaxAges {
  readonly assignmentsMs: number;
  readonly namesMs: number;
}

const maxFirst = 1_000;

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

/** What tells one list's walks from another's, and when each began. */
interface Walks {
  readonly instanceArn: string;
  readonly cursors: Cursors;
  readonly now: () => number;
}

/**
 * Where a walk goes on; undefined where it begins. An empty text is a cursor that nobody gave, not a beginning. A walk
 * that began in the future, by a clock that was set back since, begins now: what it has read meanwhile counts as never.
 */
export function positionOf(
  { instanceArn, cursors, now }: Walks,
  after: string | null | undefined,
  list: unknown,
): Position | undefined {
  if (after === undefined || after === null) return undefined;
  const position = cursors.decode(after, instanceArn, list);
  return { ...position, startedAt: Math.min(position.startedAt, now()) };
}
