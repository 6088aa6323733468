import type { Format } from './format.ts';
import type { AssignmentRecord } from './record.ts';

type Column = readonly [title: string, cell: (record: AssignmentRecord) => string | null];

/** What is the same in every row stands once above them: the instance, and so the beginning of each ARN. */
const columns: readonly Column[] = [
  ['ACCOUNT', (record) => record.target_id],
  ['ACCOUNT NAME', (record) => record.target_name],
  [
    'PERMISSION SET',
    (record) => record.permission_set_arn.slice(record.permission_set_arn.lastIndexOf('/') + 1),
  ],
  ['PERMISSION SET NAME', (record) => record.permission_set_name],
  ['TYPE', (record) => record.principal_type],
  ['PRINCIPAL NAME', (record) => record.principal_name],
  ['PRINCIPAL', (record) => record.principal_id],
];

/** For reading: aligned, and without what cannot be read. */
export function table(): Format {
  let widths = columns.map(() => 0);
  return {
    begin: (instanceArn) => `Assignments of ${instanceArn}\n\n`,
    rows(records) {
      const rows = records.map((record) => columns.map(([, cell]) => printable(cell(record) ?? '–')));
      const titles = columns.map(([title]) => title);
      const needed = widths.map((width, n) =>
        [titles, ...rows].reduce((most, row) => Math.max(most, widthOf(row[n] ?? '')), width),
      );
      // Rows come as they are read. Where a wider one comes later, the titles are said anew in its widths.
      const isWider = rows.length > 0 && needed.some((width, n) => width > (widths[n] ?? 0));
      const above = widths.some((width) => width > 0) ? '\n' : '';
      if (isWider) widths = needed;
      const lines = [...(isWider ? [titles] : []), ...rows].map((row) => `${aligned(row, widths)}\n`);
      return (isWider ? above : '') + lines.join('');
    },
  };
}

function aligned(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, n) => cell + ' '.repeat((widths[n] ?? 0) - widthOf(cell)))
    .join('  ')
    .trimEnd();
}

/** On one line, and nothing that a terminal would take for a command. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·');
}

/** Columns on a terminal: none for marks that join the letter before them, two for wide letters. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) if (!/\p{M}/u.test(character)) width += wide.test(character) ? 2 : 1;
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
