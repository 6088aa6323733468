import { randomBytes } from 'node:crypto';
import { openDatabase } from '../../src/postgres/database.ts';
import { Keyring } from '../../src/replicas/keys.ts';
import { openReplicas, type Replicas } from '../../src/replicas/replicas.ts';
import { hasPostgres, type PostgresServer, startPostgres } from '../postgres/server.ts';

/** What a contract is tested with: in memory, and where several processes share it. */
export const stores = hasPostgres ? ['memory', 'PostgreSQL'] : ['memory'];

export interface SharedState extends AsyncDisposable {
  readonly server: PostgresServer;
  readonly url: string;
  readonly problems: unknown[];
  /** One more replica on the same database. */
  replica(options?: {
    readonly keys?: Keyring;
    readonly stands?: (standing: string) => boolean;
  }): Promise<Replicas>;
}

/** A PostgreSQL of its own, and replicas on one database in it. */
export async function sharedState(): Promise<SharedState> {
  const made = new AsyncDisposableStack();
  const server = made.use(await startPostgres());
  const url = await server.createDatabase();
  const secret = randomBytes(32);
  const problems: unknown[] = [];
  return {
    server,
    url,
    problems,
    async replica({ keys = new Keyring([secret]), stands = () => true } = {}) {
      const database = made.use(await openDatabase(url));
      return made.use(
        openReplicas({
          database,
          keys,
          stands,
          unreadable: (what) => void problems.push(`unreadable ${what}`),
          unexpected: (error) => void problems.push(error),
        }),
      );
    },
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
}
