import { randomBytes } from 'node:crypto';
import { CallMeter } from '../aws/meter.ts';
import type { Config } from '../config/config.ts';
import { openAwsSource } from './aws-source.ts';
import { exportFilter, type ExportFilter } from './export/filter.ts';
import { needsOf, recordOf } from './export/columns.ts';
import type { Format } from './export/format.ts';
import { formatOf } from './export/format-of.ts';
import { mistaken, shortfall, summary } from './export/outcome.ts';
import { Output, Stopped } from './export/output.ts';
import { counted, Progress } from './export/progress.ts';
import { walk } from './export/walk.ts';
import { WalkEvidence } from '../reading/walk-evidence.ts';
import { openReader, type OpenReader } from './open-reader.ts';

const exitCodes = { complete: 0, incomplete: 3, unmatched: 4 };

/** Every assignment to standard output as it is read. What it says about itself goes to standard error. */
export async function run(config: Config): Promise<number> {
  const filter = exportFilter(config);
  const format = formatOf(config, () => process.stdout.columns);
  await using source = await openAwsSource(config);
  const opened = await openReader(config, source.options, randomBytes(32), tell);
  try {
    return await exportTo(process.stdout, config, filter, format, opened);
  } catch (error) {
    throw filter.explain(error);
  } finally {
    await opened.close();
  }
}

async function exportTo(
  stdout: NodeJS.WriteStream,
  config: Config,
  { filter, flagOf }: ExportFilter,
  format: Format,
  opened: OpenReader,
): Promise<number> {
  const stop = new AbortController();
  using output = new Output(stdout, stop);
  const meter = new CallMeter();
  const evidence = new WalkEvidence();
  const progress = new Progress(process.stderr);
  const startedAt = Date.now();
  let assignments = 0;
  try {
    const scope = { signal: stop.signal, deadline: new AbortController().signal, meter };
    const reader = await opened.reader.instance(undefined, scope);
    // With the first page: a filter that is refused leaves standard output empty.
    let head = format.begin(reader.instance.instanceArn);
    // With --no-names nothing is looked up.
    const needs = needsOf(config.names === false ? [] : format.columns);
    for await (const { rows, progress: soFar } of walk({ reader, filter, needs, evidence, scope })) {
      // Both may be the same terminal.
      progress.clear();
      await output.write(head + format.rows(rows.map((row) => recordOf(row, format.columns))));
      head = '';
      ({ assignments } = soFar);
      progress.draw(soFar);
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    progress.clear();
    if (error.why === 'signal') tell(interrupted(config, assignments));
    return exitCodes.incomplete;
  } finally {
    progress.clear();
  }

  const completeness = evidence.toCompleteness();
  const unmatched = (await completeness.unmatched?.()) ?? [];
  if (!completeness.complete) for (const line of shortfall(completeness)) tell(line);
  for (const line of mistaken(unmatched, flagOf)) tell(line);
  const { calls } = meter.toJSON();
  tell(summary({ assignments, completeness, calls, startedAt, endedAt: Date.now() }));
  if (!completeness.complete) return exitCodes.incomplete;
  return unmatched.length > 0 ? exitCodes.unmatched : exitCodes.complete;
}

function interrupted({ store }: Config, assignments: number): string {
  const onward =
    store === 'memory'
      ? 'With --store FILE it could have gone on from here'
      : 'Start it again with the same --store, and it goes on from here';
  return `Stopped after ${counted(assignments)} assignments: the export is not complete. ${onward}.`;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
