import type { Group, User } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import { isServed } from '../call.ts';
import type { Call } from '../call.ts';
import { idIn, storeIdIn } from './arns.ts';
import { isLetIn } from './network.ts';

export function notFound(resourceType: string, resourceId?: string): WireError {
  return new WireError('ResourceNotFoundException', `${resourceType} not found.`, {
    ResourceType: resourceType,
    ...(resourceId !== undefined && { ResourceId: resourceId }),
  });
}

export function requireStore(identityStoreId: string, call: Call): void {
  const { organization, modes } = call;
  if (storeIdIn(identityStoreId, call) !== organization.identityStoreId || !isServed(call)) {
    // ResourceId is modelled as the id of a user, a group or a membership: a store's does not fit.
    throw notFound('IDENTITY_STORE');
  }
  if (!isLetIn(call)) {
    // AWS publishes no words for this. Its model has a Reason only where the key is the cause.
    throw new WireError(
      'AccessDeniedException',
      "The network configuration of the identity store does not allow requests from the caller's network.",
    );
  }
  if (modes.kmsDenied) {
    throw new WireError('AccessDeniedException', "The caller may not use the identity store's KMS key.", {
      Reason: 'KMS_ACCESS_DENIED',
    });
  }
}

/** Additional Regions have a copy of the store that can only be read. */
export function requireWritableStore(identityStoreId: string, call: Call): void {
  requireStore(identityStoreId, call);
  if (call.region !== call.homeRegion) {
    throw new WireError(
      'ValidationException',
      `Users and groups change only in the primary Region, ${call.homeRegion}.`,
    );
  }
}

export function requireUser(userId: string, call: Call): User {
  const user = call.organization.user(idIn(userId, 'user', call));
  if (user === undefined) throw notFound('USER', userId);
  return user;
}

export function requireGroup(groupId: string, call: Call): Group {
  const group = call.organization.group(idIn(groupId, 'group', call));
  if (group === undefined) throw notFound('GROUP', groupId);
  return group;
}

export function requireMember(member: { readonly UserId?: string }, call: Call): User {
  // Validation lets no union through without its one member.
  return requireUser(member.UserId ?? '', call);
}
