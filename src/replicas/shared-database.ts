import { GatewayError } from '../errors.ts';
import type { Database, Statements } from '../postgres/database.ts';
import { DatabaseError } from '../postgres/failure.ts';
import { migrate } from '../postgres/migrate.ts';
import { migrations } from './tables.ts';

/** The database with our tables in it, which are made when it is asked first. */
export class SharedDatabase implements Statements {
  readonly #database: Database;
  #made: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Rejects with STORE_UNAVAILABLE where the database cannot be asked. */
  async rows<Row = unknown>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
    return this.#asked(() => this.#database.rows<Row>(sql, values));
  }

  /** All of the work, or none of it. */
  async transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    return this.#asked(() => this.#database.transaction(work));
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      await this.#tables();
      return await ask();
    } catch (error) {
      throw error instanceof DatabaseError ? unavailable(error) : error;
    }
  }

  async #tables(): Promise<void> {
    this.#made ??= migrate(this.#database, migrations);
    try {
      await this.#made;
    } catch (error) {
      this.#made = undefined;
      throw error;
    }
  }
}

function unavailable(cause: DatabaseError): GatewayError {
  const message =
    'What the replicas of this gateway share about sign-ins is in PostgreSQL, which cannot be asked at present; ask again';
  return new GatewayError('STORE_UNAVAILABLE', message, { cause });
}
