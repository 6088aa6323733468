import type { AssignmentKey, AssignmentRow, EntitlementRow } from '../../mirror/rows.ts';

export type GrantRow = AssignmentRow | EntitlementRow;

/** One person and one way into one account: a grant that is held directly, or through the group that it names. */
export interface EffectiveRow {
  readonly userId: string;
  readonly grant: GrantRow;
}

/** A place among an account's entitlements, which come behind its assignments. */
export interface EntitlementKey {
  readonly accountId: string;
  /** Left out: after everything in the account. */
  readonly roleArn: string | undefined;
  /** Left out: after everything of the role. */
  readonly entitlementId?: string;
}

/** A place in the one order of grants. */
export type GrantKey = AssignmentKey | EntitlementKey;

/** A place in the one order of people's access: by grant, then by user id. */
export interface Place {
  readonly grant: GrantKey;
  /** Left out: after everybody who holds the grant. */
  readonly userId?: string;
}

export function isEntitlement<Grant extends GrantKey>(grant: Grant): grant is Grant & EntitlementKey {
  return 'roleArn' in grant;
}

export function placeOf({ grant, userId }: EffectiveRow): Place {
  return { grant, userId };
}

/** Negative where the one comes before the other. What is left out of a place is behind everything. */
export function compare(one: Place, other: Place): number {
  return compareGrants(one.grant, other.grant) || compareIds(one.userId, other.userId);
}

export function compareGrants(one: GrantKey, other: GrantKey): number {
  if (one.accountId !== other.accountId) return compareIds(one.accountId, other.accountId);
  if (isEntitlement(one))
    return isEntitlement(other)
      ? compareIds(one.roleArn, other.roleArn) || compareIds(one.entitlementId, other.entitlementId)
      : 1;
  if (isEntitlement(other)) return -1;
  return (
    compareIds(one.permissionSetArn, other.permissionSetArn) ||
    compareIds(one.principalType, other.principalType) ||
    compareIds(one.principalId, other.principalId)
  );
}

function compareIds(one = '~', other = '~'): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A place in the order of grants that this place's grant lies behind, and as few others as can be. */
export function beforeGrant({ grant, userId }: Place): GrantKey {
  if (userId === undefined) return grant;
  // Nothing that is shorter by its last letter is an id, and only ids with the same beginning lie between.
  const shorter = (id: string) => id.slice(0, -1);
  if (isEntitlement(grant))
    return grant.entitlementId === undefined
      ? grant
      : { ...keyOfEntitlement(grant), entitlementId: shorter(grant.entitlementId) };
  return grant.principalId === undefined ? grant : { ...grant, principalId: shorter(grant.principalId) };
}

/** A place among the assignments: behind those of an account where the place is among its entitlements. */
export function assignmentsFrom(place: GrantKey): AssignmentKey {
  return isEntitlement(place) ? { accountId: place.accountId } : place;
}

/** As a cursor carries it. */
export function partsOf({ grant, userId }: Place): string[] {
  const { accountId } = grant;
  const parts = isEntitlement(grant)
    ? [accountId, 'ENTITLEMENT', grant.roleArn, grant.entitlementId, userId]
    : [accountId, 'ASSIGNMENT', grant.permissionSetArn, grant.principalType, grant.principalId, userId];
  return parts.filter((part) => part !== undefined);
}

export function placeFrom([accountId = '', kind, ...parts]: readonly string[]): Place {
  if (kind === 'ENTITLEMENT') {
    const [roleArn, entitlementId, userId] = parts;
    const grant = { accountId, roleArn, ...(entitlementId !== undefined && { entitlementId }) };
    return { grant, ...(userId !== undefined && { userId }) };
  }
  const [permissionSetArn, type, principalId, userId] = parts;
  const grant: AssignmentKey = {
    accountId,
    ...(permissionSetArn !== undefined && { permissionSetArn }),
    ...(principalId !== undefined && { principalType: type === 'USER' ? 'USER' : 'GROUP', principalId }),
  };
  return { grant, ...(userId !== undefined && { userId }) };
}

function keyOfEntitlement({ accountId, roleArn }: EntitlementKey): EntitlementKey {
  return { accountId, roleArn };
}
