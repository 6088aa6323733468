import { membershipsKey } from '../../mirror/keys.ts';
import type { PrincipalTest } from '../filter/expression.ts';
import type { Holders } from './grants.ts';
import type { PeopleQuestion } from './question.ts';

/** For more people it is quicker to go through the members of each group as they are met. */
const fewPeople = 100;

/** Ids of those whom the question names, in order, where these are few. */
export function fewOf(who: PrincipalTest | undefined): readonly string[] | undefined {
  return who?.ids && who.ids.size <= fewPeople ? [...who.ids].toSorted() : undefined;
}

/**
 * Of a question about few people: them, and their groups. Undefined where there are more of them, or where the members of
 * some group are not known.
 */
export function holdersOf({ grants: { facts, freshness }, who }: PeopleQuestion): Holders | undefined {
  const userIds = fewOf(who);
  if (!userIds) return undefined;
  const { coverage, lists, principals } = facts.mirror;
  const ids = new Set(userIds);
  let oldest = Number.POSITIVE_INFINITY;
  for (const group of principals.groupsWithGrants()) {
    const key = membershipsKey(group);
    const readAt = coverage.readAt(key);
    if (readAt === undefined || readAt < freshness.assignments) return undefined;
    oldest = Math.min(oldest, readAt);
    if (userIds.some((userId) => lists.has(key, userId))) ids.add(group.principalId);
  }
  return { ids, readAt: oldest === Number.POSITIVE_INFINITY ? undefined : oldest };
}
