import type { ColumnName, Value } from '../rows/columns.ts';
import type { Format } from './format.ts';
import { cut, printable, widthOf } from './text-width.ts';

/** A column of the table: its title, and the columns of the record that it shows the first known one of. */
interface Column {
  readonly title: string;
  readonly shows: readonly string[];
  /** Less of a cell says nothing; a terminal that is too narrow for that breaks the lines. */
  readonly leastWidth: number;
}

const titles: Readonly<Record<string, string>> = {
  target_id: 'ACCOUNT',
  target_name: 'ACCOUNT NAME',
  target_state: 'ACCOUNT STATE',
  target_ou_path: 'OU PATH',
  permission_set_arn: 'PERMISSION SET',
  principal_type: 'TYPE',
  principal_id: 'PRINCIPAL',
};

/** What is the same in every row stands once above them: the instance, and so the beginning of each ARN. */
const everything: readonly Column[] = (
  [
    'target_id',
    'target_name',
    'permission_set_arn',
    'permission_set_name',
    'principal_type',
    'principal_name',
    'principal_id',
  ] as const satisfies readonly ColumnName[]
).map(column);

const idsOnly = everything.filter(({ shows: [name] }) => name?.endsWith('_name') === false);

/** For a terminal that has no room for both: names, and ids where there is none. */
const namesFirst: readonly Column[] = [
  column('target_id'),
  column('target_name'),
  { ...column('permission_set_arn'), shows: ['permission_set_name', 'permission_set_arn'] },
  column('principal_type'),
  { ...column('principal_id'), shows: ['principal_name', 'principal_id'] },
];

const gap = '  ';

/**
 * For reading: aligned, without what cannot be read, and no wider than the terminal (`limit`; undefined for none). Where
 * nobody said which columns, it has all of them as long as they fit, and then goes over to names.
 */
export function table(
  asked: readonly (string | readonly string[])[] | undefined,
  withNames: boolean,
  limit: () => number | undefined,
  what = 'Assignments',
): Format {
  const layouts = layoutsOf(asked, withNames);
  let used = 0;
  let natural: readonly number[] = [];
  let shown: readonly number[] = [];
  return {
    columns: [...new Set(layouts.flat().flatMap(({ shows }) => shows))],
    begin: (instanceArn) => `${what} of ${instanceArn}\n\n`,
    rows(records) {
      if (records.length === 0) return '';
      const most = limit() ?? Number.POSITIVE_INFINITY;
      const before = { used, shown };
      const lay = (layout: readonly Column[]) => [
        layout.map(({ title }) => title),
        ...records.map((record) => layout.map((one) => cellOf(one, record))),
      ];
      let cells = lay(layouts[used] ?? []);
      natural = widest(cells, natural);
      while (used + 1 < layouts.length && totalOf(natural) > most) {
        cells = lay(layouts[++used] ?? []);
        natural = widest(cells, []);
      }
      shown = fitted(natural, layouts[used] ?? [], most);
      // Rows come as they are read. Where wider ones come later, the titles are said anew in their widths.
      const isNew = used !== before.used || shown.some((width, n) => width !== before.shown[n]);
      const lines = (isNew ? cells : cells.slice(1)).map((row) => `${aligned(row, shown)}\n`);
      return (isNew && before.shown.length > 0 ? '\n' : '') + lines.join('');
    },
  };
}

/** From the widest to the narrowest. */
function layoutsOf(asked: Parameters<typeof table>[0], withNames: boolean): (readonly Column[])[] {
  if (asked) return [asked.map(askedColumn)];
  return withNames ? [everything, namesFirst] : [idsOnly];
}

function column(name: string): Column {
  const title = titles[name] ?? name.replaceAll('_', ' ').toUpperCase();
  // Part of an account's id is of no use.
  return { title, shows: [name], leastWidth: isAccountId(name) ? 12 : 8 };
}

/** One that shows the first of several that is known is called after the first. */
function askedColumn(names: string | readonly string[]): Column {
  const shows = typeof names === 'string' ? [names] : names;
  return { ...column(shows[0] ?? ''), shows };
}

function isAccountId(name: string): boolean {
  return name === 'target_id' || name === 'account_id';
}

function cellOf({ shows }: Column, record: Readonly<Record<string, Value | undefined>>): string {
  const name = shows.find((one) => (record[one] ?? null) !== null);
  if (name === undefined) return '–';
  const text = String(record[name]);
  return printable(name === 'permission_set_arn' ? text.slice(text.lastIndexOf('/') + 1) : text);
}

/** How wide each column has to be for these rows, and for those before. */
function widest(rows: readonly (readonly string[])[], before: readonly number[]): number[] {
  const [titleRow = []] = rows;
  return titleRow.map((_, n) => Math.max(before[n] ?? 0, ...rows.map((row) => widthOf(row[n] ?? ''))));
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1));
}

/** What is too wide altogether is taken from the widest. */
function fitted(natural: readonly number[], layout: readonly Column[], most: number): number[] {
  const widths = [...natural];
  const spare = (n: number) => (widths[n] ?? 0) - (layout[n]?.leastWidth ?? 0);
  while (totalOf(widths) > most) {
    const givers = [...widths.keys()].filter((n) => spare(n) > 0);
    const giver = givers.toSorted((one, other) => (widths[other] ?? 0) - (widths[one] ?? 0))[0];
    if (giver === undefined) break;
    widths[giver] = (widths[giver] ?? 0) - 1;
  }
  return widths;
}

function aligned(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, n) => {
      const text = cut(cell, widths[n] ?? 0);
      return text + ' '.repeat((widths[n] ?? 0) - widthOf(text));
    })
    .join(gap)
    .trimEnd();
}
