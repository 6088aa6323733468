import type { ChangeSlice, KeptChange, StoredChange } from './store.ts';

/** Where changes can be looked up. */
export interface ChangeLog {
  /** Changes that were seen up to this moment may be missing, though they are not as old as what is forgotten. */
  readonly lostUpTo: number;
  /** What changed after a change's id. Rejects with a StoreError where the store cannot be used at present. */
  changesSince(id: number): Promise<ChangeSlice>;
  /** Forgets changes that were seen before a moment, in epoch milliseconds. */
  forgetChanges(before: number): Promise<void>;
}

/** More than that are not kept: the oldest go. */
const most = 100_000;
const atOnce = 2_000;

/**
 * The changes of this process alone, where there is no store. Ids are beyond those of a process before: a client may keep
 * its places in the log.
 */
export class RecentChanges implements ChangeLog {
  #changes: KeptChange[] = [];
  #last: number;
  #lostUpTo = Number.NEGATIVE_INFINITY;

  /** `last`: a test's beginning. */
  constructor(last = Date.now() * 1_000) {
    this.#last = last;
  }

  get lostUpTo(): number {
    return this.#lostUpTo;
  }

  append(changes: readonly StoredChange[]): void {
    for (const change of changes) this.#changes.push({ ...change, id: ++this.#last });
    if (this.#changes.length <= 1.1 * most) return;
    this.#lostUpTo = latestOf(this.#changes.slice(0, -most), this.#lostUpTo);
    this.#changes = this.#changes.slice(-most);
  }

  async changesSince(id: number): Promise<ChangeSlice> {
    const oldest = this.#changes[0]?.id ?? this.#last + 1;
    const start = Math.max(0, id + 1 - oldest);
    const changes = this.#changes.slice(start, start + atOnce);
    return { changes, last: changes.at(-1)?.id ?? this.#last, isLast: changes.length < atOnce, oldest };
  }

  async forgetChanges(before: number): Promise<void> {
    this.#changes = this.#changes.filter(({ readAt }) => readAt >= before);
  }
}

/** When the latest of them was seen, or `atLeast`. */
export function latestOf(changes: readonly StoredChange[], atLeast: number): number {
  return changes.reduce((latest, { readAt }) => Math.max(latest, readAt), atLeast);
}
