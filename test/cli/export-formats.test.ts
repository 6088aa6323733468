import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AssignmentRecord, usualColumns } from '../../src/main/export/rows/columns.ts';
import { formatOf, type FormatConfig } from '../../src/main/export/format/format-of.ts';
import { Progress } from '../../src/main/export/progress.ts';
import { readConfig } from '../../src/main/options/read-config.ts';

const record = {
  instance_arn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
  principal_type: 'GROUP',
  principal_id: '9096c94604-3cf8a26b-2913-4727-81ad-9b673a9aa132',
  principal_name: 'auditors',
  permission_set_arn: 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1b6ec08b50de08b2',
  permission_set_name: 'Billing',
  target_type: 'AWS_ACCOUNT',
  target_id: '002107590222',
  target_name: 'payments',
} satisfies AssignmentRecord;

function printer(options: Partial<FormatConfig>, width?: number) {
  return formatOf({ ...readConfig('export', {}, {}), ...options }, () => width);
}

function csvLine(name: string | null): string {
  return printer({ format: 'csv' }).rows([{ ...record, principal_name: name }]);
}

/** The cell as a spreadsheet reads it. */
function csvCell(name: string): string {
  const [before = '', after = ''] = csvLine('\u{1F511}').split('\u{1F511}');
  const line = csvLine(name);
  expect(line.startsWith(before) && line.endsWith(after)).toBe(true);
  const cell = line.slice(before.length, -after.length);
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

test('CSV begins with the nine fields, and ends every line with CRLF', () => {
  expect(printer({ format: 'csv' }).begin(record.instance_arn)).toBe(`${usualColumns.join(',')}\r\n`);
  expect(csvLine(null)).toBe(`${Object.values({ ...record, principal_name: '' }).join(',')}\r\n`);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\r', '＝1', '＋1', '－1', '＠x', '\u00a0=1'])(
  'a name %j is no formula in CSV',
  (name) => {
    expect(csvCell(name)).toBe(`'${name}`);
  },
);

test.each(['a=b', 'x-y', 'me@example.com', "o'brien", ' spaced', 'Zoë 株式会社'])(
  'a name %j stays as it is',
  (name) => {
    expect(csvCell(name)).toBe(name);
  },
);

test.each([
  ['\t=1', "'\t'=1"],
  ['\n=1', "'\n'=1"],
  ['a;=1+1', "a;'=1+1"],
  ['a\t @x', "a\t' @x"],
  ['a\n=1', "a\n'=1"],
  ['a;b=c', 'a;b=c'],
])('in a name %j nothing is a formula either where cells are parted at another character', (name, cell) => {
  expect(csvCell(name)).toBe(cell);
});

test('a cell is one cell, whatever the name in it, and says the same but for apostrophes', () => {
  const letters = (text: string) => text.replaceAll("'", '');
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', ',', ';', '\r', '\n', '=', "'", ' ', 'a', 'é') }),
      (name) => {
        const cell = csvCell(name);
        expect(letters(cell)).toBe(letters(name));
        // However a spreadsheet parts it.
        for (const part of cell.split(/[;\r\n]/)) expect(part).not.toMatch(/^\s*=/);
      },
    ),
  );
});

test.each([
  ['002107590222', '="002107590222"'],
  ['1e5', '="1e5"'],
  ['00451234', '="00451234"'],
  ['catalog-prod', 'catalog-prod'],
  ['=1+1', "'=1+1"],
  ['1=1', '1=1'],
])('CSV for Excel has %j as %j', (value, cell) => {
  const line = printer({ format: 'csv', bom: true, columns: ['target_id'] }).rows([{ target_id: value }]);
  expect(line).toBe(`${cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell}\r\n`);
});

test('CSV for Excel begins with a byte order mark', () => {
  expect(printer({ bom: true, columns: ['target_id'] }).begin(record.instance_arn)).toBe(
    '\u{feff}target_id\r\n',
  );
});

test('CSV has the columns that were asked for in their order, with nothing for what is not known', () => {
  const columns = ['principal_enabled', 'target_ou_path', 'target_id'] as const;
  const format = printer({ columns: [...columns] });
  expect(format.columns).toEqual(columns);
  expect(format.begin(record.instance_arn)).toBe(`${columns.join(',')}\r\n`);
  const known = { principal_enabled: false, target_ou_path: 'Root/Prod', target_id: '1' };
  expect(format.rows([known, { ...known, principal_enabled: null }])).toBe(
    'false,Root/Prod,1\r\n,Root/Prod,1\r\n',
  );
});

test.each([
  [{ format: 'table', bom: true } as const, '--bom: needs --format csv'],
  [{ format: 'csv', wide: true } as const, '--wide: needs --format table'],
])('%j is refused', (options, message) => {
  expect(() => printer(options)).toThrow(message);
});

test('JSON lines keep a name as it is, on one line', () => {
  const line = printer({ format: 'jsonl' }).rows([{ ...record, principal_name: '=1\n2' }]);
  expect(line.split('\n')).toHaveLength(2);
  expect(JSON.parse(line)).toEqual({ ...record, principal_name: '=1\n2' });
});

