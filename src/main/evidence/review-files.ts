import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Value } from '../export/rows/columns.ts';
import { csv } from '../export/format/csv.ts';
import type { Format } from '../export/format/format.ts';
import { jsonLines } from '../export/format/json-lines.ts';
import { xlsx } from '../export/format/xlsx.ts';
import { manifestName, manifestText, sumsName, type Manifest } from './manifest.ts';

/** What a folder that is being written is called before it is whole. */
export const unfinished = '.unfinished-';

/** A file of a review, with the SHA-256 of what was written into it. */
class HashedFile {
  readonly #handle: FileHandle;
  readonly #name: string;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  static async open(folder: string, name: string): Promise<HashedFile> {
    return new HashedFile(await open(join(folder, name), 'wx', 0o600), name);
  }

  private constructor(handle: FileHandle, name: string) {
    this.#handle = handle;
    this.#name = name;
  }

  async write(text: string, encoding: BufferEncoding = 'utf8'): Promise<void> {
    const bytes = Buffer.from(text, encoding);
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    await this.#handle.writeFile(bytes);
  }

  /** When this resolves it is on the disk. */
  async end(): Promise<Manifest['files'][number]> {
    await this.#handle.sync();
    await this.#handle.close();
    return { name: this.#name, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

/** The same rows in each form. */
export interface Sheet {
  write(records: readonly Readonly<Record<string, Value>>[]): Promise<void>;
}

/**
 * The files of one review. They are written into a folder of another name, which gets its own once everything is on the
 * disk: a review is whole, or it is not there.
 */
export class ReviewFiles implements AsyncDisposable {
  readonly #parent: string;
  readonly #folder: string;
  readonly #open: [Format, HashedFile][] = [];
  #isWhole = false;

  static async begin(parent: string, review: string): Promise<ReviewFiles> {
    const files = new ReviewFiles(parent, `${unfinished}${review}-${process.pid}`);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await mkdir(files.#folder, { mode: 0o700 });
    return files;
  }

  private constructor(parent: string, folder: string) {
    this.#parent = parent;
    this.#folder = join(parent, folder);
  }

  /** `title`: of the sheet of the workbook. */
  async sheet(name: string, title: string, columns: readonly string[], instanceArn: string): Promise<Sheet> {
    const formats: readonly [string, Format][] = [
      ['csv', csv(columns)],
      ['xlsx', xlsx(columns, title)],
      ['jsonl', jsonLines(columns)],
    ];
    const files: [Format, HashedFile][] = [];
    for (const [extension, format] of formats) {
      const file = await HashedFile.open(this.#folder, `${name}.${extension}`);
      await file.write(format.begin(instanceArn), format.encoding);
      files.push([format, file]);
    }
    this.#open.push(...files);
    return {
      async write(records) {
        for (const [format, file] of files) await file.write(format.rows(records), format.encoding);
      },
    };
  }

  /** Ends every sheet. */
  async end(): Promise<Manifest['files']> {
    const ended: Manifest['files'] = [];
    for (const [format, file] of this.#open.splice(0)) {
      await file.write(format.end?.() ?? '', format.encoding);
      ended.push(await file.end());
    }
    return ended;
  }

  /** Adds the manifest, and gives the folder the review's name. Answers the SHA-256 of the manifest. */
  async seal(manifest: Manifest): Promise<string> {
    const own = await HashedFile.open(this.#folder, manifestName);
    await own.write(manifestText(manifest));
    const { sha256 } = await own.end();
    const sums = await HashedFile.open(this.#folder, sumsName);
    const lines = [{ name: manifestName, sha256 }, ...manifest.files];
    await sums.write(lines.map((line) => `${line.sha256}  ${line.name}\n`).join(''));
    await sums.end();
    await syncFolder(this.#folder);
    await rename(this.#folder, join(this.#parent, manifest.review));
    this.#isWhole = true;
    await syncFolder(this.#parent);
    return sha256;
  }

  /** What was not sealed is of no use. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isWhole) return;
    for (const [, file] of this.#open) await file.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Names of files are on the disk when their folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
