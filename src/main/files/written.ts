import type { Completeness } from '../../reading/completeness.ts';
import type { Evidence } from '../../reading/completeness.ts';
import type { AskedFile } from '../../server/files/asked.ts';
import { csv, csvForExcel } from '../export/format/csv.ts';
import type { Format } from '../export/format/format.ts';
import { shortfall } from '../export/outcome.ts';
import { xlsx } from '../export/format/xlsx.ts';
import type { Records } from '../tables/table.ts';

interface Layout {
  readonly columns: readonly string[];
  readonly sheet: string;
}

/** A file, as its rows come. At its end it says what is missing. */
export async function* written(
  { format: name, bom }: Pick<AskedFile, 'bom' | 'format'>,
  { columns, sheet }: Layout,
  rows: AsyncIterable<Records>,
  evidence: Evidence,
): AsyncGenerator<Buffer, void> {
  const csvFormat = bom ? csvForExcel : csv;
  const format: Format = name === 'xlsx' ? xlsx(columns, sheet) : csvFormat(columns);
  const bytes = (text: string) => Buffer.from(text, format.encoding ?? 'utf8');
  yield bytes(format.begin(''));
  for await (const records of rows) yield bytes(format.rows(records));
  yield bytes(format.rows(lackOf(evidence.toCompleteness(), columns)));
  yield bytes(format.end?.() ?? '');
}

/** What the file says of itself at its end, where it is not all: nobody shall take it for the whole. */
function lackOf(completeness: Completeness, [column = '']: readonly string[]): Records {
  if (completeness.complete) return [];
  return shortfall(completeness).map((line, n) => ({
    [column]: n === 0 ? `INCOMPLETE: ${line}` : line.trim(),
  }));
}
