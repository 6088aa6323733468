import type { Config } from '../../config/config.ts';
import { isPostgresUrl } from '../../postgres/address.ts';
import { openDatabase, type Database } from '../../postgres/database.ts';

/** The PostgreSQL database that gateways share, where --store names one. It is asked first when somebody needs it. */
export async function databaseOf({ store }: Pick<Config, 'store'>): Promise<Database | undefined> {
  return isPostgresUrl(store) ? openDatabase(store) : undefined;
}
