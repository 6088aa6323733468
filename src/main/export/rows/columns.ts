import type { exportColumns } from '../../../config/report.ts';
import type {
  AccountFacts,
  AssignmentRow,
  PermissionSetFacts,
  PrincipalState,
} from '../../../mirror/rows.ts';

export type ColumnName = (typeof exportColumns)[number];
export type Value = string | number | boolean | null;

/** What of a thing is known; a column shows what is not as nothing. */
export type Told<Facts, Name extends keyof Facts> = {
  readonly [name in Name]?: Facts[name] | null | undefined;
};

/** An assignment, and what was looked up for its row. */
export interface AssignmentFacts {
  readonly instanceArn: string;
  readonly row: AssignmentRow;
  readonly principal:
    | Told<PrincipalState, 'name' | 'displayName' | 'email' | 'enabled' | 'deleted'>
    | undefined;
  readonly permissionSet: Told<PermissionSetFacts, 'name'> | undefined;
  readonly account: Told<AccountFacts, 'name' | 'state'> | undefined;
  readonly ouPath: string | undefined;
}

/** What a column needs beside the row itself. */
export type Need = 'principals' | 'permissionSets' | 'accounts' | 'ouPaths';

interface Column {
  readonly needs?: Need;
  readonly value: (facts: AssignmentFacts) => Value | undefined;
}

/** Every column that an export can have; what is not known is null. */
export const columns: Readonly<Record<ColumnName, Column>> = {
  instance_arn: { value: ({ instanceArn }) => instanceArn },
  principal_type: { value: ({ row }) => row.principalType },
  principal_id: { value: ({ row }) => row.principalId },
  principal_name: { needs: 'principals', value: ({ principal }) => principal?.name },
  permission_set_arn: { value: ({ row }) => row.permissionSetArn },
  permission_set_name: { needs: 'permissionSets', value: ({ permissionSet }) => permissionSet?.name },
  target_type: { value: () => 'AWS_ACCOUNT' },
  target_id: { value: ({ row }) => row.accountId },
  target_name: { needs: 'accounts', value: ({ account }) => account?.name },
  principal_display_name: { needs: 'principals', value: ({ principal }) => principal?.displayName },
  principal_email: { needs: 'principals', value: ({ principal }) => principal?.email },
  principal_enabled: { needs: 'principals', value: ({ principal }) => principal?.enabled },
  principal_deleted: { needs: 'principals', value: ({ principal }) => principal?.deleted },
  target_state: { needs: 'accounts', value: ({ account }) => account?.state },
  target_ou_path: { needs: 'ouPaths', value: ({ ouPath }) => ouPath },
};

/** Those that aws-sso-lib gives an assignment. */
export const usualColumns = [
  'instance_arn',
  'principal_type',
  'principal_id',
  'principal_name',
  'permission_set_arn',
  'permission_set_name',
  'target_type',
  'target_id',
  'target_name',
] as const satisfies readonly ColumnName[];

/** One row of an export, in the columns that were asked for. */
export type AssignmentRecord = Readonly<Partial<Record<ColumnName, Value>>>;

const byName: Readonly<Record<string, Column>> = columns;

export function recordOf(facts: AssignmentFacts, names: readonly string[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name) => [name, byName[name]?.value(facts) ?? null]));
}

/** What has to be looked up for these columns. */
export function needsOf(names: readonly string[]): ReadonlySet<Need> {
  return new Set(names.map((name) => byName[name]?.needs).filter((need) => need !== undefined));
}
