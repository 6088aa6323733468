import type { exportTables } from '../../config/report.ts';
import { counts } from './counts.ts';
import { findings } from './findings.ts';
import { accounts, accountsOfOu, ous } from './organization.ts';
import { groups, members, users } from './people.ts';
import { permissionSets, provisioned } from './permission-sets.ts';
import { policies } from './policies.ts';
import { roles } from './roles.ts';
import type { Table } from './table.ts';

/** Every table, by the name under which it is asked for. */
export const tables = {
  users,
  groups,
  members,
  accounts,
  'accounts-of-ou': accountsOfOu,
  ous,
  'permission-sets': permissionSets,
  policies,
  provisioned,
  counts,
  findings,
  roles,
} as const satisfies Readonly<Record<string, Table>> & Readonly<Record<(typeof exportTables)[number], Table>>;

export function tableNamed(name: string): Table | undefined {
  const byName: Readonly<Record<string, Table>> = tables;
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}
