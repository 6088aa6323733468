import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatOf } from '../../src/main/export/format.ts';
import { Progress } from '../../src/main/export/progress.ts';
import { type AssignmentRecord, fields } from '../../src/main/export/record.ts';

const record: AssignmentRecord = {
  instance_arn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
  principal_type: 'GROUP',
  principal_id: '9096c94604-3cf8a26b-2913-4727-81ad-9b673a9aa132',
  principal_name: 'auditors',
  permission_set_arn: 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1b6ec08b50de08b2',
  permission_set_name: 'Billing',
  target_type: 'AWS_ACCOUNT',
  target_id: '002107590222',
  target_name: 'payments',
};

function csvLine(name: string | null): string {
  return formatOf('csv').rows([{ ...record, principal_name: name }]);
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
  expect(formatOf('csv').begin(record.instance_arn)).toBe(`${fields.join(',')}\r\n`);
  expect(csvLine(null)).toBe(`${Object.values({ ...record, principal_name: '' }).join(',')}\r\n`);
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  ' =1',
  '\n=1',
  '\r',
  '＝1',
  '＋1',
  '－1',
  '＠x',
  '\u00a0=1',
])('a name %j is no formula in CSV', (name) => {
  expect(csvCell(name)).toBe(`'${name}`);
});

test.each(['a=b', 'x-y', 'me@example.com', "o'brien", ' spaced', 'Zoë 株式会社'])(
  'a name %j stays as it is',
  (name) => {
    expect(csvCell(name)).toBe(name);
  },
);

test('whatever the name, its cell is one cell, and says the same', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', "'", ' ', 'a', 'é') }),
      (name) => {
        expect(csvCell(name).replace(/^'(?=\s*[=\r\n])/, '')).toBe(name.replace(/^'(?=\s*[=\r\n])/, ''));
      },
    ),
  );
});

test('JSON lines keep a name as it is, on one line', () => {
  const line = formatOf('jsonl').rows([{ ...record, principal_name: '=1\n2' }]);
  expect(line.split('\n')).toHaveLength(2);
  expect(JSON.parse(line)).toEqual({ ...record, principal_name: '=1\n2' });
});

test('a table says its titles anew when a later page needs wider columns', () => {
  const table = formatOf('table');
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
  const rows = formatOf('table')
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
