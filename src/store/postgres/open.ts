import type { Database } from '../../postgres/database.ts';
import type { Journal } from '../journal.ts';
import { journalsOf, type OpenStore } from '../open-store.ts';
import type { Fence } from './log.ts';
import { PostgresStore } from './store.ts';

/** A store that several gateways share, one of which reads from AWS for all. */
export interface SharedStore extends OpenStore {
  /** Makes the tables, or finds them. Rejects with a DatabaseError while the database is away. */
  open(): Promise<void>;
  /** Instances of which it has something. */
  instances(endpoint: string): Promise<string[]>;
  journalOf(instanceArn: string): Journal | undefined;
  /** Looks for what others have kept, at once. */
  look(): void;
  /** Lets go of what was read here and is not kept: another gateway has read since. */
  discard(): void;
}

/** What a gateway has to hold to commit. */
export interface Committing {
  /** The term in which this gateway reads for all; undefined while another does. */
  fence(): Fence | undefined;
  /** Told when a commit was refused, since another gateway reads by now. */
  lost(): void;
}

/**
 * Opens the store in a database that several gateways share. `tell` hears once when it cannot be used, and once when it
 * can again: answers go on without.
 */
export async function openSharedStore(
  database: Database,
  tell: (message: string) => void,
  committing: Committing,
): Promise<SharedStore> {
  // Whoever does not hold the role commits nothing, as whoever holds an older term.
  const none = ({ endpoint }: { readonly endpoint: string }): Fence => ({ endpoint, fence: -1 });
  const store = new PostgresStore(database, (scope) => committing.fence() ?? none(scope));
  const journals = new Map<string, Journal>();
  // What fails now is tried again with each use, and the journals tell of it.
  await store.open().catch(() => {});
  const opened = journalsOf(store, database.shown, tell, {
    mayCommit: () => committing.fence() !== undefined,
    onRoleLost: () => committing.lost(),
  });
  return {
    ...opened,
    async journal(scope, mirror) {
      const journal = await opened.journal(scope, mirror);
      journals.set(scope.instanceArn, journal);
      return journal;
    },
    open: () => store.open(),
    instances: (endpoint) => store.instances(endpoint),
    journalOf: (instanceArn) => journals.get(instanceArn),
    look() {
      for (const journal of journals.values()) journal.look();
    },
    discard() {
      for (const journal of journals.values()) journal.discard();
    },
  };
}
