import { setImmediate } from 'node:timers/promises';
import type { Config } from '../../config/config.ts';
import { GatewayError } from '../../errors.ts';
import type { Completeness, UnmatchedValue } from '../../reading/completeness.ts';
import { WalkEvidence } from '../../reading/walk-evidence.ts';
import type { AwsWalk } from '../export/walk/aws-walk.ts';
import { changeColumns, changeRecords } from '../export/rows/change-columns.ts';
import { exportFilter, type ExportFilter } from '../export/filter.ts';
import { peopleColumns, personRecord } from '../export/rows/people-columns.ts';
import { Progress } from '../export/progress.ts';
import { StartupError } from '../startup-error.ts';
import { readChain, type Review } from './chain.ts';
import { earlierChanges, keyOfChange } from './earlier-changes.ts';
import { filterFlags } from './evidence-asked.ts';
import { format, type Manifest } from './manifest.ts';
import { readPopulation } from './population.ts';
import { ReviewFiles } from './review-files.ts';
import { askedBy, textOf, told, versions } from './run-facts.ts';

export interface Asked {
  readonly config: Config;
  readonly folder: string;
  readonly filter: ExportFilter;
  readonly source: AwsWalk;
  /** The last review in the folder. */
  readonly previous: Review | undefined;
  readonly signal: AbortSignal;
}

export interface Made extends Review {
  /** Of all its parts. */
  readonly completeness: Completeness;
  readonly unmatched: readonly UnmatchedValue[];
}

/** Reads everything anew, and writes it down with what changed since the review before. */
export async function review(asked: Asked): Promise<Made> {
  const { config, folder, source, previous, signal } = asked;
  const startedAt = await aMomentAfter(previous);
  const name = textOf(startedAt).replaceAll(':', '-');
  const { reader, scope } = await source.within(signal, startedAt);
  const { instanceArn } = reader.instance;
  if (previous && previous.manifest.instanceArn !== instanceArn)
    throw new StartupError(`--evidence: the reviews in ${folder} are about ${previous.manifest.instanceArn}`);
  await using files = await ReviewFiles.begin(folder, name);

  // A person's own assignments would leave those of others unread, and what changes of them untold.
  const inReach = { ...config, principalFilter: [], userFilter: [], groupFilter: [], nameFilter: [] };
  const population = await readPopulation(reader, exportFilter(inReach).filter, {
    ...scope,
    askedAt: startedAt,
  });
  const caller = await callerOf(asked, population.evidence);
  const people = await writePeople(asked, files, startedAt, instanceArn);
  const readsEnded = Date.now();
  const changes = await writeChanges(asked, files, startedAt, instanceArn);

  const parts = [population.evidence.toCompleteness(), people.completeness, changes.completeness];
  const completeness = together(parts.filter((part) => part !== null));
  const unmatched = (await people.completeness.unmatched?.()) ?? [];
  const manifest: Manifest = {
    format,
    review: name,
    instanceArn,
    reads: { from: textOf(startedAt), to: textOf(readsEnded) },
    endedAt: textOf(Date.now()),
    complete: completeness.complete,
    askedBy: askedBy(config),
    caller,
    versions: await versions(),
    filter: filterFlags(config),
    population: { ...population.counts, completeness: told(population.evidence.toCompleteness()) },
    people: {
      rows: people.rows,
      users: people.users,
      completeness: told(people.completeness),
      unmatched: unmatched.map((value) => ({ ...value })),
    },
    changes: {
      since: textOf(changes.since),
      rows: changes.rows,
      completeness: changes.completeness && told(changes.completeness),
    },
    calls: source.calls(),
    files: await files.end(),
    previous: previous ? { review: previous.manifest.review, manifestSha256: previous.sha256 } : null,
  };
  const now = (await readChain(folder, signal)).reviews.at(-1);
  if (now?.sha256 !== previous?.sha256)
    throw new StartupError(`--evidence: another run has written into ${folder} meanwhile; begin again`);
  return { manifest, sha256: await files.seal(manifest), completeness, unmatched };
}

async function writePeople(
  { filter: { filter, user }, source, signal }: Asked,
  files: ReviewFiles,
  readSince: number,
  instanceArn: string,
) {
  const sheet = await files.sheet('people', 'Access', peopleColumns, instanceArn);
  const progress = new Progress(process.stderr, 'ways in');
  const evidence = new WalkEvidence();
  const users = new Set<string>();
  let count = 0;
  try {
    for await (const stretch of source.people({ filter, user, readSince, evidence, signal })) {
      await sheet.write(stretch.rows.map(personRecord));
      for (const { userId } of stretch.rows) users.add(userId);
      count += stretch.rows.length;
      progress.draw(stretch.progress);
    }
  } finally {
    progress.clear();
  }
  return { rows: count, users: users.size, completeness: evidence.toCompleteness() };
}

/**
 * Changes that were seen since the reads of the review before began, but for those that it told: others may have kept
 * some behind its back. Whether these are all is judged from when its reads had ended, as its rows are what the changes
 * are told against; the first review claims nothing of what was before it.
 */
async function writeChanges(
  { config, filter: { filter }, folder, source, previous, signal }: Asked,
  files: ReviewFiles,
  startedAt: number,
  instanceArn: string,
) {
  const asked = config.since?.(startedAt);
  const since = previous ? Date.parse(previous.manifest.reads.from) : (asked ?? startedAt);
  const claimedFrom = previous ? Date.parse(previous.manifest.reads.to) : asked;
  const known = previous ? await earlierChanges(folder, previous) : new Set<string>();
  const sheet = await files.sheet('changes', 'Changes', changeColumns, instanceArn);
  const question = { filter, until: undefined, withNames: true, signal };
  const evidence = new WalkEvidence();
  let count = 0;
  for await (const { rows } of source.changes({ ...question, since, evidence })) {
    const news = rows.flatMap(changeRecords).filter((record) => !known.has(keyOfChange(record)));
    await sheet.write(news);
    count += news.length;
  }
  let completeness: Completeness | null = null;
  if (claimedFrom !== undefined) {
    const claim = new WalkEvidence();
    for await (const _ of source.changes({ ...question, since: claimedFrom, evidence: claim }));
    // Names that could not be had. What was not known when reading began is no matter.
    const failed = evidence.toCompleteness().failures.filter(({ code }) => code !== 'INCOMPLETE');
    claim.addAll(failed.map((failure) => ({ readAt: undefined, failure })));
    completeness = claim.toCompleteness();
  }
  return { since, rows: count, completeness };
}

/** Null where STS does not tell, which is a failure among others. */
async function callerOf({ source, signal }: Asked, evidence: WalkEvidence): Promise<Manifest['caller']> {
  try {
    const { arn, accountId } = await source.caller(signal);
    return { arn, accountId };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { code, message } = error;
    evidence.add({ readAt: undefined, failure: { operation: 'sts:GetCallerIdentity', code, message } });
    return null;
  }
}

/** So that no read of the review before began at the same moment. */
async function aMomentAfter(previous: Review | undefined): Promise<number> {
  const end = previous ? Date.parse(previous.manifest.endedAt) : 0;
  if (Date.now() < end)
    throw new StartupError(
      `--evidence: the last review ended at ${textOf(end)}, which the clock of this machine has not reached`,
    );
  while (Date.now() === end) await setImmediate();
  return Date.now();
}

function together(parts: readonly Completeness[]): Completeness {
  const evidence = new WalkEvidence();
  for (const part of parts) evidence.addPage(part);
  return evidence.toCompleteness();
}
