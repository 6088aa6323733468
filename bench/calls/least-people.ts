import type { Assignment, Entitlement, Organization } from '../../src/sandbox/organization/types.ts';
import { add, pages, Truth, type Least, type Reach, type Way } from './least.ts';

export type Grant = Assignment | Entitlement;

/** One person, and the grant that lets them in. */
export interface PersonRow {
  readonly userId: string;
  readonly grant: Grant;
}

/** What is in reach, up to the last row that has to be seen. */
export interface PeopleReach {
  /** Every grant, whether somebody holds it or not. */
  readonly grants: readonly Grant[];
  /** Accounts whose assignments are all seen, and so their entitlements. */
  readonly accountIds: readonly string[];
}

/** The least calls that prove who gets in, and through what. */
export function leastOfPeople(
  organization: Organization,
  reach: Reach,
  rows: readonly PersonRow[],
  within: PeopleReach,
): Least {
  const { grants } = within;
  const truth = new Truth(organization, reach);
  const met = grants.flatMap(({ principalType, principalId }) =>
    principalType === 'USER'
      ? [principalId]
      : organization.membershipsOfGroup(principalId).map(({ userId }) => userId),
  );
  const judging = truth.judgingPeople(new Set(met).size);
  const { byAccount, byPerson } = entitlementCalls(organization, reach, within);
  const throughGrants = [...truth.throughPairs(), ...truth.byPrincipal()].map((way): Way =>
    add(`${way.how}, then the members of its groups`, way, judging, {
      calls: truth.members(grants) + byAccount,
    }),
  );
  const fromPeople = truth.byPerson().map((way): Way => add(way.how, way, { calls: byPerson }));
  const wanted = rows.map(({ grant }) => grant);
  const isGiven = reach.people?.from === 'ID';
  const counts = {
    users: isGiven ? 0 : new Set(rows.map(({ userId }) => userId)).size,
    groups: new Set(wanted.flatMap((grant) => (grant.principalType === 'GROUP' ? [grant.principalId] : [])))
      .size,
  };
  const ways = [...throughGrants, ...fromPeople].map((way) => ({
    how: way.how,
    calls: way.calls + truth.namesOf(wanted, counts, way.lists),
  }));
  return ways.reduce((best, way) => (way.calls < best.calls ? way : best));
}

/**
 * What finds entitlements, which are grants wherever permission sets are not asked about: the application, and those of
 * each account in reach, or those of each person and of each of their groups, which have to be known.
 */
function entitlementCalls(
  organization: Organization,
  reach: Reach,
  { accountIds, grants }: Pick<PeopleReach, 'accountIds' | 'grants'>,
): { readonly byAccount: number; readonly byPerson: number } {
  if (reach.sets !== 'ALL') return { byAccount: 0, byPerson: 0 };
  const { accountAccess } = organization;
  if (!accountAccess.application) return { byAccount: 1, byPerson: 1 };
  const held = grants.filter((grant) => 'roleArn' in grant);
  // The list of applications, and of ours whose instance it belongs to.
  const application = 2;
  const ofAccounts = accountIds.reduce(
    (sum, id) => sum + pages(accountAccess.entitlementsOf(id).length),
    application,
  );
  const groups = new Set<string>();
  for (const { principalType, principalId } of held) if (principalType === 'GROUP') groups.add(principalId);
  const members = [...groups].reduce((sum, id) => sum + pages(organization.membershipsOfGroup(id).length), 0);
  const ids = reach.people?.ids ?? [];
  const pagesOf = (id: string) =>
    pages(accountAccess.entitlements().filter((one) => one.principalId === id).length);
  const asked = new Set(
    ids.flatMap((id) => [id, ...organization.membershipsOfUser(id).map(({ groupId }) => groupId)]),
  );
  const ofPeople =
    ids.reduce((sum, id) => sum + pages(organization.membershipsOfUser(id).length), application) +
    [...asked].reduce((sum, id) => sum + pagesOf(id), 0);
  return { byAccount: ofAccounts, byPerson: Math.min(ofPeople, ofAccounts + members) };
}
