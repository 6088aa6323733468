/** Facts as AWS told them, on their way into the mirror. A missing value is null. */
export interface AccountFacts {
  readonly accountId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly state: string | null;
  /** Ids from the organization's root down to the parent; null when AWS did not say. */
  readonly ancestors: readonly string[] | null;
}

/** An organizational unit, or the organization's root. */
export interface UnitFacts {
  readonly unitId: string;
  readonly name: string | null;
  /** Ids from the root down to the parent, none for a root; null when AWS did not say. */
  readonly ancestors: readonly string[] | null;
}

export interface PermissionSetFacts {
  readonly arn: string;
  readonly name: string | null;
  readonly description: string | null;
  /** ISO 8601. */
  readonly sessionDuration: string | null;
  readonly relayState: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number | null;
}

export type PrincipalType = 'GROUP' | 'USER';

export interface PrincipalId {
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

/** One text for a principal, for maps. */
export function principalKey({ principalType, principalId }: PrincipalId): string {
  return `${principalType}/${principalId}`;
}

/** A principal as one word, by which state and store know it: in the order of principals, as `principalKey` is. */
export function principalWord({
  principalType,
  principalId,
}: Readonly<Record<keyof PrincipalId, string>>): string {
  return principalType.charAt(0) + principalId;
}

export function principalOf(word: string): PrincipalId {
  return { principalType: word.startsWith('U') ? 'USER' : 'GROUP', principalId: word.slice(1) };
}

export interface PrincipalFacts extends PrincipalId {
  /** userName of a user, displayName of a group. */
  readonly name: string | null;
  readonly displayName: string | null;
  readonly email: string | null;
  readonly description: string | null;
  readonly enabled: boolean | null;
}

export interface AssignmentRow extends PrincipalId {
  readonly accountId: string;
  readonly permissionSetArn: string;
}

/** What account access manager gives: a principal may take a role of an account. */
export interface EntitlementRow extends PrincipalId {
  readonly accountId: string;
  readonly roleArn: string;
  readonly entitlementId: string;
  readonly applicationArn: string;
  /** Epoch milliseconds. */
  readonly createdAt: number | null;
}

/** Where an account is: the ids from the organization's root down to its parent. */
export interface Way {
  readonly accountId: string;
  readonly ancestors: readonly string[];
}

/** A member of a list, and what the list says of it, as JSON. */
export interface Item {
  readonly key: string;
  readonly value?: unknown;
}

/** Facts read back: with the start of the read that told them, or null when nothing is known but the id. */
export type Known<Facts> = Facts & { readonly readAt: number | null };

/** With what became of it: null when that was not told yet. */
export type PrincipalState = PrincipalFacts & { readonly deleted: boolean | null };
export type KnownPrincipal = Known<PrincipalState>;

/** An (account, permission set) pair and, when its assignments were read, since when and how many they were. */
export interface PairRow {
  readonly accountId: string;
  readonly permissionSetArn: string;
  readonly readAt: number | null;
  readonly size: number;
}

/** A place in the one order of assignments: by account id, permission set ARN, principal type and id, in byte order. */
export interface AssignmentKey {
  readonly accountId: string;
  /** Left out: after everything in the account. */
  readonly permissionSetArn?: string;
  /** Left out: after everything in the pair. */
  readonly principalType?: PrincipalType;
  readonly principalId?: string;
}
