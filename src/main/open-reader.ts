import { createAws, type Aws, type AwsOptions } from '../aws/aws.ts';
import type { Config } from '../config.ts';
import { MirrorStore } from '../mirror/mirror.ts';
import { Cursors } from '../reader/cursor.ts';
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
  const elsewhere: Aws[] = [];
  const reader = new Reader({
    aws,
    async awsIn(region) {
      const other = await createAws({ ...options, region });
      elsewhere.push(other);
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
      for (const connection of [aws, ...elsewhere]) connection.close();
      await store[Symbol.asyncDispose]();
    },
  };
}
