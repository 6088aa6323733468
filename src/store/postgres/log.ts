import { createHash } from 'node:crypto';
import type { Database, Statements } from '../../postgres/database.ts';
import {
  RoleLost,
  StoreError,
  beforeAll,
  type Batch,
  type ChangeSlice,
  type Committed,
  type KeptChange,
  type KeptExtent,
  type Log,
  type Scope,
  type Slice,
  type StoredChange,
} from '../store.ts';
import { keepExtentsSql, dropExtentsSql, keepChangesSql } from './log-sql.ts';
import { channel } from './schema.ts';

/** Extents read at a time: the way to the database and back takes longer than to a file. */
const sliceSize = 5_000;
const changesAtOnce = 2_000;
/** A slice, or a batch, may have the list of all users in it. */
const options = { timeoutMs: 30_000 };

/** Who may commit: the replica that holds the reading role of an endpoint, by the number of its term. */
export interface Fence {
  readonly endpoint: string;
  readonly fence: number;
}

/** The log of one scope in PostgreSQL. */
export class PostgresLog implements Log {
  readonly #database: Database;
  readonly #scope: Scope;
  readonly #open: () => Promise<void>;
  readonly #fence: () => Fence | undefined;
  #id: number | undefined;

  /** `open` makes the tables; `fence` is what a commit has to hold: without one anybody may commit. */
  constructor(
    database: Database,
    scope: Scope,
    { open, fence }: { readonly open: () => Promise<void>; readonly fence: () => Fence | undefined },
  ) {
    this.#database = database;
    this.#scope = scope;
    this.#open = open;
    this.#fence = fence;
  }

  async since(version: number): Promise<Slice> {
    const id = await this.#scopeId();
    // One statement sees one moment: how far the log goes, and what it has up to there.
    const sql = `select scope.version as last, e.id, e.key, e.read_at, e.facts, e.known_since
      from gateway_store.scope left join lateral (
        select * from gateway_store.extent
        where extent.scope = scope.id and extent.id > case when $2 <= scope.version then $2::bigint else 0 end
        order by extent.id limit ${sliceSize}
      ) e on true
      where scope.id = $1 order by e.id`;
    const rows = await this.#asked(() => this.#database.rows<LoadedRow>(sql, [id, version], options));
    const last = rows[0]?.last;
    if (last === undefined) throw this.#lost();
    const extents = rows.filter(isExtent).map(toExtent);
    const isLast = extents.length < sliceSize;
    return { extents, version: isLast ? last : (rows.at(-1)?.id ?? last), isLast };
  }

