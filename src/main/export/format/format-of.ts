import type { Config } from '../../../config/config.ts';
import { StartupError } from '../../startup-error.ts';
import { changeColumns, changeTable } from '../rows/change-columns.ts';
import { usualColumns } from '../rows/columns.ts';
import { csv, csvForExcel } from './csv.ts';
import type { Format } from './format.ts';
import { jsonLines } from './json-lines.ts';
import { peopleColumns } from '../rows/people-columns.ts';
import { table } from './table.ts';
import type { Table } from '../../tables/table.ts';
import { xlsx } from './xlsx.ts';

export type FormatConfig = Pick<Config, 'format' | 'columns' | 'bom' | 'wide' | 'names'>;

/** `terminalColumns`: how wide the terminal is, if it is one, at each look. */
export function formatOf(config: FormatConfig, terminalColumns: TerminalColumns = () => undefined): Format {
  const { columns, names: withNames = true } = config;
  return inFormat(
    config,
    columns ?? usualColumns,
    (limit) => table(columns, withNames, limit),
    terminalColumns,
  );
}

/** People have columns of their own, all of which are names. */
export function formatOfPeople(
  config: FormatConfig,
  terminalColumns: TerminalColumns = () => undefined,
): Format {
  if (config.columns) throw new StartupError('--columns: an export of --people has columns of its own');
  if (config.names === false) throw new StartupError('--no-names: an export of --people consists of names');
  const asTable = (limit: TerminalColumns) => table(peopleColumns, true, limit, 'Access');
  return inFormat(config, peopleColumns, asTable, terminalColumns);
}

export function formatOfChanges(
  config: FormatConfig,
  terminalColumns: TerminalColumns = () => undefined,
): Format {
  if (config.columns) throw new StartupError('--columns: an export of --changes has columns of its own');
  const asTable = (limit: TerminalColumns) => table(changeTable, true, limit, 'Changes');
  return inFormat(config, changeColumns, asTable, terminalColumns, 'Changes');
}

export function formatOfTable(
  config: FormatConfig,
  { columns, title }: Pick<Table, 'columns' | 'title'>,
  terminalColumns: TerminalColumns = () => undefined,
): Format {
  if (config.names === false) throw new StartupError('--no-names: a --table consists of names, too');
  const asTable = (limit: TerminalColumns) => table(columns, true, limit, title);
  return inFormat(config, columns, asTable, terminalColumns, title);
}

type TerminalColumns = () => number | undefined;

function inFormat(
  { format, bom = false, wide = false }: FormatConfig,
  columns: readonly string[],
  asTable: (limit: TerminalColumns) => Format,
  terminalColumns: TerminalColumns,
  sheet = 'Access',
): Format {
  if (bom && format !== 'csv') throw new StartupError('--bom: needs --format csv');
  if (wide && format !== 'table') throw new StartupError('--wide: needs --format table');
  switch (format) {
    case 'csv':
      return (bom ? csvForExcel : csv)(columns);
    case 'jsonl':
      return jsonLines(columns);
    case 'table':
      return asTable(wide ? () => undefined : terminalColumns);
    case 'xlsx':
      return xlsx(columns, sheet);
    default:
      return format satisfies never;
  }
}
