import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { openGateway } from './gateway.ts';
import { factor, number, tableOf } from './tables.ts';

/** What questions about names cost together, in a directory whose list is longer than some of them are worth. */
export interface LongListRow {
  readonly assignments: number;
  /** Rows of each question. */
  readonly rows: readonly number[];
  readonly listed: number;
  readonly described: number;
  /** Of the whole list. */
  readonly pages: number;
}

const users = 25_000;
const pageSize = 100;
/** With few assignments no question wants so many names as the list has pages; with the most each one does. */
const sizes = [2_500, 6_000, 7_000, 9_000, 20_000];

export async function measureLongList(): Promise<LongListRow[]> {
  const rows: LongListRow[] = [];
  for (const assignments of sizes) rows.push(await askThree(assignments));
  return rows;
}

/** Where each of three permission sets is used, with all names, by a gateway that has read nothing yet. */
async function askThree(assignments: number): Promise<LongListRow> {
  const directory = { accounts: 60, permissionSets: 12, users, groups: 25, assignments };
  await using sandbox = await startSandbox({ ...directory, throttle: false, emptyPages: false });
  await using gateway = await openGateway(sandbox, 'memory');
  const { organization } = sandbox;
  const inUse = organization
    .permissionSets()
    .filter(({ arn }) =>
      organization.accounts().some(({ id }) => organization.assignments(id, arn).length > 0),
    );
  const rows: number[] = [];
  for (const { name } of inUse.slice(0, 3))
    rows.push(await gateway.count({ asked: { filter: { permissionSet: { name: { eq: name } } } } }));
  const { 'identitystore:ListUsers': listed = 0, 'identitystore:DescribeUser': described = 0 } =
    sandbox.counts();
  return { assignments, rows, listed, described, pages: users / pageSize };
}

export function longListTable(rows: readonly LongListRow[]): string {
  return tableOf(
    ['Assignments', 'Rows of each question', 'ListUsers', 'DescribeUser', '× the list'],
    rows.map(({ assignments, rows: counts, listed, described, pages }) => [
      number(assignments),
      counts.map(number).join(', '),
      number(listed),
      number(described),
      factor(listed + described, pages),
    ]),
  );
}
