import type { Format } from './format.ts';

/** One JSON object a line: exactly what AWS has, and null for what is not known. */
export function jsonLines(columns: readonly string[]): Format {
  return {
    columns,
    begin: () => '',
    rows: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  };
}
