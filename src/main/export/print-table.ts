import type { Config } from '../../config/config.ts';
import { formatDuration } from '../../duration.ts';
import { StartupError } from '../startup-error.ts';
import type { Table } from '../tables/table.ts';
import { formatOfTable } from './format/format-of.ts';
import { pagedProgress } from './progress.ts';
import type { Printing } from './printing.ts';

/** A table of the organization, as the gateway writes it at /files. */
export function printTable(config: Config, table: Table, width: () => number | undefined): Printing {
  const stranger = Object.entries(elsewhere).find(([name]) => isGiven(config[name as keyof Config]));
  if (stranger) throw new StartupError(`${stranger[1]}: does not go with --table, which prints all of it`);
  const format = formatOfTable(config, table, width);
  const { maxAgeMs, instanceArn } = config;
  const variables = {
    ...(maxAgeMs !== undefined && { maxAge: formatDuration(maxAgeMs) }),
    ...(instanceArn !== undefined && { instanceArn }),
  };
  return {
    nouns: table.nouns,
    format,
    async *rows(source, evidence, signal) {
      const asker = await source.asker(signal);
      let [found, calls] = [0, 0];
      for await (const { records, calls: made } of table.rows(asker, { variables, evidence, signal })) {
        found += records.length;
        calls += made;
        yield { text: format.rows(records), progress: pagedProgress(calls, found, false) };
      }
    },
  };
}

/** What says something of assignments, by the names that people know. */
const elsewhere = {
  principalFilter: '--principal',
  userFilter: '--user',
  groupFilter: '--group',
  permissionSetFilter: '--permission-set',
  accountFilter: '--account',
  accountNameFilter: '--account-name',
  ouFilter: '--ou',
  nameFilter: '--name',
  people: '--people',
  changes: '--changes',
  columns: '--columns',
} as const satisfies Partial<Record<keyof Config, string>>;

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
