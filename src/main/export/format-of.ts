import type { Config } from '../../config/config.ts';
import { StartupError } from '../startup-error.ts';
import { usualColumns } from './columns.ts';
import { csv, csvForExcel } from './csv.ts';
import type { Format } from './format.ts';
import { peopleColumns } from './people-columns.ts';
import { table } from './table.ts';
import { xlsx } from './xlsx.ts';

/** One JSON object a line: exactly what AWS has, and null for what is not known. */
function jsonLines(columns: readonly string[]): Format {
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
  check({ format, bom, wide });
  switch (format) {
    case 'csv':
      return (bom ? csvForExcel : csv)(columns ?? usualColumns);
    case 'jsonl':
      return jsonLines(columns ?? usualColumns);
    case 'table':
      return table(columns, withNames, wide ? () => undefined : terminalColumns);
    case 'xlsx':
      return xlsx(columns ?? usualColumns);
    default:
      return format satisfies never;
  }
}

/** People have columns of their own, all of which are names. */
export function formatOfPeople(
  config: FormatConfig,
  terminalColumns: () => number | undefined = () => undefined,
): Format {
  const { format, columns, bom = false, wide = false, names = true } = config;
  if (columns) throw new StartupError('--columns: an export of --people has columns of its own');
  if (!names) throw new StartupError('--no-names: an export of --people consists of names');
  check({ format, bom, wide });
  switch (format) {
    case 'csv':
      return (bom ? csvForExcel : csv)(peopleColumns);
    case 'jsonl':
      return jsonLines(peopleColumns);
    case 'table':
      return table(peopleColumns, true, wide ? () => undefined : terminalColumns, 'Access');
    case 'xlsx':
      return xlsx(peopleColumns);
    default:
      return format satisfies never;
  }
}

function check({ format, bom, wide }: Pick<FormatConfig, 'format' | 'bom' | 'wide'>): void {
  if (bom && format !== 'csv') throw new StartupError('--bom: needs --format csv');
  if (wide && format !== 'table') throw new StartupError('--wide: needs --format table');
}