test('a table says its titles anew when a later page needs wider columns', () => {
  const table = printer({ format: 'table' });
  const first = table.rows([record]);
  const same = table.rows([record]);
  const wider = table.rows([{ ...record, target_name: 'payments-and-refunds' }]);
  expect(first.split('\n')).toHaveLength(3);
  expect(same).toBe(`${first.split('\n')[1]}\n`);
  expect(wider).toMatch(/^\nACCOUNT +ACCOUNT NAME +PERMISSION SET +/);
  expect(table.rows([])).toBe('');
});

test('a table keeps wide letters aligned, and nothing in it commands a terminal', () => {
  const names = ['株式会社', 'e\u0301te\u0301', '\x1b[31mred', 'a\nb', 'plain'];
  const rows = printer({ format: 'table' })
    .rows(names.map((target_name) => ({ ...record, target_name })))
    .split('\n')
    .slice(1, -1);
  expect(rows.map((row) => row.slice(0, row.indexOf('ps-')))).toEqual(
    [
      '002107590222  株式会社      ',
      '002107590222  e\u0301te\u0301           ',
      '002107590222  ·[31mred      ',
      '002107590222  a·b           ',
      '002107590222  plain         ',
    ].map((text) => expect.stringContaining(text.trimEnd())),
  );
  const column = rows.map((row) => row.indexOf('ps-'));
  // Four wide letters take eight columns, and two marks none.
  expect(column).toEqual([column[4]! - 4, column[4]! + 2, column[4], column[4], column[4]]);
});

test('a table goes over to names where the terminal has no room for ids, and is never wider than it', () => {
  const orphan = { ...record, principal_name: null };
  const rows = (width: number) =>
    printer({ format: 'table' }, width).rows([record, orphan]).trimEnd().split('\n');
  expect(rows(200)[0]).toMatch(
    /^ACCOUNT +ACCOUNT NAME +PERMISSION SET +PERMISSION SET NAME +TYPE +PRINCIPAL NAME +PRINCIPAL$/,
  );
  expect(rows(110)).toEqual([
    'ACCOUNT       ACCOUNT NAME  PERMISSION SET  TYPE   PRINCIPAL',
    '002107590222  payments      Billing         GROUP  auditors',
    '002107590222  payments      Billing         GROUP  9096c94604-3cf8a26b-2913-4727-81ad-9b673a9aa132',
  ]);
  expect(rows(60)).toEqual([
    'ACCOUNT       ACCOUNT NA…  PERMISSION …  TYPE   PRINCIPAL',
    '002107590222  payments     Billing       GROUP  auditors',
    '002107590222  payments     Billing       GROUP  9096c94604-…',
  ]);
  for (let width = 56; width < 140; width++)
    for (const line of rows(width)) expect(line.length).toBeLessThanOrEqual(width);
});

test('a table in full is as wide as it has to be, whatever the terminal', () => {
  const wide = printer({ format: 'table', wide: true }, 40).rows([record]);
  expect(wide).toBe(printer({ format: 'table' }).rows([record]));
  expect(wide).toContain(record.principal_id);
});

test('a table without names, and one with columns of its own, has no columns for what is not there', () => {
  const titles = (options: Partial<FormatConfig>) =>
    printer({ format: 'table', ...options })
      .rows([record])
      .split('\n')[0];
  expect(titles({ names: false })).toMatch(/^ACCOUNT +PERMISSION SET +TYPE +PRINCIPAL$/);
  expect(titles({ columns: ['principal_email', 'target_id'] })).toMatch(/^PRINCIPAL EMAIL +ACCOUNT$/);
});

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 100, written, write: (text: string) => void written.push(text) };
}

test('the bar tells calls done and expected, and the time left, once they can be told', () => {
  const screen = terminal(true);
  const progress = new Progress(screen);
  const begun = { assignments: 0, callsDone: 3, done: false };
  progress.draw({ ...begun, callsTotal: undefined, secondsLeft: undefined });
  expect(screen.written.at(-1)).toBe('\r\x1b[K0 assignments · 3 calls');
  progress.draw({ assignments: 1200, callsDone: 150, callsTotal: 1600, secondsLeft: 96.6, done: false });
  expect(screen.written.at(-1)).toBe(
    '\r\x1b[K██░░░░░░░░░░░░░░░░░░░░░░   9 % · 1,200 assignments · 150 of 1,600 calls · 1 min 37 s left',
  );
  progress.draw({ assignments: 2200, callsDone: 0, callsTotal: 0, secondsLeft: 0, done: true });
  expect(screen.written.at(-1)).toBe(
    '\r\x1b[K████████████████████████ 100 % · 2,200 assignments · 0 of 0 calls · 0 s left',
  );
  progress.clear();
  expect(screen.written.at(-1)).toBe('\r\x1b[K');
});

test('where there is no terminal, there is no bar', () => {
  const pipe = terminal(false);
  const progress = new Progress(pipe);
  progress.draw({ assignments: 10, callsDone: 1, callsTotal: 2, secondsLeft: 1, done: false });
  progress.clear();
  expect(pipe.written).toEqual([]);
});
