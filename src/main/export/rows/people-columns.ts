import type { AccountFacts, PermissionSetFacts, PrincipalState } from '../../../mirror/rows.ts';
import type { GrantRow } from '../../../reader/effective/rows.ts';
import type { Told, Value } from './columns.ts';

/** One person and one way into one account, and what was looked up for the row. */
export interface PersonFacts {
  readonly userId: string;
  readonly grant: Pick<GrantRow, 'accountId' | 'principalId' | 'principalType'> & {
    readonly permissionSetArn?: string;
    readonly roleArn?: string;
  };
  readonly user: Told<PrincipalState, 'name' | 'email' | 'enabled'> | undefined;
  /** The group that it comes through; undefined of what is held directly. */
  readonly group: Told<PrincipalState, 'name'> | undefined;
  readonly permissionSet: Told<PermissionSetFacts, 'name'> | undefined;
  readonly account: Told<AccountFacts, 'name' | 'state'> | undefined;
  readonly ouPath: string | undefined;
}

/** What an export of people prints of each row, in this order; what is not known is null. */
const columns = {
  user: ({ user, userId }) => user?.name ?? userId,
  email: ({ user }) => user?.email,
  enabled: ({ user }) => user?.enabled,
  via: ({ grant, group }) => (grant.principalType === 'GROUP' ? (group?.name ?? grant.principalId) : null),
  grant: ({ grant }) => (grant.roleArn === undefined ? 'PERMISSION_SET' : 'ROLE'),
  permission_set_or_role: ({ grant, permissionSet }) =>
    grant.roleArn?.replace(/^.*\//, '') ?? permissionSet?.name ?? grant.permissionSetArn,
  account_id: ({ grant }) => grant.accountId,
  account_name: ({ account }) => account?.name,
  ou_path: ({ ouPath }) => ouPath,
  account_state: ({ account }) => account?.state,
} as const satisfies Record<string, (facts: PersonFacts) => Value | undefined>;

export const peopleColumns: readonly string[] = Object.keys(columns);

export function personRecord(facts: PersonFacts): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value(facts) ?? null]));
}
