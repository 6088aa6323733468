import type { ChangeKind, FieldChange, Subject } from '../../../reader/history/change.ts';
import type { Value } from './columns.ts';

/** What something is called where it is known. */
export interface Named {
  readonly id: string;
  readonly name?: string | null | undefined;
}

export type About =
  | 'user'
  | 'group'
  | 'permission_set'
  | Exclude<Subject['about'], 'permissionSet' | 'principal'>;

/** A change, and what was looked up for it. */
export interface ChangeFacts {
  /** When the reads began that date it, in ISO 8601. */
  readonly lastReadBefore: string;
  readonly firstReadAfter: string;
  readonly kind: ChangeKind;
  readonly about: About;
  /** Of a membership, the user. */
  readonly principal?: Named & { readonly type: 'USER' | 'GROUP' };
  /** Of a membership. */
  readonly group?: Named;
  readonly permissionSet?: Named;
  readonly roleArn?: string;
  readonly account?: Named;
  /** What of the thing changed, where it did not come or go as a whole. */
  readonly fields: readonly FieldChange[];
}

interface Row extends ChangeFacts {
  readonly field?: FieldChange | undefined;
}

/** What an export of changes prints of each row, in this order; what is not known, or not there, is null. */
const columns = {
  first_read_after: ({ firstReadAfter }) => firstReadAfter,
  last_read_before: ({ lastReadBefore }) => lastReadBefore,
  kind: ({ kind }) => kind,
  about: ({ about }) => about,
  principal_type: ({ principal }) => principal?.type,
  principal_id: ({ principal }) => principal?.id,
  principal_name: ({ principal }) => principal?.name,
  group_id: ({ group }) => group?.id,
  group_name: ({ group }) => group?.name,
  permission_set_arn: ({ permissionSet }) => permissionSet?.id,
  permission_set_name: ({ permissionSet }) => permissionSet?.name,
  role_arn: ({ roleArn }) => roleArn,
  account_id: ({ account }) => account?.id,
  account_name: ({ account }) => account?.name,
  field: ({ field }) => field?.field,
  before: ({ field }) => field?.before,
  after: ({ field }) => field?.after,
} as const satisfies Record<string, (row: Row) => Value | undefined>;

export const changeColumns: readonly string[] = Object.keys(columns);

/** What of them a table shows: names, and ids where there is none. */
export const changeTable: readonly (readonly string[])[] = [
  ['first_read_after'],
  ['kind'],
  ['about'],
  ['principal_name', 'principal_id'],
  ['group_name', 'group_id'],
  ['permission_set_name', 'permission_set_arn', 'role_arn'],
  ['account_id'],
  ['account_name'],
  ['field'],
  ['before'],
  ['after'],
];

/** A row for each field that changed, and one where the thing came or went as a whole. */
export function changeRecords(facts: ChangeFacts): Readonly<Record<string, Value>>[] {
  const { kind, fields } = facts;
  const rows: readonly Row[] = kind === 'CHANGED' ? fields.map((field) => ({ ...facts, field })) : [facts];
  return rows.map((row) =>
    Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value(row) ?? null])),
  );
}
