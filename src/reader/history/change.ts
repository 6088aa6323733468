import type { AssignmentRow, EntitlementRow, PrincipalId } from '../../mirror/rows.ts';

export type ChangeKind = 'ADDED' | 'CHANGED' | 'REMOVED';

export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What things were called when the change was seen; null where that was not known. */
export interface Names {
  readonly principal: string | null;
  readonly permissionSet: string | null;
  readonly account: string | null;
}

/** What a change is about. */
export type Subject =
  | { readonly about: 'assignment'; readonly row: AssignmentRow; readonly names: Names }
  | { readonly about: 'entitlement'; readonly row: EntitlementRow }
  | { readonly about: 'membership'; readonly groupId: string; readonly userId: string }
  | {
      readonly about: 'principal';
      readonly principal: PrincipalId;
      readonly name: string | null;
      readonly fields: readonly FieldChange[];
    }
  | {
      readonly about: 'permissionSet';
      readonly arn: string;
      readonly name: string | null;
      readonly fields: readonly FieldChange[];
    }
  | {
      readonly about: 'account';
      readonly accountId: string;
      readonly name: string | null;
      readonly fields: readonly FieldChange[];
    };

/** A difference between two reads of the same thing. */
export interface Change {
  /** Goes up in the order in which changes were kept. */
  readonly id: number;
  readonly kind: ChangeKind;
  /** When the last read began that still showed it as it was before, in epoch milliseconds. */
  readonly since: number;
  /** When the first read began that shows it as it is after. */
  readonly readAt: number;
  readonly subject: Subject;
}
