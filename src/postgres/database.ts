import type { Client, Pool, PoolClient, PoolConfig, types } from 'pg';
import { addressOf, type Address } from './address.ts';
import { databaseError, type DatabaseError } from './failure.ts';

/** Asks the database, in SQL. */
export interface Statements {
  /** The rows that one statement gives: `$1` stands for the first value. Integers of 8 bytes come as numbers. */
  rows<Row = unknown>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface WorkOptions {
  /** What each statement may take, and each wait for a lock. @default 5 seconds */
  readonly timeoutMs?: number;
}

/**
 * A PostgreSQL database. Everything happens in transactions and leaves nothing in a connection, so that a pool of
 * connections may stand in between (PgBouncer in transaction mode). Rejects with a DatabaseError where it cannot be asked.
 */
export interface Database extends AsyncDisposable {
  /** For people and logs, without user and password. */
  readonly shown: string;
  /** One statement, in a transaction of its own. */
  rows<Row = unknown>(sql: string, values?: readonly unknown[], options?: WorkOptions): Promise<Row[]>;
  /** All of the work, or none of it. Whoever asks for several things at once saves the way there and back. */
  transaction<T>(work: (statements: Statements) => Promise<T>, options?: WorkOptions): Promise<T>;
  /** A connection of its own, for who has to keep one, such as to listen. Its owner ends it. */
  connect(): Promise<Client>;
}

const statementMs = 5_000;
const connectMs = 5_000;
/** The statement's own time-out comes first; this one is for a connection that is dead. */
const graceMs = 1_000;
/** A process that stopped in the middle of its work lets go of what it has locked. */
const idleMs = 1_500;
const connections = 5;

/** PostgreSQL's number of the type `bigint`: what we keep in it are milliseconds and counts, far below 2^53. */
const int8 = 20;

/** What we use of `pg`. */
interface Library {
  readonly Client: typeof Client;
  readonly Pool: typeof Pool;
  readonly types: typeof types;
}

/** Opens nothing yet: that happens when the database is asked first, and again whenever it was away. */
export async function openDatabase(url: string): Promise<Database> {
  const address = await addressOf(url);
  return new PostgresDatabase(address, await import('pg'));
}

class PostgresDatabase implements Database {
  readonly shown: string;
  readonly #address: Address;
  readonly #pg: Library;
  #isPlain = false;
  #pool: Pool;

  constructor(address: Address, pg: Library) {
    this.shown = address.shown;
    this.#address = address;
    this.#pg = pg;
    this.#pool = this.#newPool();
  }

  /** Goes there and back once. */
  rows<Row>(sql: string, values?: readonly unknown[], { timeoutMs = statementMs }: WorkOptions = {}) {
    return this.#with(timeoutMs, async (statements) => {
      const answers = [
        statements.rows(beginSql(timeoutMs)),
        statements.rows<Row>(sql, values),
        statements.rows('commit'),
      ];
      const [, rows = []] = await Promise.all(answers);
      // The cast: the answer in the middle.
      return rows as Row[];
    });
  }

  transaction<T>(
    work: (statements: Statements) => Promise<T>,
    { timeoutMs = statementMs }: WorkOptions = {},
  ): Promise<T> {
    return this.#with(timeoutMs, async (statements) => {
      const begun = statements.rows(beginSql(timeoutMs));
      const [result] = await Promise.all([work(statements), begun]);
      await statements.rows('commit');
      return result;
    });
  }

  async connect(): Promise<Client> {
    const client = new this.#pg.Client(this.#config());
    // Without a listener an error of an idle connection would end the process.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (this.#goPlain(error)) return this.connect();
      throw databaseError(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
  }

  async #with<T>(timeoutMs: number, work: (statements: Statements) => Promise<T>): Promise<T> {
    const client = await this.#client();
    let failure: DatabaseError | undefined;
    const rows = async <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> => {
      try {
        // @types/pg does not know that a single query may have a time-out.
        const query = { text, values: [...values], query_timeout: timeoutMs + graceMs };
        // The cast: who writes the statement knows its columns.
        return (await client.query(query)).rows as Row[];
      } catch (error) {
        throw (failure ??= databaseError(error));
      }
    };
    try {
      const result = await work({ rows });
      client.release();
      return result;
    } catch (error) {
      // Whatever it was, such as a server that has become read-only: the next one asks over a new connection.
      client.release(true);
      // What was asked for together fails together: the first says why.
      throw failure ?? error;
    }
  }

  async #client(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      if (this.#goPlain(error)) return this.#client();
      throw databaseError(error);
    }
  }

  /** The server has no TLS, and may be without. */
  #goPlain(error: unknown): boolean {
    const isWithoutTls = error instanceof Error && error.message.includes('does not support SSL');
    if (!isWithoutTls || !this.#address.mayBePlain) return false;
    if (!this.#isPlain) {
      this.#isPlain = true;
      void this.#pool.end();
      this.#pool = this.#newPool();
    }
    return true;
  }

  #newPool(): Pool {
    const pool = new this.#pg.Pool({ ...this.#config(), max: connections, idleTimeoutMillis: 30_000 });
    // An idle connection that breaks is replaced when it is needed.
    pool.on('error', () => {});
    // One that breaks while it is in use fails its statements; without a listener it would end the process.
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  }

  #config(): PoolConfig & { readonly pipeline: boolean } {
    return {
      application_name: 'identity-center-gateway',
      ...this.#address.connection,
      ...(this.#isPlain && { ssl: false }),
      connectionTimeoutMillis: connectMs,
      allowExitOnIdle: true,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      pipeline: true,
      types: {
        getTypeParser: (oid, format) => (oid === int8 ? Number : this.#pg.types.getTypeParser(oid, format)),
      },
    };
  }
}

/** Set for the transaction alone: a setting of the connection would meet whoever gets it next from a pool in between. */
function beginSql(timeoutMs: number): string {
  const ms = Math.ceil(timeoutMs);
  return `begin; set local statement_timeout = ${ms}; set local lock_timeout = ${ms};
    set local idle_in_transaction_session_timeout = ${idleMs}`;
}
