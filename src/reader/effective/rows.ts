import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';

/** One person and one way into one account: a grant that is held directly, or through the group that it names. */
export interface EffectiveRow {
  readonly userId: string;
  readonly grant: AssignmentRow;
}

/** A place in the one order of people's access: by grant, then by user id. */
export interface Place {
  readonly grant: AssignmentKey;
  /** Left out: after everybody who holds the grant. */
  readonly userId?: string;
}

export function placeOf({ grant, userId }: EffectiveRow): Place {
  return { grant, userId };
}

/** A text that sorts as places do. */
export function placeText({ grant, userId }: Place): string {
  const { accountId, permissionSetArn, principalType, principalId } = grant;
  return [accountId, permissionSetArn, principalType, principalId, userId]
    .map((part) => part ?? '~')
    .join(' ');
}

/** Does everything of the one come before the other's end? */
export function isUpTo(one: Place, end: Place): boolean {
  return placeText(one) <= placeText(end);
}

/** A place in the order of grants that this place's grant lies behind, and as few others as can be. */
export function beforeGrant({ grant, userId }: Place): AssignmentKey {
  const { principalId } = grant;
  // Nothing that is shorter by its last letter is an id, and only ids with the same beginning lie between.
  return userId === undefined || principalId === undefined
    ? grant
    : { ...grant, principalId: principalId.slice(0, -1) };
}

/** As a cursor carries it. */
export function partsOf({ grant, userId }: Place): string[] {
  const { accountId, permissionSetArn, principalType, principalId } = grant;
  return [accountId, permissionSetArn, principalType, principalId, userId].filter(
    (part) => part !== undefined,
  );
}

export function placeFrom([
  accountId = '',
  permissionSetArn,
  type,
  principalId,
  userId,
]: readonly string[]): Place {
  const grant: AssignmentKey = {
    accountId,
    ...(permissionSetArn !== undefined && { permissionSetArn }),
    ...(principalId !== undefined && { principalType: type === 'USER' ? 'USER' : 'GROUP', principalId }),
  };
  return { grant, ...(userId !== undefined && { userId }) };
}
