import { AwsClock } from '../../aws/aws-clock.ts';
import { createAws, type Aws, type AwsOptions } from '../../aws/aws.ts';
import { Cluster } from '../../cluster/cluster.ts';
import type { Config } from '../../config/config.ts';
import { Cursors } from '../../reading/cursor.ts';
import { Reader } from '../../reader/reader.ts';
import type { Database } from '../../postgres/database.ts';
import { openStore, type OpenStore } from '../../store/open-store.ts';
import { openSharedStore } from '../../store/postgres/open.ts';
import { NotAStore } from '../../store/store.ts';
import { databaseOf } from './open-database.ts';
import { messageOf, StartupError } from '../startup-error.ts';

/** AWS, mirror and reader, put together. */
export interface OpenReader {
  readonly reader: Reader;
  readonly aws: Aws;
  readonly store: OpenStore | undefined;
  /** Where several gateways share it. */
  readonly database: Database | undefined;
  /** What this gateway is to the others there. */
  readonly cluster: Cluster | undefined;
  close(): Promise<void>;
}

/** How old assignments may be where neither a query nor --max-age says. */
export function maxAgeMsOf({ maxAgeMs = 3_600_000 }: Pick<Config, 'maxAgeMs'>): number {
  return maxAgeMs;
}

/**
 * Cursors are good for as long as their secret: readers that share one accept each other's.
 * `warn` hears of what is wrong with the store, once of each thing,
 * and `unexpected` of bugs that no answer tells of.
 */
export async function openReader(
  config: Config,
  options: AwsOptions,
  cursorSecret: Uint8Array,
  warn: (message: string) => void,
  unexpected: (error: unknown) => void = () => {},
): Promise<OpenReader> {
  const database = await databaseOf(config);
  const paced = { ...options, ...(database && { mayCall: () => cluster?.mayCall() }) };
  const aws = await createAws(paced);
  const cluster: Cluster | undefined = database && new Cluster(database, aws.endpoint);
  const shared = database && cluster && (await openSharedStore(database, warn, cluster));
  const store = shared ?? (await openOwnStore(config, warn));
  // One for each Region: two budgets for the same limit would go beyond it.
  const elsewhere = new Map<string, Promise<Aws>>();
  const awsClock = new AwsClock();
  const reader = new Reader({
    aws,
    awsIn(region) {
      const other = elsewhere.get(region) ?? createAws({ ...paced, region });
      elsewhere.set(region, other);
      other.catch(() => elsewhere.delete(region));
      return other;
    },
    store,
    place: cluster,
    now: cluster?.now,
    followedTo: cluster && (() => cluster.followedTo),
    cursors: new Cursors(cursorSecret),
    historyMs: config.historyMs,
    confirmedNow: () => awsClock.now(),
    remembersPlans: !config.without?.includes('plans'),
    maxAges: { assignmentsMs: maxAgeMsOf(config), namesMs: config.namesMaxAgeMs },
    instance: {
      ...(config.instanceArn !== undefined && { instanceArn: config.instanceArn }),
      ...(config.identityStoreId !== undefined && { identityStoreId: config.identityStoreId }),
    },
  });
  if (shared)
    cluster?.begin({
      reader,
      store: shared,
      emptyBuckets() {
        aws.emptyBuckets();
        for (const other of elsewhere.values()) void other.then((opened) => opened.emptyBuckets());
      },
      unreachable: (error) => warn(`the database cannot be used, and is tried again: ${messageOf(error)}`),
      unexpected,
    });
  return {
    reader,
    aws,
    store,
    database,
    cluster,
    async close() {
      reader.close();
      awsClock[Symbol.dispose]();
      aws.close();
      for (const other of elsewhere.values()) (await other).close();
      // What was read is kept before the role goes to another.
      await store?.[Symbol.asyncDispose]();
      await cluster?.[Symbol.asyncDispose]();
      await database?.[Symbol.asyncDispose]();
    },
  };
}

async function openOwnStore(
  { store }: Pick<Config, 'store'>,
  warn: (message: string) => void,
): Promise<OpenStore | undefined> {
  try {
    return await openStore(store, warn);
  } catch (error) {
    if (!(error instanceof NotAStore)) throw error;
    throw new StartupError(`--store: ${error.message}`, { cause: error });
  }
}
