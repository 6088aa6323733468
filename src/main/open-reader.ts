import { createAws, type Aws, type AwsOptions } from '../aws/aws.ts';
import type { Config } from '../config.ts';
import { MirrorStore } from '../mirror/mirror.ts';
import { Cursors } from '../reading/cursor.ts';
import { Reader } from '../reader/reader.ts';

/** AWS, mirror and reader, put together. */
export interface OpenReader {
  readonly reader: Reader;
  readonly aws: Aws;
  readonly store: MirrorStore;
  close(): Promise<void>;
}

/**
 * Cursors are good for as long as their secret: readers that share one accept each other's.
 * `warn` hears of a mirror file that had to be set aside.
 */
export async function openReader(
  config: Config,
  options: AwsOptions,
  cursorSecret: Uint8Array,
  warn: (message: string) => void,
): Promise<OpenReader> {
  const aws = await createAws(options);
  const store = new MirrorStore(config.mirror, warn);
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
    maxAges: { assignmentsMs: config.maxAgeMs, namesMs: config.namesMaxAgeMs },
    instance: {
      ...(config.instanceArn !== undefined && { instanceArn: config.instanceArn }),
      ...(config.identityStoreId !== undefined && { identityStoreId: config.identityStoreId }),
    },
  });
  return {
    reader,
    aws,
    store,
    async close() {
      reader.close();
      aws.close();
      for (const other of elsewhere.values()) (await other).close();
      await store[Symbol.asyncDispose]();
    },
  };
}
