import type { Config } from '../../config/config.ts';
import { StartupError } from '../startup-error.ts';
import { usualColumns, type ColumnName } from './columns.ts';
import { csv, csvForExcel } from './csv.ts';
import type { Format } from './format.ts';
import { table } from './table.ts';

/** One JSON object a line: exactly what AWS has, and null for what is not known. */
function jsonLines(columns: readonly ColumnName[]): Format {
  return {
    columns,
    begin: () => '',
    rows: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  };
}

export type FormatConfig = Pick<Config, 'format' | 'columns' | 'bom' | 'wide' | 'names'>;

/** `terminalColumns`: how wide the terminal is, if it is one, at each look. */
export function formatOf(
  { format, columns, bom = false, wide = false, names: withNames = true }: FormatConfig,
  terminalColumns: () => number | undefined = () => undefined,
): Format {
  if (bom && format !== 'csv') throw new StartupError('--bom: needs --format csv');
  if (wide && format !== 'table') throw new StartupError('--wide: needs --format table');
  switch (format) {
    case 'csv':
      return (bom ? csvForExcel : csv)(columns ?? usualColumns);
    case 'jsonl':
      return jsonLines(columns ?? usualColumns);
    case 'table':
      return table(columns, withNames, wide ? () => undefined : terminalColumns);
    default:
      return format satisfies never;
  }
}
