import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { awsWalk } from '../export/walk/aws-walk.ts';
import { exitCodes } from '../export/exit-codes.ts';
import { exportFilter } from '../export/filter.ts';
import { mistaken, shortfall } from '../export/outcome.ts';
import { Output, Stopped } from '../export/output.ts';
import { counted, duration } from '../export/progress.ts';
import { StartupError } from '../startup-error.ts';
import { readChain, type Review } from './chain.ts';
import { evidenceAsked, filterFlags } from './evidence-asked.ts';
import { manifestName } from './manifest.ts';
import { review } from './review.ts';

/** Writes one review into the folder, behind those that are there, and tells of it as `sha256sum` would. */
export async function writeEvidence(config: Config, folder: string): Promise<number> {
  evidenceAsked(config);
  const filter = exportFilter({ ...config, people: true });
  const stop = new AbortController();
  using output = new Output(process.stdout, stop);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const previous = await lastOf(folder, config, stop.signal);
  await using source = await awsWalk(config, tell);
  try {
    const made = await review({ config, folder, filter, source, previous, signal: stop.signal });
    const { manifest, sha256, completeness, unmatched } = made;
    if (!manifest.complete) for (const line of shortfall(completeness)) tell(line);
    for (const line of mistaken(unmatched, filter.flagOf)) tell(line);
    const state = manifest.complete ? 'complete' : 'not complete';
    const seconds = (Date.parse(manifest.endedAt) - Date.parse(manifest.reads.from)) / 1000;
    tell(
      `${counted(manifest.people.rows)} ways in and ${counted(manifest.changes.rows)} changes, ${state}; ${counted(manifest.calls)} calls to AWS in ${duration(seconds)}.`,
    );
    await output.write(`${sha256}  ${join(folder, manifest.review, manifestName)}\n`);
    if (!manifest.complete) return exitCodes.incomplete;
    return unmatched.length > 0 ? exitCodes.unmatched : exitCodes.complete;
  } catch (error) {
    if (!(error instanceof Stopped)) throw filter.explain(error);
    tell('Stopped: no review was written.');
    return exitCodes.brokenOff;
  }
}

/** The review that the new one stands behind. Refuses a folder that does not verify, or is about something else. */
async function lastOf(folder: string, config: Config, signal: AbortSignal): Promise<Review | undefined> {
  const { reviews, problems } = await readChain(folder, signal);
  if (problems.length > 0)
    throw new StartupError([
      `--evidence: ${folder} does not verify, and nothing is added to it; see the verify command`,
      ...problems,
    ]);
  const last = reviews.at(-1);
  if (last && last.manifest.filter.join(' ') !== filterFlags(config).join(' '))
    throw new StartupError(
      `--evidence: the reviews in ${folder} were made with ${last.manifest.filter.join(' ') || 'no filter'}; give the same, or another folder`,
    );
  if (last && config.since)
    throw new StartupError(`--since: ${folder} has reviews already; changes since the last one are told`);
  return last;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