  async commit(batch: Batch, seen: number): Promise<Committed> {
    const id = await this.#scopeId();
    const committed = await this.#asked(() =>
      this.#database.transaction((statements) => this.#keep(statements, id, batch, seen), options),
    );
    // In a transaction of its own: with the commit it would hold up all others of the database.
    this.#database.rows('select pg_notify($1, $2)', [channel, `log ${id}`]).catch(() => {});
    return committed;
  }

  async changesSince(after: number, of: readonly string[] | null = null): Promise<ChangeSlice> {
    const id = await this.#scopeId();
    const [rows, ends] = await this.#asked(() =>
      this.#database.transaction(async (statements) => {
        await statements.rows('set transaction isolation level repeatable read');
        return Promise.all([
          statements.rows<ChangeRow>(
            `select id, extent, fact, before, after, since, read_at from gateway_store.change
              where scope = $1 and id > $2 and ($3::text[] is null
                or exists (select from unnest($3::text[]) as beginning where starts_with(extent, beginning)))
              order by id limit ${changesAtOnce}`,
            [id, after, of],
          ),
          statements.rows<{ oldest: number }>(
            `select coalesce((select min(id) from gateway_store.change where scope = $1), last_change + 1) as oldest
              from gateway_store.scope where id = $1`,
            [id],
          ),
        ]);
      }, options),
    );
    const changes = rows.map(toChange);
    const isLast = rows.length < changesAtOnce;
    return { changes, last: rows.at(-1)?.id ?? after, isLast, oldest: ends[0]?.oldest ?? 1 };
  }

  async forgetChanges(before: number): Promise<void> {
    const id = await this.#scopeId();
    const sql = 'delete from gateway_store.change where scope = $1 and read_at < $2';
    await this.#asked(() => this.#database.rows(sql, [id, before], options));
  }

  async #keep(statements: Statements, id: number, batch: Batch, seen: number): Promise<Committed> {
    const { extents, changes, dropped, upTo = 0 } = batch;
    const [scopes] = await Promise.all([
      // The log has one order: commits wait for each other here.
      statements.rows<{ version: number; last_change: number }>(
        'select version, last_change from gateway_store.scope where id = $1 for update',
        [id],
      ),
      this.#checkFence(statements),
    ]);
    const [scope] = scopes;
    if (!scope) throw this.#lost();
    const first = scope.version;
    const nothing: Promise<never[]> = Promise.resolve([]);
    const version = Math.max(upTo, first + extents.length);
    const [others, kept] = await Promise.all([
      seen === first ? nothing : this.#after(statements, id, seen < first ? seen : 0),
      extents.length === 0
        ? nothing
        : statements.rows<{ key: string }>(keepExtentsSql, [
            id,
            first,
            extents.map(({ key }) => digestOf(key)),
            extents.map(({ key }) => key),
            extents.map(({ readAt }) => readAt),
            extents.map(({ facts }) => facts),
            extents.map(({ readAt, knownSince = readAt }) => Math.min(readAt, knownSince)),
          ]),
      dropped.length === 0
        ? nothing
        : statements.rows(dropExtentsSql, [
            id,
            dropped.map(({ key }) => digestOf(key)),
            dropped.map(({ readAt }) => readAt),
            dropped.map(({ readAfter = beforeAll }) => readAfter),
          ]),
      changes.length === 0
        ? nothing
        : statements.rows(keepChangesSql, [id, scope.last_change, ...columnsOf(changes)]),
      statements.rows('update gateway_store.scope set version = $2, last_change = $3 where id = $1', [
        id,
        version,
        scope.last_change + changes.length,
      ]),
    ]);
    const keys = new Set(kept.map(({ key }) => key));
    return { others, version, refused: extents.map(({ key }) => key).filter((key) => !keys.has(key)) };
  }

  /** Nobody can take the role before this transaction has ended. */
  async #checkFence(statements: Statements): Promise<void> {
    const fence = this.#fence();
    if (!fence) return;
    const held = await statements.rows(
      `select 1 from gateway_store.reader
        where endpoint = $1 and fence = $2 and expires_at > clock_timestamp() for share`,
      [fence.endpoint, fence.fence],
    );
    if (held.length === 0) throw new RoleLost('another gateway reads from AWS by now');
  }

  async #after(statements: Statements, id: number, version: number): Promise<KeptExtent[]> {
    const sql = `select id, key, read_at, facts, known_since from gateway_store.extent
      where scope = $1 and id > $2 order by id`;
    return (await statements.rows<ExtentRow>(sql, [id, version])).map(toExtent);
  }

  async #scopeId(): Promise<number> {
    if (this.#id !== undefined) return this.#id;
    const { endpoint, instanceArn } = this.#scope;
    const select = 'select id from gateway_store.scope where endpoint = $1 and instance_arn = $2';
    const [found] = await this.#asked(() =>
      this.#database.transaction(async (statements) => {
        const known = await statements.rows<{ id: number }>(select, [endpoint, instanceArn]);
        if (known.length > 0) return known;
        const insert = `insert into gateway_store.scope (endpoint, instance_arn) values ($1, $2) on conflict do nothing`;
        await statements.rows(insert, [endpoint, instanceArn]);
        return statements.rows<{ id: number }>(select, [endpoint, instanceArn]);
      }),
    );
    if (!found) throw this.#lost();
    return (this.#id = found.id);
  }

  /** As after the database was put back to an earlier state: the next question finds out anew. */
  #lost(): StoreError {
    this.#id = undefined;
    return new StoreError('it does not know the instance any more');
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      await this.#open();
      return await ask();
    } catch (error) {
      if (error instanceof StoreError || !(error instanceof Error)) throw error;
      throw new StoreError(error.message, { cause: error });
    }
  }
}

interface ExtentRow {
  readonly id: number;
  readonly key: string;
  readonly read_at: number;
  readonly facts: string;
  readonly known_since: number;
}

type LoadedRow = { readonly last: number } & (ExtentRow | { readonly id: null });

interface ChangeRow {
  readonly id: number;
  readonly extent: string;
  readonly fact: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly since: number;
  readonly read_at: number;
}

function isExtent(row: LoadedRow): row is { readonly last: number } & ExtentRow {
  return row.id !== null;
}

function toExtent({ key, read_at: readAt, facts, known_since: knownSince }: ExtentRow): KeptExtent {
  return { key, readAt, facts, knownSince };
}

function toChange({ before, after, read_at: readAt, ...row }: ChangeRow): KeptChange {
  return { ...row, before: before ?? undefined, after: after ?? undefined, readAt };
}

function columnsOf(changes: readonly StoredChange[]): unknown[] {
  return [
    changes.map(({ extent }) => extent),
    changes.map(({ fact }) => fact),
    changes.map(({ before }) => before ?? null),
    changes.map(({ after }) => after ?? null),
    changes.map(({ since }) => since),
    changes.map(({ readAt }) => readAt),
  ];
}

/** 16 bytes: no two keys have the same. */
function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest().subarray(0, 16);
}
