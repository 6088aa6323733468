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

/** A text for the thing that a change is about: of two changes of one thing the same. */
export function thingOf(subject: Subject): string {
  switch (subject.about) {
    case 'assignment': {
      const { accountId, permissionSetArn, principalType, principalId } = subject.row;
      return `assignment ${accountId} ${permissionSetArn} ${principalType} ${principalId}`;
    }
    case 'entitlement':
      return `entitlement ${subject.row.accountId} ${subject.row.entitlementId}`;
    case 'membership':
      return `membership ${subject.groupId} ${subject.userId}`;
    case 'principal':
      return `principal ${subject.principal.principalType} ${subject.principal.principalId}`;
    case 'permissionSet':
      return `permission set ${subject.arn}`;
    case 'account':
      return `account ${subject.accountId}`;
    default:
      return subject satisfies never;
  }
}
