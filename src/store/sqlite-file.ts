import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { fileAt } from './set-aside.ts';
import { openFile } from './sqlite-open.ts';
import {
  beforeAll,
  type Batch,
  type ChangeSlice,
  type Committed,
  type DroppedExtent,
  type KeptExtent,
  type Scope,
  type Slice,
  type StoredChange,
  type StoredExtent,
} from './store.ts';

/** Extents read from the file at a time: more take more memory, and hold up others for longer. */
const sliceSize = 1_000;
const changesAtOnce = 2_000;

/** A row whose checksum does not match: it is damaged. */
export class DamagedRow extends Error {}

interface ExtentRow {
  readonly id: number;
  readonly key: string;
  readonly readAt: number;
  readonly checksum: number;
  readonly facts: string;
  readonly knownSince: number;
}

interface KnownRow {
  readonly read_at: number;
  readonly known_since: number;
}

interface ChangeRow {
  readonly id: number;
  readonly extent: string;
  readonly fact: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly since: number;
  readonly read_at: number;
}

/** One SQLite file with the logs of all its scopes. Its methods are synchronous, and block their caller. */
export class SqliteFile {
  readonly #database: DatabaseSync;
  readonly #location: string;
  /** Which file it is, wherever that is now. */
  readonly identity: string | undefined;
  readonly #statements = new Map<string, StatementSync>();

  /** Gives the file, and what there is to say about it. */
  static open(location: string): { readonly file: SqliteFile; readonly warnings: readonly string[] } {
    const { database, warnings } = openFile(location);
    return { file: new SqliteFile(database, location), warnings };
  }

  private constructor(database: DatabaseSync, location: string) {
    this.#database = database;
    this.#location = location;
    this.identity = fileAt(location);
  }

  /**
   * Is it still the file that whoever comes next will find? Another process may have set it aside, or somebody moved or
   * deleted it: what is written to it then is lost.
   */
  get isInPlace(): boolean {
    return this.identity !== undefined && fileAt(this.#location) === this.identity;
  }

  scopeOf({ endpoint, instanceArn }: Scope): number {
    const insert = 'insert into scope (endpoint, instance_arn) values (?, ?) on conflict do nothing';
    const select = 'select id from scope where endpoint = ? and instance_arn = ?';
    const found = this.#prepare(select).get(endpoint, instanceArn);
    if (found) return Number(found['id']);
    this.#prepare(insert).run(endpoint, instanceArn);
    return Number(this.#prepare(select).get(endpoint, instanceArn)?.['id']);
  }

  since(scope: number, version: number): Slice {
    const from = version <= this.#last() ? version : 0;
    const extents = this.#after(scope, from, Number.MAX_SAFE_INTEGER, sliceSize);
    const last = extents.at(-1)?.id ?? from;
    return { extents: extents.map(checked), version: last, isLast: extents.length < sliceSize };
  }

  commit(scope: number, { extents, changes, dropped }: Batch, seen: number): Committed {
    return this.#transaction(() => {
      const first = this.#last();
      const others =
        seen === first ? [] : this.#after(scope, seen < first ? seen : 0, first, -1).map(checked);
      const refused = extents.filter((extent) => !this.#put(scope, extent)).map(({ key }) => key);
      for (const one of dropped) this.#drop(scope, one);
      for (const change of changes) this.#record(scope, change);
      return { others, version: first + extents.length - refused.length, refused };
    });
  }

  changesSince(scope: number, id: number, of?: readonly string[]): ChangeSlice {
    // First: others may keep changes between the two.
    const selectEnds = `select coalesce((select min(id) from change where scope = ?), seq + 1) as oldest, seq
      from sqlite_sequence where name = 'change'`;
    const ends = this.#prepare(selectEnds).get(scope);
    const oldest = Number(ends?.['oldest'] ?? 1);
    const isOf = of ? `and (${of.map(() => 'instr(extent, ?) = 1').join(' or ')})` : '';
    const select = `select id, extent, fact, before, after, since, read_at
      from change where +scope = ? and id > ? ${isOf} order by id limit ?`;
    // The cast: the columns just named.
    const rows = this.#prepare(select).all(scope, id, ...(of ?? []), changesAtOnce) as unknown as ChangeRow[];
    const changes = rows.map(({ before, after, read_at: readAt, ...row }) => ({
      ...row,
      before: before ?? undefined,
      after: after ?? undefined,
      readAt,
    }));
    const isLast = rows.length < changesAtOnce;
    // No later change has an id up to that: who has seen all that there is stands there, also where there is nothing.
    const last = isLast ? Math.max(id, Number(ends?.['seq'] ?? 0)) : (rows.at(-1)?.id ?? id);
    return { changes, last, isLast, oldest };
  }

  forgetChanges(scope: number, before: number): void {
    this.#prepare('delete from change where scope = ? and read_at < ?').run(scope, before);
  }

  close(): void {
    try {
      this.#database.exec(`delete from process where pid = ${process.pid}`);
    } finally {
      // Also where nothing can be written, such as in a damaged file: else its handles stay open.
      this.#database.close();
    }
  }

  /** The id of the extent that was kept last. A version beyond it is of another file, which was here before. */
  #last(): number {
    const select = "select coalesce(max(seq), 0) as last from sqlite_sequence where name = 'extent'";
    return Number(this.#prepare(select).get()?.['last']);
  }

  #after(scope: number, version: number, upTo: number, limit: number): ExtentRow[] {
    // By id, not by the index of scopes: that would be read whole, and sorted, for each slice.
    const select = `select id, key, read_at as readAt, checksum, facts, known_since as knownSince from extent
      where +scope = ? and id > ? and id <= ? order by id limit ?`;
    // The cast: the columns just named.
    return this.#prepare(select).all(scope, version, upTo, limit) as unknown as ExtentRow[];
  }

