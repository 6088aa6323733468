import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { manifestName, manifestSchema, sumsName, type Manifest } from './manifest.ts';
import { unfinished } from './review-files.ts';

/** A review as it lies in its folder. */
export interface Review {
  readonly manifest: Manifest;
  /** Of its manifest. */
  readonly sha256: string;
}

export interface Chain {
  /** From the first to the last, as far as they are one chain. */
  readonly reviews: readonly Review[];
  /** What is not as it was written, a line each. */
  readonly problems: readonly string[];
  /** Folders of runs that were stopped. */
  readonly unfinished: readonly string[];
}

/** Reads every review of a folder, and looks whether all is as it was written. */
export async function readChain(folder: string, signal?: AbortSignal): Promise<Chain> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.map(({ name }) => name).toSorted();
  const left = names.filter((name) => name.startsWith(unfinished));
  const problems: string[] = [];
  const found: Review[] = [];
  for (const name of names) {
    if (left.includes(name)) continue;
    signal?.throwIfAborted();
    const isFolder = entries.some((entry) => entry.name === name && entry.isDirectory());
    const review = isFolder ? await readReview(folder, name, problems) : undefined;
    if (review) found.push(review);
    else if (!isFolder) problems.push(`${name}: is no review, and was added`);
  }
  return { reviews: inOrder(found, problems), problems, unfinished: left };
}

/** Undefined where it has no manifest that can be read. */
async function readReview(folder: string, name: string, problems: string[]): Promise<Review | undefined> {
  const path = (file: string) => join(folder, name, file);
  const tell = (file: string, problem: string) => void problems.push(`${name}/${file}: ${problem}`);
  const bytes = await readFile(path(manifestName)).catch(unlessMissing);
  if (!bytes) {
    tell(manifestName, 'is missing');
    return undefined;
  }
  const manifest = parsed(bytes.toString('utf8'));
  if (!manifest) {
    tell(manifestName, 'is no manifest of this program, or was altered');
    return undefined;
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (manifest.review !== name)
    tell(manifestName, `is of the review ${manifest.review}: its folder was renamed`);
  const sums = [{ name: manifestName, sha256 }, ...manifest.files];
  const told = (await readFile(path(sumsName), 'utf8').catch(unlessMissing))?.split('\n').slice(0, -1);
  if (!told) tell(sumsName, 'is missing');
  else if (told[0] !== `${sha256}  ${manifestName}`)
    tell(manifestName, `was altered, or ${sumsName} was: they do not fit`);
  else if (told.join('\n') !== sums.map((sum) => `${sum.sha256}  ${sum.name}`).join('\n'))
    tell(sumsName, `was altered: it says otherwise than ${manifestName}`);
  for (const file of manifest.files) {
    const sum = await sumOf(path(file.name)).catch(unlessMissing);
    if (sum === undefined) tell(file.name, 'is missing');
    else if (sum !== file.sha256)
      tell(file.name, `was altered: its SHA-256 is ${sum}, and was ${file.sha256}`);
  }
  const known = new Set([manifestName, sumsName, ...manifest.files.map((file) => file.name)]);
  for (const other of await readdir(join(folder, name)))
    if (!known.has(other)) tell(other, 'was added: the manifest does not name it');
  return { manifest, sha256 };
}

/** Follows the reviews from the first on. */
function inOrder(found: readonly Review[], problems: string[]): readonly Review[] {
  const byName = new Map(found.map((review) => [review.manifest.review, review]));
  for (const { manifest } of found) {
    const { review, previous } = manifest;
    if (!previous) continue;
    const before = byName.get(previous.review);
    if (!before) problems.push(`${previous.review}: is missing; ${review} names it as the review before`);
    else if (before.sha256 !== previous.manifestSha256)
      problems.push(
        `${previous.review}/${manifestName}: was altered: its SHA-256 is ${before.sha256}, and was ${previous.manifestSha256} when ${review} was written`,
      );
  }
  const firsts = found.filter(({ manifest }) => !manifest.previous);
  if (firsts.length > 1) problems.push(`${namesOf(firsts)}: each is the first of a chain; there must be one`);
  const chain: Review[] = [];
  let next: readonly Review[] = firsts.slice(0, 1);
  while (next[0] && !chain.includes(next[0])) {
    const [at] = next;
    chain.push(at);
    next = found.filter(({ manifest }) => manifest.previous?.review === at.manifest.review);
    if (next.length > 1)
      problems.push(`${namesOf(next)}: both name ${at.manifest.review} as the review before`);
  }
  return chain;
}

function namesOf(reviews: readonly Review[]): string {
  return reviews.map(({ manifest }) => manifest.review).join(' and ');
}

function parsed(text: string): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
