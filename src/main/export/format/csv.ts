import type { Value } from '../rows/columns.ts';
import type { Format } from './format.ts';

/**
 * RFC 4180: a header, CRLF after every line, and quotes where a cell needs them. Whoever may name a group may name
 * it `=HYPERLINK(…)`, and a spreadsheet would run that: such a cell gets an apostrophe before it, which says text.
 */
export function csv(columns: readonly string[]): Format {
  return inLines(columns, harmless, '');
}

/**
 * The same for Excel, which takes a file for UTF-8 by its byte order mark only, and makes a number of whatever looks
 * like one: 012345678901 would lose its zero, and 123456789012 becomes 1.23457E+11. A formula that is a text keeps them.
 */
export function csvForExcel(columns: readonly string[]): Format {
  const held = (cell: string) => (numeric.test(cell) ? `="${cell}"` : harmless(cell));
  return inLines(columns, held, '\u{feff}');
}

function inLines(columns: readonly string[], spelt: (cell: string) => string, before: string): Format {
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  const cells = (record: Readonly<Record<string, Value | undefined>>) =>
    columns.map((name) => {
      const value = record[name] ?? '';
      // What was counted is a number, and stays one.
      return typeof value === 'number' ? String(value) : spelt(String(value));
    });
  return {
    columns,
    begin: () => before + line(columns),
    rows: (records) => records.map((record) => line(cells(record))).join(''),
  };
}

const numeric = /^\d[\d.,:/eE+-]*$/;

/** What spreadsheets begin a formula with, also in full width, and also after white space that they drop. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
/**
 * A spreadsheet whose locale separates cells by semicolons or tabs treats quotes within a line as plain characters:
 * text after such a separator begins a cell, and text after a line end a row.
 */
const inner = /(?<=[;\t\r\n])(?=\s*[=+\-@＝＋－＠])/g;

function harmless(cell: string): string {
  const text = cell.replace(inner, "'");
  return formula.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
