import type { Config } from '../../config/config.ts';
import { readChain, type Review } from '../evidence/chain.ts';
import { StartupError } from '../startup-error.ts';

const exitCodes = { whole: 0, notWhole: 2 };

/** Tells on standard output whether a folder of evidence is as it was written. Asks nobody. */
export async function run({ verifyFolder: folder, expectedManifest: expected }: Config): Promise<number> {
  if (folder === undefined) throw new StartupError('expected a folder: verify <dir>');
  const { reviews, problems, unfinished } = await readChain(folder);
  const wrong = [...problems];
  if (reviews.length === 0 && wrong.length === 0) throw new StartupError(`${folder} has no review`);
  if (expected !== undefined && !reviews.some(({ sha256 }) => sha256 === expected))
    wrong.push(`no manifest of the chain has the SHA-256 ${expected}`);
  for (const review of reviews) say(described(review));
  for (const name of unfinished)
    say(`${name}: what a run left that was stopped before its end; it is no review, and may be deleted`);
  for (const problem of wrong) say(`WRONG  ${problem}`);
  const last = reviews.at(-1);
  if (wrong.length > 0 || !last) {
    say(`${folder} does not verify.`);
    return exitCodes.notWhole;
  }
  const count = reviews.length === 1 ? 'The review is' : `The ${reviews.length} reviews are one chain and`;
  say(`${count} as written: nothing was altered, removed or added between the first and the last.`);
  say(`SHA-256 of the last manifest: ${last.sha256}`);
  return exitCodes.whole;
}

function described({ manifest }: Review): string {
  const { review, people, changes, complete, caller } = manifest;
  const state = complete ? 'complete' : 'NOT COMPLETE, see its manifest';
  const by = caller ? `read by ${caller.arn}` : 'AWS did not say by whom it was read';
  return `${review}  ${people.rows} ways in, ${changes.rows} changes, ${state}; ${by}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
