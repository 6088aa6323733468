import type { Format } from './format.ts';
import { fields } from './record.ts';

/**
 * RFC 4180: a header, CRLF after every line, and quotes where a cell needs them. Whoever may name a group may name
 * it `=HYPERLINK(…)`, and a spreadsheet would run that: such a cell gets an apostrophe before it, which says text.
 */
export const csv: Format = {
  begin: () => line(fields),
  rows: (records) => records.map((record) => line(fields.map((field) => record[field] ?? ''))).join(''),
};

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;
}

/** What spreadsheets begin a formula with, also in full width, and also after white space that they drop. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

function harmless(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
