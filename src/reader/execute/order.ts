import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';

/** Does the row lie behind the place? */
export function isBeyond(row: AssignmentRow, after: AssignmentKey): boolean {
  return placeText(row) > placeText(after);
}

export function isSamePlace(one: AssignmentKey | undefined, other: AssignmentKey | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && placeText(one) === placeText(other));
}

/** A text that sorts as places do. */
export function placeText({
  accountId,
  permissionSetArn,
  principalType,
  principalId,
}: AssignmentKey): string {
  return [accountId, permissionSetArn ?? '~', principalType ?? '~', principalId ?? '~'].join(' ');
}
