import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { xlsx } from '../../src/main/export/format/xlsx.ts';

type Cell = string | boolean | null;

/** What spreadsheets stumble over, and rows enough for three sheets of five. */
const columns = ['account_id', 'name', 'enabled'];
const texts = [
  '=HYPERLINK("http://x")',
  '<&>"\'',
  ' leading and trailing ',
  'two\nlines',
  'Zoë Ł 日本 🙂',
  '+1',
  '@SUM(A1)',
  '1e5',
  'TRUE',
];
const rows: readonly Record<string, Cell>[] = texts.map((name, n) => ({
  account_id: String(n + 1).padStart(12, '0'),
  name,
  enabled: n % 3 === 0 ? null : n % 3 === 1,
}));

function workbook(records: readonly Record<string, Cell>[], rowsOfSheet?: number): Buffer {
  const format = xlsx(columns, 'Access', rowsOfSheet);
  const text = format.begin('') + format.rows(records) + (format.end?.() ?? '');
  return Buffer.from(text, format.encoding);
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** A reader of XML as strict as this needs: every tag is closed in its turn, attributes are quoted and differ. */
function parse(xml: string): Element {
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n/);
  const body = xml.slice(xml.indexOf('?>') + 2);
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  const rest = body.replaceAll(
    /<(\/?)([\w:]+)((?: [\w:]+="[^"<]*")*)(\/?)>/g,
    (_, isEnd: string, name: string, given: string, isEmpty: string) => {
      if (isEnd) expect(open.pop()?.name).toBe(name);
      else {
        const pairs = [...given.matchAll(/ ([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]);
        const element: Element = { name, attributes: Object.fromEntries(pairs), children: [] };
        expect(Object.keys(element.attributes)).toHaveLength(pairs.length);
        open.at(-1)!.children.push(element);
        if (!isEmpty) open.push(element);
      }
      return '';
    },
  );
  expect(open).toEqual([root]);
  // What is left is text, in which entities are all that begins with an ampersand.
  expect(rest).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot);)/);
  expect(root.children).toHaveLength(1);
  return root.children[0]!;
}

function all({ children }: Element, name: string): Element[] {
  return children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

/** Every part of a file, parsed, by name. */
function partsOf(bytes: Buffer): Map<string, Element> {
  return new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, parse(strFromU8(part))]));
}

test('every part of a workbook has a type, and every relationship a part', () => {
  const parts = partsOf(workbook(rows, 4));
  const types = parts.get('[Content_Types].xml')!;
  const defaults = all(types, 'Default').map(({ attributes }) => attributes['Extension']);
  const overrides = all(types, 'Override').map(({ attributes }) => attributes['PartName']);
  expect(new Set(overrides).size).toBe(overrides.length);
  for (const name of overrides) expect(parts.has(name!.slice(1)), `${name}`).toBe(true);
  const others = [...parts.keys()].filter(
    (name) => name !== '[Content_Types].xml' && !overrides.includes(`/${name}`),
  );
  for (const name of others) expect(defaults).toContain(name.split('.').at(-1));
  for (const [name, part] of parts) {
    if (!name.endsWith('.rels')) continue;
    const folder = dirname(dirname(name));
    const found = all(part, 'Relationship').map(({ attributes }) => attributes);
    expect(new Set(found.map(({ Id }) => Id)).size).toBe(found.length);
    for (const { Target } of found) expect(parts.has(posix.join(folder, Target!)), `${Target}`).toBe(true);
  }
  const targets = new Map(
    all(parts.get('xl/_rels/workbook.xml.rels')!, 'Relationship').map(({ attributes }) => [
      attributes['Id'],
      attributes['Target'],
    ]),
  );
  const sheets = all(parts.get('xl/workbook.xml')!, 'sheet').map(({ attributes }) => attributes);
  expect(sheets.map((sheet) => targets.get(sheet['r:id']))).toEqual([
    'worksheets/sheet1.xml',
    'worksheets/sheet2.xml',
    'worksheets/sheet3.xml',
  ]);
  expect(sheets.map(({ name }) => name)).toEqual(['Access', 'Access 2', 'Access 3']);
  for (const { name } of sheets) expect(name).toMatch(/^[^\\/?*[\]:]{1,31}$/);
});

test('the elements of a workbook stand in the order of the schema, and its cells in that of rows and columns', () => {
  const parts = partsOf(workbook(rows, 4));
  const namesIn = (name: string) => parts.get(name)!.children.map((child) => child.name);
  expect(namesIn('xl/workbook.xml')).toEqual(['bookViews', 'sheets']);
  expect(namesIn('xl/styles.xml')).toEqual([
    'fonts',
    'fills',
    'borders',
    'cellStyleXfs',
    'cellXfs',
    'cellStyles',
  ]);
  for (const list of parts.get('xl/styles.xml')!.children)
    expect(Number(list.attributes['count']), `${list.name}`).toBe(list.children.length);
  const styles = all(parts.get('xl/styles.xml')!, 'cellXfs')[0]!.children.length;
  for (let n = 1; n <= 3; n++) {
    const sheet = parts.get(`xl/worksheets/sheet${n}.xml`)!;
    expect(sheet.children.map(({ name }) => name)).toEqual(['sheetViews', 'cols', 'sheetData', 'autoFilter']);
    const found = all(sheet, 'row');
    expect(found.map(({ attributes }) => Number(attributes['r']))).toEqual(found.map((_, at) => at + 1));
    expect(all(sheet, 'autoFilter')[0]?.attributes['ref']).toBe(`A1:C${found.length}`);
    for (const row of found) {
      const places = row.children.map(({ attributes }) => attributes['r']!);
      expect(places).toEqual(places.toSorted());
      for (const { attributes } of row.children) {
        expect(attributes['r']).toMatch(new RegExp(`^[A-C]${row.attributes['r']}$`));
        expect(['inlineStr', 'b']).toContain(attributes['t']);
        expect(Number(attributes['s'] ?? 0)).toBeLessThan(styles);
      }
    }
  }
});

test('a text that is longer than a cell may be is cut and says so, and what looks like an escape of Excel stays itself', () => {
  const long = 'x'.repeat(40_000);
  const book = unzipSync(workbook([{ account_id: '_x0041_', name: long, enabled: null }]));
  const sheet = strFromU8(book['xl/worksheets/sheet1.xml']!);
  const [, cut = ''] = /<t xml:space="preserve">(x+[^<]*)<\/t>/.exec(sheet) ?? [];
  expect(cut).toHaveLength(32_767);
  expect(cut).toMatch(/\(cut: a cell has room for 32,767 characters\)$/);
  expect(sheet).toContain('>_x005F_x0041_<');
});

const hasOpenpyxl = spawnSync('python3', ['-c', 'import openpyxl']).status === 0;
const readAll = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([[sheet.title, sheet.freeze_panes, [list(row) for row in sheet.iter_rows(values_only=True)]] for sheet in book]))
`;

test.skipIf(!hasOpenpyxl)(
  'openpyxl reads from a workbook what was written (skipped where python3 has no openpyxl: pip install openpyxl)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'workbook-'));
    try {
      const file = join(folder, 'book.xlsx');
      await writeFile(file, workbook(rows, 4));
      const { stdout, stderr, status } = spawnSync('python3', ['-c', readAll, file], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const cells = rows.map((row) => columns.map((name) => row[name]));
      const chunks = [cells.slice(0, 3), cells.slice(3, 6), cells.slice(6)];
      expect(JSON.parse(stdout)).toEqual(
        chunks.map((chunk, n) => [n === 0 ? 'Access' : `Access ${n + 1}`, 'A2', [columns, ...chunk]]),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