  #put(scope: number, extent: StoredExtent): boolean {
    const { key, readAt, facts } = extent;
    const select = 'select read_at, known_since from extent where scope = ? and key = ?';
    // The cast: the columns just named.
    const known = this.#prepare(select).get(scope, key) as unknown as KnownRow | undefined;
    if (known && known.read_at > readAt) return false;
    const knownSince = Math.min(extent.knownSince ?? readAt, known?.known_since ?? readAt);
    // A row that is replaced gets the next id: ids are the order in which extents were kept.
    this.#prepare(
      'insert or replace into extent (scope, key, read_at, checksum, facts, known_since) values (?, ?, ?, ?, ?, ?)',
    ).run(scope, key, readAt, checksumOf(extent), facts, knownSince);
    return true;
  }

  #drop(scope: number, { key, readAt, readAfter = beforeAll }: DroppedExtent): void {
    const gone = 'delete from extent where scope = ? and key = ? and read_at <= ? and read_at > ?';
    this.#prepare(gone).run(scope, key, readAt, readAfter);
  }

  #record(scope: number, { extent, fact, before, after, since, readAt }: StoredChange): void {
    this.#prepare(
      'insert into change (scope, extent, fact, before, after, since, read_at) values (?, ?, ?, ?, ?, ?, ?)',
    ).run(scope, extent, fact, before ?? null, after ?? null, since, readAt);
  }

  #transaction<T>(work: () => T): T {
    this.#database.exec('begin immediate');
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Throws where an extent is not as it was written. */
export function checkExtents(database: DatabaseSync): void {
  // A version 1 has no column known_since, which is no part of the sum.
  const rows = database
    .prepare('select key, read_at as readAt, checksum, facts, 0 as knownSince, id from extent')
    .iterate();
  // The cast: the columns just named.
  for (const row of rows) checked(row as unknown as ExtentRow);
}

function checksumOf({ key, readAt, facts }: StoredExtent): number {
  return crc32(`${key}\n${readAt}\n${facts}`);
}

function checked(row: ExtentRow): KeptExtent {
  const { key, readAt, facts, knownSince } = row;
  if (checksumOf(row) !== row.checksum) throw new DamagedRow(`what it has of ${key} is damaged`);
  return { key, readAt, facts, knownSince };
}
