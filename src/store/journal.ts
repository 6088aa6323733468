import {
  StoreError,
  type Batch,
  type ChangeSlice,
  type KeptExtent,
  type Log,
  type Slice,
  type StoredChange,
  type StoredExtent,
} from './store.ts';

/** Extents that arrive within this time are committed together. */
const batchMs = 20;
/** A batch has at most so many extents; the rest goes into the next. */
const batchSize = 500;
/** How often the journal looks for what others have committed. */
const followMs = 1_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

export interface JournalOptions {
  /** Receives extents from the store, kept earlier or by others, in any order. */
  readonly onExtents: (extents: readonly KeptExtent[]) => void;
  /** Told once when the store cannot be used, with the reason, and once when it can again. */
  readonly onState: (isUsable: boolean, reason?: string) => void;
}

/**
 * Commits what was read without making answers wait. While the store cannot be used, the latest of each extent waits
 * here, and is committed when it can be.
 */
export class Journal implements AsyncDisposable {
  readonly #log: Log;
  readonly #options: JournalOptions;
  readonly #extents = new Map<string, StoredExtent>();
  #changes: StoredChange[] = [];
  #dropped = new Map<string, Batch['dropped'][number]>();
  #seen = 0;
  #isUsable = true;
  #isClosed = false;
  #retryMs = firstRetryMs;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #turn: Promise<void> = Promise.resolve();

  constructor(log: Log, options: JournalOptions) {
    this.#log = log;
    this.#options = options;
  }

  /** Extents that wait to be kept. */
  get pending(): number {
    return this.#extents.size;
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** Resolves when everything in the store was handed over; where the store cannot be used, it resolves before that. */
  load(): Promise<void> {
    return this.#take();
  }

  /** Changes are told once they are kept. Rejects with a StoreError where the store cannot be used at present. */
  async changesSince(id: number): Promise<ChangeSlice> {
    await this.#take();
    return this.#log.changesSince(id);
  }

  forgetChanges(before: number): Promise<void> {
    return this.#log.forgetChanges(before);
  }

  append({ extents, changes, dropped }: Batch): void {
    for (const extent of extents) {
      // An extent that waits already moves to the end.
      this.#extents.delete(extent.key);
      this.#extents.set(extent.key, extent);
      this.#dropped.delete(extent.key);
    }
    this.#changes.push(...changes);
    for (const one of dropped) {
      this.#extents.delete(one.key);
      this.#dropped.set(one.key, one);
    }
    this.#wakeIn(this.#isUsable ? batchMs : this.#retryMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#turn;
    if (this.#isUsable) await this.#take();
  }

  #wakeIn(ms: number): void {
    const dueAt = performance.now() + ms;
    if (this.#isClosed || dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Number.POSITIVE_INFINITY;
      void this.#take();
    }, ms).unref();
  }

  /** One round at a time: takes over what others have committed, then commits what waits. */
  #take(): Promise<void> {
    return (this.#turn = this.#turn.then(async () => {
      try {
        await this.#follow();
        while (this.#extents.size + this.#changes.length + this.#dropped.size > 0) await this.#commit();
        this.#setUsable(true);
        this.#retryMs = firstRetryMs;
        this.#wakeIn(followMs);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        this.#setUsable(false, error.message);
        this.#wakeIn(this.#retryMs);
        this.#retryMs = Math.min(longestRetryMs, 2 * this.#retryMs);
      }
    }));
  }

  async #follow(): Promise<void> {
    let slice = await this.#log.since(this.#seen);
    for (;;) {
      // The next slice is read while this one is handed over.
      const next: Promise<Slice> | undefined = slice.isLast ? undefined : this.#log.since(slice.version);
      next?.catch(() => {});
      this.#seen = slice.version;
      if (slice.extents.length > 0) this.#options.onExtents(slice.extents);
      if (!next) return;
      slice = await next;
      // It was there already, mostly: others get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #commit(): Promise<void> {
    const extents = [...this.#extents.values()].slice(0, batchSize);
    const batch = { extents, changes: this.#changes, dropped: [...this.#dropped.values()] };
    this.#changes = [];
    this.#dropped = new Map();
    try {
      const { others, version } = await this.#log.commit(batch, this.#seen);
      this.#seen = version;
      for (const extent of extents)
        if (this.#extents.get(extent.key) === extent) this.#extents.delete(extent.key);
      if (others.length > 0) this.#options.onExtents(others);
    } catch (error) {
      this.#changes = [...batch.changes, ...this.#changes];
      for (const one of batch.dropped) if (!this.#extents.has(one.key)) this.#dropped.set(one.key, one);
      throw error;
    }
  }

  #setUsable(isUsable: boolean, reason?: string): void {
    if (this.#isUsable === isUsable) return;
    this.#isUsable = isUsable;
    this.#options.onState(isUsable, reason);
  }
}
