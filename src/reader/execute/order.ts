import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';

/** Does the row lie behind the place? */
export function isBeyond(row: AssignmentRow, after: AssignmentKey): boolean {
  return placeText(row) > placeText(after);
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
