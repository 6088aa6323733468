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

const last = '~';

/** A text that sorts as places do. */
export function placeText({ grant, userId = last }: Place): string {
  const { accountId } = grant;
  if (isEntitlement(grant))
    return [accountId, 1, grant.roleArn ?? last, grant.entitlementId ?? last, userId].join(' ');
  const { permissionSetArn = last, principalType = last, principalId = last } = grant;
  return [accountId, 0, permissionSetArn, principalType, principalId, userId].join(' ');
}

/** Does the one come before the other, or is it the same? */
export function isUpTo(one: Place, end: Place): boolean {
  return placeText(one) <= placeText(end);
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
