import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteDialect, sql, type RawBuilder } from 'kysely';
import { schemaSql, schemaVersion, type Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/**
 * Opens the mirror's database: a file, made when missing, or `memory`.
 * A file that cannot be used (damaged, of another version) is renamed beside itself, reported, and begun anew.
 */
export function openDatabase(location: string, warn: (message: string) => void): Database {
  if (location === 'memory') return kyselyOver(prepared(':memory:'));
  mkdirSync(dirname(location), { recursive: true, mode: 0o700 });
  ownerOnly(location);
  try {
    return kyselyOver(prepared(location));
  } catch (error) {
    if (!(error instanceof UnusableMirror) && !isNotADatabase(error)) throw error;
    const aside = setAside(location);
    warn(
      `The mirror ${location} cannot be used (${error.message}); it was set aside as ${aside} and is read anew`,
    );
    ownerOnly(location);
    return kyselyOver(prepared(location));
  }
}

/** Begins a missing file: it will hold names and addresses of people, and SQLite would let everybody read them. */
function ownerOnly(location: string): void {
  closeSync(openSync(location, 'a', 0o600));
}

/** `column in (…)` for any number of values, as one parameter, so that the statement's text stays the same. */
export function isIn(column: string, values: readonly (string | number)[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}

class UnusableMirror extends Error {}

function isNotADatabase(error: unknown): error is Error {
  const SQLITE_CORRUPT = 11;
  const SQLITE_NOTADB = 26;
  return (
    error instanceof Error &&
    'errcode' in error &&
    [SQLITE_CORRUPT, SQLITE_NOTADB].includes(Number(error.errcode) & 0xff)
  );
}

function prepared(location: string): DatabaseSync {
  // Another gateway may have the same file open, and write.
  const database = new DatabaseSync(location, { timeout: 5_000 });
  try {
    // Of gateways that begin a file together one makes the tables, and the others find them.
    database.exec('begin immediate');
    const version = database.prepare('pragma user_version').get()?.['user_version'];
    const isEmpty = database.prepare('select 1 from sqlite_master limit 1').get() === undefined;
    if (isEmpty) database.exec(`${schemaSql}; pragma user_version = ${schemaVersion}`);
    else if (version !== schemaVersion)
      throw new UnusableMirror(`its version is ${String(version)}, not ${schemaVersion}`);
    database.exec('commit; pragma journal_mode = wal; pragma synchronous = normal');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function setAside(location: string): string {
  let aside = `${location}.set-aside`;
  for (let n = 2; existsSync(aside); n++) aside = `${location}.set-aside-${n}`;
  renameSync(location, aside);
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(location + suffix)) renameSync(location + suffix, aside + suffix);
  return aside;
}

/** Kysely's SQLite dialect over Node's own driver, which differs in spread parameters and in telling readers apart. */
function kyselyOver(database: DatabaseSync): Database {
  const statements = new Map<string, ReturnType<typeof adapt>>();
  const prepare = (text: string) => {
    let statement = statements.get(text);
    if (!statement) {
      statement = adapt(database.prepare(text));
      statements.set(text, statement);
      // Statements whose text varies with the number of rows must not pile up.
      if (statements.size > 500) statements.delete(statements.keys().next().value ?? text);
    }
    return statement;
  };
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database: { prepare, close: () => database.close() } }),
  });
}

function adapt(statement: StatementSync) {
  // Kysely types parameters as unknown; what reaches them here is what the queries of this folder bind.
  const bind = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...bind(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...bind(parameters)),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...bind(parameters)),
  };
}
