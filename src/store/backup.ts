import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { DamagedRow, checkExtents } from './sqlite-file.ts';
import { firstId, isBusy, isDamage, isOurs, latestVersion, runningIn } from './sqlite-open.ts';

/** Why a file was not copied: what is wrong, and with which file. Nothing was changed. */
export class NotCopied extends Error {}

/** What a copy has. */
export interface Copied {
  readonly extents: number;
  readonly changes: number;
}

/** All at once: pages that others write between two steps would begin the copy anew, and a busy file never end. */
const allPages = 2 ** 31 - 1;
const patienceMs = 10_000;

/** Copies a store that others may be using into a file that there is not yet. */
export async function backUp(location: string, file: string): Promise<Copied> {
  if (!existsSync(location)) throw new NotCopied(`${location} does not exist`);
  if (existsSync(file)) throw new NotCopied(`${file} exists; name a file that does not`);
  const part = begun(file);
  try {
    const source = new DatabaseSync(location, { timeout: patienceMs });
    try {
      checkOurs(source, location);
      await backup(source, part, { rate: allPages });
    } finally {
      source.close();
    }
    const copied = finished(part, (copy) => copy.exec('delete from process'));
    renameSync(part, file);
    return copied;
  } catch (error) {
    throw inWords(error, location);
  } finally {
    rmSync(part, { force: true });
  }
}

/** Puts a backup in the place of a store that nobody has open; of one that there is already only with `overwrite`. */
export function restore(file: string, location: string, overwrite: boolean): Copied {
  if (!existsSync(file)) throw new NotCopied(`${file} does not exist`);
  const part = begun(location);
  try {
    copyFileSync(file, part);
    const copied = finished(part, (copy) => {
      copy.exec('delete from process');
      farFromOld(copy);
    });
    using _ = held(location, overwrite);
    for (const suffix of ['-wal', '-shm']) rmSync(location + suffix, { force: true });
    renameSync(part, location);
    return copied;
  } catch (error) {
    throw inWords(error, file);
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(part + suffix, { force: true });
  }
}

/** An empty file beside the one that is to be, for its owner only. */
function begun(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.unfinished-${process.pid}`;
  closeSync(openSync(part, 'w', 0o600));
  return part;
}

/** Checks a copy, makes it one file, and has it on the disk. */
function finished(part: string, change: (copy: DatabaseSync) => void): Copied {
  const copy = new DatabaseSync(part);
  let copied: Copied;
  try {
    checkOurs(copy, undefined);
    checkWhole(copy);
    copy.exec('pragma journal_mode = delete');
    change(copy);
    const count = (table: string) => Number(copy.prepare(`select count(*) as n from ${table}`).get()?.['n']);
    copied = { extents: count('extent'), changes: count('change') };
  } finally {
    copy.close();
  }
  const handle = openSync(part, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  return copied;
}

/** `location`: as it is called in errors; undefined of a copy. */
function checkOurs(database: DatabaseSync, location: string | undefined): void {
  const name = location ?? 'it';
  if (!isOurs(database)) throw new NotCopied(`${name} is no store of this program`);
  const version = Number(database.prepare('pragma user_version').get()?.['user_version']);
  if (version > latestVersion)
    throw new NotCopied(`${name} is of a later version of this program: ${version}, not ${latestVersion}`);
}

function checkWhole(database: DatabaseSync): void {
  const [first] = database.prepare('pragma integrity_check').all();
  const told = String(first?.['integrity_check']);
  if (told !== 'ok') throw new NotCopied(`it is damaged: ${told}`);
  checkExtents(database);
}

/**
 * Clients keep places in the log of changes. Those that come next get ids beyond all that the file in its place had, or
 * a client would take them for what it has seen.
 */
function farFromOld(database: DatabaseSync): void {
  const seq = firstId();
  const { changes } = database
    .prepare("update sqlite_sequence set seq = max(seq, ?) where name = 'change'")
    .run(seq);
  if (changes === 0)
    database.prepare("insert into sqlite_sequence (name, seq) values ('change', ?)").run(seq);
}

/** Holds a store's place: nobody has it open, and nobody writes to it until this is disposed of. */
function held(location: string, overwrite: boolean): Disposable {
  const size = statSync(location, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return { [Symbol.dispose]: () => {} };
  if (!overwrite) throw new NotCopied(`${location} exists; give --overwrite to replace it with what it has`);
  const old = new DatabaseSync(location, { timeout: 1_000 });
  try {
    if (!isOurs(old)) throw new NotCopied(`${location} is no store of this program, and is left as it is`);
    const pids = runningIn(old).filter((pid) => pid !== process.pid);
    if (pids.length > 0) throw inUse(location, ` by process ${pids.join(' and ')}`);
    // Which takes that nobody else has it open, whatever process it is, and on whatever machine.
    old.exec('pragma journal_mode = delete; begin exclusive');
  } catch (error) {
    if (isBusy(error)) {
      old.close();
      throw inUse(location, '');
    }
    // What is damaged has nobody's history any more.
    if (!isDamage(error)) {
      old.close();
      throw error;
    }
  }
  return { [Symbol.dispose]: () => old.close() };
}

function inUse(location: string, by: string): NotCopied {
  return new NotCopied(`${location} is in use${by}; stop the gateway first`);
}

/** SQLite's and our own words about a damaged file. */
function inWords(error: unknown, file: string): unknown {
  if (error instanceof NotCopied) return new NotCopied(error.message.replace(/^it /, `${file} `));
  if (error instanceof DamagedRow || isDamage(error))
    return new NotCopied(`${file} cannot be used: ${error.message}`);
  return error;
}
