import type { Assignment, Organization } from '../../src/sandbox/organization/types.ts';
import { add, Truth, type Least, type Reach, type Way } from './least.ts';

/** One person, and the assignment that lets them in. */
export interface PersonRow {
  readonly userId: string;
  readonly grant: Assignment;
}

/**
 * The least calls that prove who gets in, and through what. `grants`: every assignment in reach, up to the last row that
 * has to be seen, whether somebody holds it or not.
 */
export function leastOfPeople(
  organization: Organization,
  reach: Reach,
  rows: readonly PersonRow[],
  grants: readonly Assignment[],
): Least {
  const truth = new Truth(organization, reach);
  const met = grants.flatMap(({ principalType, principalId }) =>
    principalType === 'USER'
      ? [principalId]
      : organization.membershipsOfGroup(principalId).map(({ userId }) => userId),
  );
  const judging = truth.judgingPeople(new Set(met).size);
  const throughGrants = [...truth.throughPairs(), ...truth.byPrincipal()].map((way): Way =>
    add(`${way.how}, then the members of its groups`, way, judging, { calls: truth.members(grants) }),
  );
  const wanted = rows.map(({ grant }) => grant);
  const isGiven = reach.people?.from === 'ID';
  const counts = {
    users: isGiven ? 0 : new Set(rows.map(({ userId }) => userId)).size,
    groups: new Set(wanted.flatMap((grant) => (grant.principalType === 'GROUP' ? [grant.principalId] : [])))
      .size,
  };
  const ways = [...throughGrants, ...truth.byPerson()].map((way) => ({
    how: way.how,
    calls: way.calls + truth.namesOf(wanted, counts, way.lists),
  }));
  return ways.reduce((best, way) => (way.calls < best.calls ? way : best));
}
