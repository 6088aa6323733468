import { membershipsKey } from '../../mirror/keys.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { chain, type Awaitable } from '../../reading/coroutine.ts';
import { unbounded, type Freshness, type ReadScope } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { filterInTurns } from '../../reading/turns.ts';
import { memberships } from '../extents/identities.ts';
import { callsOf, costOf } from '../plan/cost.ts';
import type { Facts } from './facts.ts';

interface Asking {
  readonly facts: Facts;
  readonly freshness: Freshness;
  readonly scope: ReadScope;
}

/** The operation that tells who is in a group, and the one that tells which groups somebody is in. */
export const membersOperation = 'identitystore:ListGroupMemberships';
const groupsOperation = 'identitystore:ListGroupMembershipsForMember';

/** Makes fresh who is in these groups, or which groups these users are in: a call each, of those that are not known. */
export function ensureMemberships(asking: Asking, principals: readonly PrincipalId[]): Awaitable<Outcome[]> {
  const { facts, freshness, scope } = asking;
  const isUnread = (principal: PrincipalId) => !areMembershipsKnown(asking, principal);
  return chain(filterInTurns(principals, isUnread, scope), (unread) => {
    const isOfGroups = principals[0]?.principalType === 'GROUP';
    const cost = costOf(isOfGroups ? membersOperation : groupsOperation, unread.length);
    if (callsOf(cost) > 0)
      scope.allowance?.plan(principals, callsOf(cost), facts.source.aws.forecastSeconds(cost, scope.lane));
    const allowed = unbounded(scope);
    const ensure = (principal: PrincipalId) =>
      facts.reads.ensure(memberships(facts.source, principal), freshness.assignments, allowed);
    return sideBySide(principals, ensure, scope);
  });
}

export function areMembershipsKnown({ facts, freshness }: Asking, principal: PrincipalId): boolean {
  return facts.mirror.coverage.isFresh(membershipsKey(principal), freshness.assignments);
}

/** Ids of those in a group, or of the groups that somebody is in, as they were read last. */
export function membershipIds({ mirror }: Facts, principal: PrincipalId): readonly string[] {
  return mirror.lists.of(membershipsKey(principal)).map(({ key }) => key);
}
