import { membershipsKey } from '../../mirror/keys.ts';
import { perVersion } from '../facts/per-version.ts';
import type { PrincipalTest } from '../filter/expression.ts';
import type { Holders } from './grants.ts';
import type { PeopleQuestion } from './question.ts';

/** For more people it is quicker to go through the members of each group as they are met. */
const fewPeople = 100;

/** Ids of those whom the question names, in order, where these are few. */
export function fewOf(who: PrincipalTest | undefined): readonly string[] | undefined {
  return who?.ids && who.ids.size <= fewPeople ? [...who.ids].toSorted() : undefined;
}

/** When the oldest of the reads of members began, of all groups that hold anything: before everything while one was not. */
export const membersReadAt = perVersion(({ principals, coverage }) => {
  let oldest = Number.POSITIVE_INFINITY;
  for (const group of principals.groupsWithGrants())
    oldest = Math.min(oldest, coverage.readAt(membershipsKey(group)) ?? Number.NEGATIVE_INFINITY);
  return oldest;
});

/**
 * Of a question about few people: them, and their groups. Undefined where there are more of them, or where the members of
 * some group are not known.
 */
export function holdersOf({ grants: { facts, freshness }, who }: PeopleQuestion): Holders | undefined {
  const userIds = fewOf(who);
  const readAt = membersReadAt(facts.mirror);
  if (!userIds || readAt < freshness.assignments) return undefined;
  const { lists, principals } = facts.mirror;
  const ids = new Set(userIds);
  for (const group of principals.groupsWithGrants()) {
    const key = membershipsKey(group);
    if (userIds.some((userId) => lists.has(key, userId))) ids.add(group.principalId);
  }
  return { ids, readAt: readAt === Number.POSITIVE_INFINITY ? undefined : readAt };
}
