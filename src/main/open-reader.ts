import { createAws, type Aws, type AwsOptions } from '../aws/aws.ts';
import type { Config } from '../config/config.ts';
import { Cursors } from '../reading/cursor.ts';
import { Reader } from '../reader/reader.ts';
import type { Database } from '../postgres/database.ts';
import { openStore, type OpenStore } from '../store/open-store.ts';
import { openSharedStore } from '../store/postgres/open.ts';
import { NotAStore } from '../store/store.ts';
import { databaseOf } from './open-database.ts';
import { StartupError } from './startup-error.ts';

/** AWS, mirror and reader, put together. */
export interface OpenReader {
  readonly reader: Reader;
  readonly aws: Aws;
  readonly store: OpenStore | undefined;
  /** Where several gateways share it. */
  readonly database: Database | undefined;
  close(): Promise<void>;
}

/** How old assignments may be where neither a query nor --max-age says. */
export function maxAgeMsOf({ maxAgeMs = 3_600_000 }: Pick<Config, 'maxAgeMs'>): number {
  return maxAgeMs;
}

/**
 * Cursors are good for as long as their secret: readers that share one accept each other's.
 * `warn` hears of what is wrong with the store, once of each thing.
 */
export async function openReader(
  config: Config,
  options: AwsOptions,
  cursorSecret: Uint8Array,
  warn: (message: string) => void,
): Promise<OpenReader> {
  const aws = await createAws(options);
  const database = await databaseOf(config);
  const store = await (database ? openSharedStore(database, warn) : openStore(config.store, warn)).catch(
    (error: unknown) => {
      if (!(error instanceof NotAStore)) throw error;
      throw new StartupError(`--store: ${error.message}`, { cause: error });
    },
  );
  // One for each Region: two budgets for the same limit would go beyond it.
  const elsewhere = new Map<string, Promise<Aws>>();
  const reader = new Reader({
    aws,
    awsIn(region) {
      const other = elsewhere.get(region) ?? createAws({ ...options, region });
      elsewhere.set(region, other);
      other.catch(() => elsewhere.delete(region));
      return other;
    },
    store,
    cursors: new Cursors(cursorSecret),
    historyMs: config.historyMs,
    remembersPlans: !config.without?.includes('plans'),
    maxAges: { assignmentsMs: maxAgeMsOf(config), namesMs: config.namesMaxAgeMs },
    instance: {
      ...(config.instanceArn !== undefined && { instanceArn: config.instanceArn }),
      ...(config.identityStoreId !== undefined && { identityStoreId: config.identityStoreId }),
    },
  });
  return {
    reader,
    aws,
    store,
    database,
    async close() {
      reader.close();
      aws.close();
      for (const other of elsewhere.values()) (await other).close();
      await store?.[Symbol.asyncDispose]();
      await database?.[Symbol.asyncDispose]();
    },
  };
}
