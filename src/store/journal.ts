import { StoreError, type Batch, type Log, type StoredChange, type StoredExtent } from './store.ts';

/** What is read in this time is kept together. */
const batchMs = 20;
/** More than so many extents go in the next batch. */
const batchSize = 500;
/** As often it looks for what others have kept. */
const followMs = 1_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

export interface JournalOptions {
  /** What the store has, of earlier and of others, in any order. */
  readonly onExtents: (extents: readonly StoredExtent[]) => void;
  /** Told once when the store cannot be used, with the reason, and once when it can again. */
  readonly onState: (isUsable: boolean, reason?: string) => void;
}

/**
 * Keeps what was read behind the answers: nobody waits for it. While the store cannot be used, the latest of each
 * extent waits here, and goes in when it can.
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

  /** Ends once everything was given that the store has; where it cannot be used, that comes later. */
  load(): Promise<void> {
    return this.#take();
  }

  append({ extents, changes, dropped }: Batch): void {
    for (const extent of extents) {
      // Of extents that wait, the latest comes last.
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

  /** One at a time: takes what others have kept, then gives what waits. */
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
    for (;;) {
      const { extents, version, isLast } = await this.#log.since(this.#seen);
      this.#seen = version;
      if (extents.length > 0) this.#options.onExtents(extents);
      if (isLast) return;
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
