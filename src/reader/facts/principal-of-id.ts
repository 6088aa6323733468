import { holdingsKey, membershipsKey } from '../../mirror/keys.ts';
import type { PairRow, PrincipalId, PrincipalType } from '../../mirror/rows.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { holdings, pair } from '../extents/assignments.ts';
import { orThrow } from '../reads.ts';
import type { Facts } from './facts.ts';

/** The types of which an id may be: first the one as which something has told of it. An id tells nothing of its own. */
export function typesOfId({ mirror, source }: Facts, principalId: string): readonly PrincipalType[] {
  const isTold = (principalType: PrincipalType) => {
    const id = { principalType, principalId };
    const lists = [membershipsKey(id), holdingsKey(id)];
    return mirror.principals.isTold(id) || lists.some((key) => mirror.lists.of(key).length > 0);
  };
  const isGroup = isTold('GROUP') || source.groupsOfUsers.has(principalId);
  return isGroup && !isTold('USER') ? ['GROUP', 'USER'] : ['USER', 'GROUP'];
}

/**
 * Does any assignment name this principal, of which the identity store may know nothing any more? What tells so has to
 * be as young as is asked for; where it is older and cannot be read again, it stands in.
 */
export async function holdsAnything(
  { mirror, reads, source }: Facts,
  id: PrincipalId,
  { assignments: notBefore }: Freshness,
  scope: ReadScope,
): Promise<boolean> {
  const named = mirror.principals.pairsThatName(id);
  if (named.some(({ readAt }) => readAt !== null && readAt >= notBefore)) return true;
  const extent = holdings(source, id);
  const outcome = await reads.ensure(extent, notBefore, scope);
  // Not found means that AWS knows nobody of this id: then only the assignments themselves tell whether one names it.
  if (outcome.error?.code === 'NOT_FOUND') {
    for (const one of named) {
      await reads.ensure(pair(source, one.accountId, one.permissionSetArn), notBefore, scope);
      if (mirror.principals.pairsThatName(id).some((other) => isSamePair(one, other))) return true;
    }
    return false;
  }
  if (outcome.error && named.length > 0) return true;
  // After any other failure a no would be a guess.
  orThrow(outcome);
  return mirror.lists.of(extent.key).length > 0;
}

function isSamePair(one: PairRow, other: PairRow): boolean {
  return one.accountId === other.accountId && one.permissionSetArn === other.permissionSetArn;
}
