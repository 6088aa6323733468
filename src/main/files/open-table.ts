import { GatewayError } from '../../errors.ts';
import { WalkEvidence } from '../../reading/walk-evidence.ts';
import type { AskedFile } from '../../server/files/asked.ts';
import type { OpenFile } from '../../server/files/endpoint.ts';
import type { HereAsker } from '../tables/ask-here.ts';
import type { Records, Stretch, Table } from '../tables/table.ts';
import { written } from './written.ts';

/** Reads everything that a table is made of, and then is ready to write it, a page at a time. */
export async function openTable(
  asked: AskedFile,
  table: Table,
  asker: HereAsker,
  signal: AbortSignal,
): Promise<Omit<OpenFile, 'meter'>> {
  const evidence = new WalkEvidence();
  const asking = { variables: asked.variables, evidence, signal };
  let rows: number | undefined;
  if (!table.readsAllFirst) {
    rows = 0;
    // Gone through once for what it reads: what was read is at hand when it is written.
    for await (const { records } of table.rows(asker, asking)) rows += records.length;
  }
  const stretches = table.rows(asker, asking);
  const first = await stretches.next();
  asker.allowAll();
  const completeness = evidence.toCompleteness();
  const costly = completeness.failures.find(({ code }) => code === 'QUERY_TOO_COSTLY');
  if (costly) throw new GatewayError('QUERY_TOO_COSTLY', costly.message);
  const total = first.done ? undefined : first.value.total;
  const layout = { columns: table.columns, sheet: table.title };
  return {
    // What could not be read the first time may be there the second.
    rows: completeness.complete ? (rows ?? total) : total,
    completeness,
    chunks: written(asked, layout, recordsIn(first, stretches), evidence),
  };
}

async function* recordsIn(
  first: IteratorResult<Stretch, void>,
  rest: AsyncIterable<Stretch>,
): AsyncGenerator<Records, void> {
  if (first.done) return;
  yield first.value.records;
  for await (const { records } of rest) yield records;
}
