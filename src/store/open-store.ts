import { Journal, type JournalOptions } from './journal.ts';
import { SqliteStore } from './sqlite.ts';
import { NotAStore, StoreError, type Scope, type Store } from './store.ts';

/** The mirror of an instance, as its journal knows it. */
export type JournalMirror = Pick<JournalOptions, 'everything' | 'onDiscard' | 'onExtents'>;

/** The state of the store, for metrics. */
export interface StoreState {
  readonly isUsable: boolean;
  /** Extents that wait to be kept. */
  readonly pending: number;
  /** Changes that history lacks, since too many waited. */
  readonly lostChanges: number;
}

/** Where the mirrors of all instances outlive the process. */
export interface OpenStore extends AsyncDisposable {
  /** Whether it is of several gateways, one of which reads for all. */
  readonly isShared: boolean;
  /**
   * Opens the journal of one instance. Resolves when `onExtents` has received what the store has, if the store can be
   * used now.
   */
  journal(scope: Scope, mirror: JournalMirror): Promise<Journal>;
  state(): StoreState;
}

/**
 * Opens a file, or nothing for `memory`. `tell` hears once of each thing that is wrong with it: answers go on without.
 * Rejects with NotAStore where the file is another program's.
 */
export async function openStore(
  location: string,
  tell: (message: string) => void,
): Promise<OpenStore | undefined> {
  if (location === 'memory') return undefined;
  const store = new SqliteStore(location, tell);
  try {
    await store.open();
  } catch (error) {
    // A file that cannot be used now may be later; the journals tell of it.
    if (error instanceof StoreError && !(error instanceof NotAStore))
      return journalsOf(store, location, tell);
    await store[Symbol.asyncDispose]();
    throw error;
  }
  return journalsOf(store, location, tell);
}

/** The journals of a store, which people know by the name that is `shown`. */
export function journalsOf(
  store: Store,
  shown: string,
  tell: (message: string) => void,
  committing: Pick<JournalOptions, 'mayCommit' | 'onRoleLost'> = {},
): OpenStore {
  const journals: Journal[] = [];
  return {
    isShared: committing.mayCommit !== undefined,
    async journal(scope, mirror) {
      const onState = (isUsable: boolean, reason = '') =>
        tell(
          isUsable
            ? `The store ${shown} can be used again`
            : `The store ${shown} cannot be used (${reason}); answers go on from memory and AWS`,
        );
      const journal = new Journal(await store.log(scope), { ...committing, ...mirror, onState });
      journals.push(journal);
      await journal.load();
      return journal;
    },
    state: () => ({
      isUsable: journals.every((journal) => journal.isUsable),
      pending: journals.reduce((sum, { pending }) => sum + pending, 0),
      lostChanges: journals.reduce((sum, { lostChanges }) => sum + lostChanges, 0),
    }),
    async [Symbol.asyncDispose]() {
      for (const journal of journals) await journal[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}
