import type { Config } from '../../config/config.ts';
import { isPostgresUrl } from '../../postgres/address.ts';
import { backUp, NotCopied, restore as restoreStore, type Copied } from '../../store/backup.ts';
import { counted } from '../export/progress.ts';
import { StartupError } from '../startup-error.ts';

/** Copies a store, which gateways may be using, into a file. */
export async function backup(config: Config): Promise<number> {
  const { store, copy } = placesOf(config);
  const copied = await refusals(() => backUp(store, copy));
  process.stdout.write(`${copy} has ${contents(copied)} of ${store}\n`);
  return 0;
}

/** Puts such a copy in the place of a store. */
export async function restore(config: Config): Promise<number> {
  const { store, copy } = placesOf(config);
  const copied = await refusals(() => restoreStore(copy, store, config.overwrite === true));
  process.stdout.write(`${store} has ${contents(copied)} of ${copy}\n`);
  return 0;
}

function placesOf({ store, copy }: Config): { readonly store: string; readonly copy: string } {
  if (store === 'memory') throw new StartupError('--store: is needed, the file that the gateway keeps');
  if (isPostgresUrl(store))
    throw new StartupError(
      '--store: a PostgreSQL database is copied with pg_dump, and restored with pg_restore',
    );
  if (copy === undefined) throw new StartupError('expected a file: history backup <file>');
  return { store, copy };
}

async function refusals(work: () => Copied | Promise<Copied>): Promise<Copied> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotCopied)) throw error;
    throw new StartupError(error.message, { cause: error });
  }
}

function contents({ extents, changes }: Copied): string {
  return `${counted(extents)} extents and ${counted(changes)} changes`;
}
