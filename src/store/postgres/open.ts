import type { Database } from '../../postgres/database.ts';
import { journalsOf, type OpenStore } from '../open-store.ts';
import { PostgresStore } from './store.ts';

/**
 * Opens the store in a database that several gateways share. `tell` hears once when it cannot be used, and once when it
 * can again: answers go on without.
 */
export async function openSharedStore(
  database: Database,
  tell: (message: string) => void,
): Promise<OpenStore> {
  const store = new PostgresStore(database);
  // What fails now is tried again with each use, and the journals tell of it.
  await store.open().catch(() => {});
  return journalsOf(store, database.shown, tell);
}
