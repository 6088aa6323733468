import type { Config } from '../../config/config.ts';
import { WalkEvidence } from '../../reading/walk-evidence.ts';
import { awsWalk } from '../export/walk/aws-walk.ts';
import { exitCodes } from '../export/exit-codes.ts';
import { exportFilter, type ExportFilter } from '../export/filter.ts';
import { needsOf, recordOf } from '../export/rows/columns.ts';
import type { Format } from '../export/format/format.ts';
import { changeRecords } from '../export/rows/change-columns.ts';
import { changesAsked, type ChangesAsked } from '../export/changes-asked.ts';
import { formatOf, formatOfChanges, formatOfPeople } from '../export/format/format-of.ts';
import { mistaken, shortfall, summary } from '../export/outcome.ts';
import { Output, Stopped } from '../export/output.ts';
import { personRecord } from '../export/rows/people-columns.ts';
import { counted, Progress } from '../export/progress.ts';
import type { Printing } from '../export/printing.ts';
import type { Source } from '../export/walk/source.ts';
import { StartupError } from '../startup-error.ts';

/** Every assignment to standard output as it is read. What it says about itself goes to standard error. */
export async function run(config: Config): Promise<number> {
  if (config.evidence !== undefined) {
    const { writeEvidence } = await import('../evidence/evidence.ts');
    return await writeEvidence(config, config.evidence);
  }
  if (config.askedBy !== undefined) throw new StartupError('--asked-by: needs --evidence');
  const filter = exportFilter(config);
  const printing = await printingOf(config, filter, () => process.stdout.columns);
  if (config.format === 'xlsx' && process.stdout.isTTY)
    throw new StartupError(
      '--format xlsx: a workbook is no text; send it into a file, as with > access.xlsx',
    );
  await using source = await openSource(config);
  try {
    return await exportTo(process.stdout, config, filter, printing, source);
  } catch (error) {
    throw filter.explain(error);
  }
}

/** What asks a gateway is loaded only for that. */
async function openSource(config: Config): Promise<Source> {
  const { gatewaySource: url } = config;
  if (url === undefined) return awsWalk(config, tell);
  const { gatewayWalk } = await import('../export/walk/gateway-walk.ts');
  return gatewayWalk(url, config);
}

async function printingOf(
  config: Config,
  filter: ExportFilter,
  width: () => number | undefined,
): Promise<Printing> {
  if (config.table !== undefined) {
    const { tables } = await import('../tables/tables.ts');
    const { printTable } = await import('../export/print-table.ts');
    return printTable(config, tables[config.table], width);
  }
  const changes = changesAsked(config, Date.now());
  if (changes) return printChanges(config, changes, filter, formatOfChanges(config, width));
  return config.people
    ? printPeople(filter, formatOfPeople(config, width))
    : printAssignments(config, filter, formatOf(config, width));
}

function printAssignments(config: Config, { filter }: ExportFilter, format: Format): Printing {
  // With --no-names nothing is looked up.
  const needs = needsOf(config.names === false ? [] : format.columns);
  return {
    nouns: ['assignment', 'assignments'],
    format,
    async *rows(source, evidence, signal) {
      for await (const { rows, progress } of source.walk({ filter, needs, evidence, signal }))
        yield { text: format.rows(rows.map((row) => recordOf(row, format.columns))), progress };
    },
  };
}

function printPeople({ filter, user }: ExportFilter, format: Format): Printing {
  return {
    nouns: ['way in', 'ways in'],
    format,
    async *rows(source, evidence, signal) {
      for await (const { rows, progress } of source.people({ filter, user, evidence, signal }))
        yield { text: format.rows(rows.map(personRecord)), progress };
    },
  };
}

function printChanges(
  { names: withNames = true }: Config,
  { since, until }: ChangesAsked,
  { filter }: ExportFilter,
  format: Format,
): Printing {
  return {
    nouns: ['change', 'changes'],
    format,
    async *rows(source, evidence, signal) {
      const question = { filter, since, until, withNames, evidence, signal };
      for await (const { rows, progress } of source.changes(question))
        yield { text: format.rows(rows.flatMap(changeRecords)), progress };
    },
  };
}

async function exportTo(
  stdout: NodeJS.WriteStream,
  config: Config,
  { flagOf }: ExportFilter,
  { nouns, format, rows: rowsOf }: Printing,
  source: Source,
): Promise<number> {
  const stop = new AbortController();
  using output = new Output(stdout, stop);
  const evidence = new WalkEvidence();
  const progress = new Progress(process.stderr, nouns[1]);
  const startedAt = Date.now();
  let rows = 0;
  try {
    const { signal } = stop;
    const instanceArn = await source.instanceArn(signal);
    // With the first page: a filter that is refused leaves standard output empty.
    let head = format.begin(instanceArn);
    for await (const { text, progress: soFar } of rowsOf(source, evidence, signal)) {
      // Both may be the same terminal.
      progress.clear();
      await output.write(head + text, format.encoding);
      head = '';
      rows = soFar.assignments;
      progress.draw(soFar);
    }
    await output.write(format.end?.() ?? '', format.encoding);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    progress.clear();
    if (error.why === 'signal') tell(interrupted(config, `${counted(rows)} ${nouns[1]}`));
    return exitCodes.incomplete;
  } finally {
    progress.clear();
  }

  const completeness = evidence.toCompleteness();
  const unmatched = (await completeness.unmatched?.()) ?? [];
  if (!completeness.complete) for (const line of shortfall(completeness)) tell(line);
  for (const line of mistaken(unmatched, flagOf)) tell(line);
  tell(summary({ rows, nouns, completeness, calls: source.calls(), startedAt, endedAt: Date.now() }));
  if (!completeness.complete) return exitCodes.incomplete;
  return unmatched.length > 0 ? exitCodes.unmatched : exitCodes.complete;
}

function interrupted({ store, gatewaySource }: Config, found: string): string {
  const onward =
    gatewaySource !== undefined
      ? 'The gateway keeps what it has read, and the next one finds it there'
      : store === 'memory'
        ? 'With --store FILE it could have gone on from here'
        : 'Start it again with the same --store, and it goes on from here';
  return `Stopped after ${found}: the export is not complete. ${onward}.`;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
