import { counts } from './counts.ts';
import { findings } from './findings.ts';
import { accounts, accountsOfOu, ous } from './organization.ts';
import { groups, members, users } from './people.ts';
import { permissionSets, provisioned } from './permission-sets.ts';
import { policies } from './policies.ts';
import { roles } from './roles.ts';
import type { Table } from './table.ts';

/** Every table, by the name under which it is asked for. */
export const tables: Readonly<Record<string, Table>> = {
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
};
