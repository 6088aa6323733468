import type { Config } from '../config/config.ts';
import { WalkEvidence } from '../reading/walk-evidence.ts';
import { awsWalk } from './export/aws-walk.ts';
import { exportFilter, type ExportFilter } from './export/filter.ts';
import { needsOf, recordOf } from './export/columns.ts';
import type { Format } from './export/format.ts';
import { formatOf } from './export/format-of.ts';
import { mistaken, shortfall, summary } from './export/outcome.ts';
import { Output, Stopped } from './export/output.ts';
import { counted, Progress } from './export/progress.ts';
import type { Source } from './export/source.ts';

const exitCodes = { complete: 0, incomplete: 3, unmatched: 4 };

/** Every assignment to standard output as it is read. What it says about itself goes to standard error. */
export async function run(config: Config): Promise<number> {
  const filter = exportFilter(config);
  const format = formatOf(config, () => process.stdout.columns);
  await using source = await openSource(config);
  try {
    return await exportTo(process.stdout, config, filter, format, source);
  } catch (error) {
    throw filter.explain(error);
  }
}

/** What asks a gateway is loaded only for that. */
async function openSource(config: Config): Promise<Source> {
  const { gatewaySource: url } = config;
  if (url === undefined) return awsWalk(config, tell);
  const { gatewayWalk } = await import('./export/gateway-walk.ts');
  return gatewayWalk(url, config);
}

async function exportTo(
  stdout: NodeJS.WriteStream,
  config: Config,
  { filter, flagOf }: ExportFilter,
  format: Format,
  source: Source,
): Promise<number> {
  const stop = new AbortController();
  using output = new Output(stdout, stop);
  const evidence = new WalkEvidence();
  const progress = new Progress(process.stderr);
  const startedAt = Date.now();
  let assignments = 0;
  try {
    const { signal } = stop;
    const instanceArn = await source.instanceArn(signal);
    // With the first page: a filter that is refused leaves standard output empty.
    let head = format.begin(instanceArn);
    // With --no-names nothing is looked up.
    const needs = needsOf(config.names === false ? [] : format.columns);
    for await (const { rows, progress: soFar } of source.walk({ filter, needs, evidence, signal })) {
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
  tell(summary({ assignments, completeness, calls: source.calls(), startedAt, endedAt: Date.now() }));
  if (!completeness.complete) return exitCodes.incomplete;
  return unmatched.length > 0 ? exitCodes.unmatched : exitCodes.complete;
}

function interrupted({ store, gatewaySource }: Config, assignments: number): string {
  const onward =
    gatewaySource !== undefined
      ? 'The gateway keeps what it has read, and the next one finds it there'
      : store === 'memory'
        ? 'With --store FILE it could have gone on from here'
        : 'Start it again with the same --store, and it goes on from here';
  return `Stopped after ${counted(assignments)} assignments: the export is not complete. ${onward}.`;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
