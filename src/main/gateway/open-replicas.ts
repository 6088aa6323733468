import type { Config } from '../../config/config.ts';
import type { Logger } from '../../log.ts';
import { Keyring } from '../../replicas/keys.ts';
import { openReplicas, type Replicas } from '../../replicas/replicas.ts';
import { watchedFile } from '../../viewers/watched-file.ts';
import { databaseOf } from './open-database.ts';
import { readStateKeys } from './state-keys.ts';

/** What gateways on one database share; nothing where there is one gateway, or nobody but the local person. */
export async function openSharedState(
  { store, stateKeys: file }: Pick<Config, 'store' | 'stateKeys'>,
  stands: (standing: string) => boolean,
  logger: Logger,
): Promise<Replicas | undefined> {
  // Its own connections: what people do waits for nothing that is read.
  const database = file === undefined ? undefined : await databaseOf({ store });
  if (file === undefined || !database) return undefined;
  const keys = new Keyring([]);
  const watch = await watchedFile(
    file,
    async () => {
      const read = await readStateKeys(file);
      if (read.warning !== undefined) logger.warn({ file }, read.warning);
      keys.replace(read.keys);
    },
    (error) =>
      logger.error({ file, reason: String(error) }, 'the keys cannot be taken up; what they were goes on'),
  );
  const replicas = openReplicas({
    database,
    keys,
    stands,
    unreadable: (what) =>
      logger.warn({ file, reason: what }, 'a sign-in is sealed with a key that the file does not have'),
    unexpected: (err) => logger.error({ err }, 'unexpected error while sharing sign-ins'),
  });
  return {
    ...replicas,
    async [Symbol.asyncDispose]() {
      watch[Symbol.dispose]();
      await replicas[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
