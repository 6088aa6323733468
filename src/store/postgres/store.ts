import type { Database } from '../../postgres/database.ts';
import { migrate } from '../../postgres/migrate.ts';
import type { Log, Scope, Store } from '../store.ts';
import { PostgresLog, type Fence } from './log.ts';
import { migrations } from './schema.ts';

/** Keeps everything in a PostgreSQL database, which its opener closes. */
export class PostgresStore implements Store {
  readonly #database: Database;
  readonly #fence: (scope: Scope) => Fence | undefined;
  #isMade: Promise<void> | undefined;

  /** `fence`: what whoever commits has to hold. @default nothing */
  constructor(database: Database, fence: (scope: Scope) => Fence | undefined = () => undefined) {
    this.#database = database;
    this.#fence = fence;
  }

  /** Makes the tables, or brings them forward, where they are not what this program needs. */
  async open(): Promise<void> {
    this.#isMade ??= migrate(this.#database, migrations);
    await this.#isMade.catch((error: unknown) => {
      this.#isMade = undefined;
      throw error;
    });
  }

  async log(scope: Scope): Promise<Log> {
    return new PostgresLog(this.#database, scope, {
      open: () => this.open(),
      fence: () => this.#fence(scope),
    });
  }

  /** Instances of which the store has something. */
  async instances(endpoint: string): Promise<string[]> {
    const sql = 'select instance_arn from gateway_store.scope where endpoint = $1 and version > 0';
    const rows = await this.#database.rows<{ instance_arn: string }>(sql, [endpoint]);
    return rows.map(({ instance_arn: arn }) => arn);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
