import type { Config } from '../../config.ts';
import { csv } from './csv.ts';
import type { AssignmentRecord } from './record.ts';
import { table } from './table.ts';

/** How assignments are printed, as they come. */
export interface Format {
  /** What stands before the first. */
  begin(instanceArn: string): string;
  rows(records: readonly AssignmentRecord[]): string;
}

/** One JSON object a line: exactly what AWS has, and null for what is not known. */
const jsonLines: Format = {
  begin: () => '',
  rows: (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
};

export function formatOf(name: Config['format']): Format {
  switch (name) {
    case 'csv':
      return csv;
    case 'jsonl':
      return jsonLines;
    case 'table':
      return table();
    default:
      return name satisfies never;
  }
}
