import type { PrincipalId } from '../../mirror/rows.ts';
import * as identities from '../extents/identities.ts';
import type { Facts } from '../facts/facts.ts';
import { chain } from '../../reading/coroutine.ts';
import type { Listing } from '../../reading/listing.ts';
import { orThrow } from '../reads.ts';

/** Users or groups of one list: the groups of a user, or the members of a group. */
export function memberships(facts: Facts, { principalType, principalId }: PrincipalId): Listing<PrincipalId> {
  const isUser = principalType === 'USER';
  const extent = identities.memberships(facts.source, { principalType, principalId });
  return {
    name: [isUser ? 'groups' : 'members', principalId],
    operation: `identitystore:ListGroupMemberships${isUser ? 'ForMember' : ''}`,
    ready: (freshness, scope) =>
      chain(facts.reads.ensure(extent, freshness.assignments, scope), (outcome) => [orThrow(outcome)]),
    fetch: ([after = ''] = [], limit) => {
      const items = facts.mirror.lists.after(extent.key, after, limit);
      return items.map(({ key }) => ({ principalType: isUser ? 'GROUP' : 'USER', principalId: key }));
    },
    keyOf: (row) => [row.principalId],
  };
}
