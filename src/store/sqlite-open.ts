import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileAt, setAside } from './set-aside.ts';
import { NotAStore } from './store.ts';

/** "ICGW" in SQLite's header says whose file it is. */
const applicationId = 0x49_43_47_57;
/** Raised with the tables; an older file is brought forward by `migrations`. */
export const latestVersion = 3;

/**
 * `extent` is the log: a row that is replaced gets the next id, so that ids are the order in which extents were kept.
 * What it tells of is known since `known_since`. `change` is history and no copy of anything: it is brought forward to
 * new versions.
 */
const schemaSql = `
  create table scope (
    id integer primary key, endpoint text not null, instance_arn text not null,
    unique (endpoint, instance_arn)
  );
  create table extent (
    id integer primary key autoincrement, scope integer not null, key text not null,
    read_at integer not null, checksum integer not null, facts text not null,
    known_since integer not null,
    unique (scope, key)
  );
  create table change (
    id integer primary key autoincrement, scope integer not null, extent text not null, fact text not null,
    before text, after text, since integer not null, read_at integer not null
  );
  create table process (pid integer primary key, started_at integer not null);
`;

/** What brings a file of each version forward to the next. */
const migrations: Readonly<Record<number, string>> = {
  1: `
    alter table extent add column known_since integer not null default 0;
    alter table extent add column same_since integer not null default 0;
    update extent set known_since = read_at, same_since = read_at;
    create table run (
      scope integer not null, key text not null, first integer not null, last integer not null,
      primary key (scope, key, first)
    ) without rowid;`,
  // Of some lists no changes were kept so far: what these were before is not known. Runs said what changes say, too.
  2: `
    update extent set known_since = read_at
      where key glob 'provisioned/*' or key glob 'unit/*' or key glob 'children/*'
        or key in ('tree', 'units', 'account-access-applications');
    drop table run;
    alter table extent drop column same_since;`,
};

export interface OpenedFile {
  readonly database: DatabaseSync;
  readonly warnings: readonly string[];
}

/**
 * Opens the file, made when missing. One that cannot be used (damaged, of another version) is set aside and begun
 * anew; one of another program, or no database at all, is left alone: `NotAStore`.
 */
export function openFile(location: string): OpenedFile {
  mkdirSync(dirname(location), { recursive: true, mode: 0o700 });
  ownerOnly(location);
  const identity = fileAt(location);
  const warnings: string[] = [];
  if ((statSync(location).mode & 0o077) !== 0)
    warnings.push(`The store ${location} can be read by others than its owner: chmod 600 ${location}`);
  try {
    const database = prepared(location);
    return { database, warnings: [...warnings, ...enter(database, location)] };
  } catch (error) {
    if (!(error instanceof Unusable) && !isDamage(error)) throw error;
    if (!looksLikeOurs(location))
      throw new NotAStore(`${location} is no store, and is left as it is: name another file for the store`);
    warnings.push(...setAside(location, identity, error));
    ownerOnly(location);
    const database = prepared(location);
    return { database, warnings: [...warnings, ...enter(database, location)] };
  }
}

/**
 * Does the beginning, damaged or not, still say SQLite, or whose database it is? Else the file is somebody's text or
 * table, named by mistake.
 */
function looksLikeOurs(location: string): boolean {
  const header = Buffer.alloc(100);
  const file = openSync(location, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  // The database file format of SQLite: 16 bytes of magic, and at 68 what `pragma application_id` has set.
  return (
    header.toString('latin1', 0, 16) === 'SQLite format 3\0' || header.readUInt32BE(68) === applicationId
  );
}

/** SQLite's messages about a file whose bytes are damaged. */
export function isDamage(error: unknown): error is Error {
  const SQLITE_CORRUPT = 11;
  const SQLITE_NOTADB = 26;
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(resultCode(error) ?? 0);
}

/** Somebody else has it. */
export function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return resultCode(error) === SQLITE_BUSY;
}

/** SQLite's primary result code. */
function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}

class Unusable extends Error {}

/** Begins a missing file: it will hold names and addresses of people, and SQLite would let everybody read them. */
function ownerOnly(location: string): void {
  closeSync(openSync(location, 'a', 0o600));
}

function prepared(location: string): DatabaseSync {
  const database = new DatabaseSync(location, { timeout: 1_000 });
  try {
    // Several gateways may create a file at the same moment: one makes the tables, and the others find them.
    database.exec('begin immediate');
    const pragma = (name: string) => pragmaOf(database, name);
    const tables = database.prepare('select name from sqlite_master').all();
    const names = new Set(tables.map(({ name }) => name));
    if (names.size === 0)
      database.exec(
        `${schemaSql}; pragma user_version = ${latestVersion}; pragma application_id = ${applicationId};
        insert into sqlite_sequence (name, seq) values ('extent', ${firstId()}), ('change', ${firstId()})`,
      );
    else if (pragma('application_id') !== applicationId) {
      // The form in which versions up to 0.1 kept their mirror.
      const isOld = ['scope', 'coverage', 'pair', 'assignment'].every((name) => names.has(name));
      if (!isOld) throw new NotAStore(`${location} is a database of another program, and is left as it is`);
      throw new Unusable('it has the form of an older version');
    } else bringForward(database, pragma('user_version'));
    database.exec('commit; pragma journal_mode = wal; pragma synchronous = normal');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function pragmaOf(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`pragma ${name}`).get()?.[name]);
}

/** Was the database made by this program? */
export function isOurs(database: DatabaseSync): boolean {
  return pragmaOf(database, 'application_id') === applicationId;
}

/**
 * Beyond all ids of a file that was in its place before, so that those who had that one open find everything in this
 * one to be new: no file gets an extent in each microsecond.
 */
export function firstId(): number {
  return Date.now() * 1_000;
}

/** Step by step to the present version. A file of a later one is no use to this program. */
function bringForward(database: DatabaseSync, from: number): void {
  for (let at = from; at !== latestVersion; at++) {
    const migration = migrations[at];
    if (migration === undefined) throw new Unusable(`its version is ${from}, not ${latestVersion}`);
    database.exec(`${migration}; pragma user_version = ${at + 1}`);
  }
}

/** Notes that this process has the file open, and tells of others that do. */
function enter(database: DatabaseSync, location: string): string[] {
  const others = runningIn(database).filter((pid) => pid !== process.pid);
  database.exec(`delete from process where pid not in (${others.join(', ')})`);
  database.prepare('insert into process (pid, started_at) values (?, ?)').run(process.pid, Date.now());
  return others.map(
    (pid) => `The store ${location} is open in process ${pid}, too: each goes on with what the other reads`,
  );
}

/** Processes that noted that they have it open, and have not ended. */
export function runningIn(database: DatabaseSync): number[] {
  const noted = database.prepare('select pid from process').all();
  return noted.map(({ pid }) => Number(pid)).filter(isRunning);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user exists, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
