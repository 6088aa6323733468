import { latestOf } from './recent-changes.ts';
import {
  RoleLost,
  StoreError,
  type Batch,
  type ChangeSlice,
  type DroppedExtent,
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
/** While the store cannot be used, at most so many extents wait here, and so many changes. */
const mostWaiting = 10_000;
const mostChanges = 100_000;
/** How often the journal looks for what others have committed. */
const followMs = 1_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

export interface JournalOptions {
  /**
   * Receives extents from the store, kept earlier or by others, in any order, and takes its time. Answers the changes
   * between those and what waits here, of which others knew nothing, and which nobody tells else; `waiting`: the keys of
   * what waits now.
   */
  readonly onExtents: (
    extents: readonly KeptExtent[],
    waiting: () => ReadonlySet<string>,
  ) => readonly StoredChange[] | void | Promise<readonly StoredChange[] | void>;
  /** Everything that is known now: asked for once the store can be used, where more than can wait was read meanwhile. */
  readonly everything: () => Iterable<StoredExtent>;
  /** Told once when the store cannot be used, with the reason, and once when it can again. */
  readonly onState: (isUsable: boolean, reason?: string) => void;
  /** Whether what was read may be committed at present; else it waits. @default always */
  readonly mayCommit?: () => boolean;
  /** Told of extents that were read here and will not be kept: they are to be as if nobody had read them. */
  readonly onDiscard?: (keys: ReadonlySet<string>) => void;
  /** Told when a commit was refused, since another gateway reads from AWS by now. */
  readonly onRoleLost?: () => void;
}

/**
 * Commits what was read without making answers wait. While the store cannot be used, the latest of each extent waits
 * here, up to a bound, and is committed when it can be.
 */
export class Journal implements AsyncDisposable {
  readonly #log: Log;
  readonly #options: JournalOptions;
  readonly #extents = new Map<string, StoredExtent>();
  #changes: StoredChange[] = [];
  #dropped = new Map<string, DroppedExtent>();
  /** The keys of all these, as long as nothing more is read. */
  #unkeptKeys: ReadonlySet<string> | undefined;
  /** Extents that were read, were too many to wait here, and are not kept. */
  #left = 0;
  #lostChanges = 0;
  #lostUpTo = Number.NEGATIVE_INFINITY;
  #seen = 0;
  /** How far the log will go once everything that was read here is kept. */
  #place = 0;
  /** Goes up when the log is to be handed over anew: what was asked of it before says nothing then. */
  #round = 0;
  readonly #waiting = new Set<{ readonly place: number; readonly reached: () => void }>();
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
    return this.#extents.size + this.#left;
  }

  /** Changes that history lacks, since too many waited. */
  get lostChanges(): number {
    return this.#lostChanges;
  }

  /** When the latest of those was seen, in epoch milliseconds. */
  get lostUpTo(): number {
    return this.#lostUpTo;
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** How far the log goes with what was handed over, and with what waits to be kept. */
  get place(): number {
    return Math.max(this.#place, this.#seen);
  }

  /** How far the log was handed over, or kept. */
  get seen(): number {
    return this.#seen;
  }

  get mayCommit(): boolean {
    return this.#options.mayCommit?.() ?? true;
  }

  /** Looks for what others have kept at once, as where somebody has told of it. */
  look(): void {
    this.#wakeIn(0);
  }

  /** Resolves when the log was handed over, or kept, as far as a place. */
  async reaches(place: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#seen >= place) return;
    const { promise, resolve: reached, reject } = Promise.withResolvers<void>();
    const waiter = { place, reached };
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave);
    this.#waiting.add(waiter);
    try {
      await promise;
    } finally {
      this.#waiting.delete(waiter);
      signal.removeEventListener('abort', leave);
    }
  }

  /** Lets go of what waits to be kept, if anything does; then the log is handed over from its beginning. */
  discard(): void {
    if (this.#extents.size + this.#changes.length + this.#dropped.size + this.#left === 0) return;
    this.#round++;
    const keys = new Set(this.#extents.keys());
    this.#extents.clear();
    this.#changes = [];
    this.#dropped.clear();
    this.#left = 0;
    this.#seen = 0;
    this.#place = 0;
    this.#options.onDiscard?.(keys);
    this.#wakeIn(0);
  }

  /** Resolves when everything in the store was handed over; where the store cannot be used, it resolves before that. */
  load(): Promise<void> {
    return this.#take();
  }

  /** Changes are told once they are kept. Rejects with a StoreError where the store cannot be used at present. */
  async changesSince(id: number, of?: readonly string[]): Promise<ChangeSlice> {
    await this.#take();
    return this.#log.changesSince(id, of);
  }

  forgetChanges(before: number): Promise<void> {
    return this.#log.forgetChanges(before);
  }

  append({ extents, changes, dropped }: Batch): void {
    this.#place = this.place + extents.length;
    this.#unkeptKeys = undefined;
    for (const extent of extents) {
      // An extent that waits already moves to the end.
      this.#extents.delete(extent.key);
      this.#extents.set(extent.key, extent);
    }
    this.#changes.push(...changes);
    for (const one of dropped) {
      this.#extents.delete(one.key);
      this.#drop(one);
    }
    if (!this.#isUsable) this.#leaveOut();
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
        if (this.mayCommit) await this.#commitAll();
        if (this.#left > 0 && this.mayCommit) await this.#offerAgain();
        this.#setUsable(true);
        this.#retryMs = firstRetryMs;
        this.#wakeIn(followMs);
      } catch (error) {
        if (error instanceof RoleLost) {
          this.#options.onRoleLost?.();
          return this.#wakeIn(followMs);
        }
        this.#setUsable(false, reasonOf(error));
        this.#wakeIn(this.#retryMs);
        this.#retryMs = Math.min(longestRetryMs, 2 * this.#retryMs);
      }
    }));
  }

  async #follow(): Promise<void> {
    const round = this.#round;
    let slice = await this.#log.since(this.#seen);
    while (round === this.#round) {
      // The next slice is read while this one is handed over.
      const next: Promise<Slice> | undefined = slice.isLast ? undefined : this.#log.since(slice.version);
      next?.catch(() => {});
      try {
        if (slice.extents.length > 0) await this.#hand(slice.extents);
      } finally {
        if (round === this.#round) this.#seen = slice.version;
      }
      this.#tellReached();
      if (!next) return;
      slice = await next;
      // It was there already, mostly: others get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Until it was taken over, more may be read. `others`: what was on its way, and waits no more. */
  async #hand(extents: readonly KeptExtent[], others: ReadonlySet<string> = new Set()): Promise<void> {
    const round = this.#round;
    this.#unkeptKeys = undefined;
    const unkept = () => (this.#unkeptKeys ??= this.#unkept().union(others));
    const told = await this.#options.onExtents(extents, unkept);
    if (told && round === this.#round) this.#changes.push(...told);
  }

  /** Keys of what was read and is not kept, and of what changed by that. */
  #unkept(): ReadonlySet<string> {
    const changed = this.#changes.map(({ extent }) => extent);
    return new Set([...this.#extents.keys(), ...this.#dropped.keys(), ...changed]);
  }

  /** What was read first is the first that does not wait. */
  #leaveOut(): void {
    for (const key of this.#extents.keys()) {
      if (this.#extents.size <= mostWaiting) break;
      this.#extents.delete(key);
      this.#left++;
    }
    if (this.#changes.length <= mostChanges) return;
    const lost = this.#changes.splice(0, this.#changes.length - mostChanges);
    this.#lostChanges += lost.length;
    this.#lostUpTo = latestOf(lost, this.#lostUpTo);
  }

  /** What was left out is among everything that is known now; the store refuses what it has of later. */
  async #offerAgain(): Promise<void> {
    for (const extent of this.#options.everything()) {
      if (!this.#extents.has(extent.key)) this.#extents.set(extent.key, extent);
      if (this.#extents.size >= batchSize) await this.#commit();
    }
    this.#left = 0;
    await this.#commitAll();
  }

  async #commitAll(): Promise<void> {
    while (this.#extents.size + this.#changes.length + this.#dropped.size > 0) await this.#commit();
  }

  async #commit(): Promise<void> {
    const dropped = [...this.#dropped.values()];
    // What was read again is another extent than what went, and known since that read: the store lets go of the one first.
    const isInWay = dropped.some(({ key }) => this.#extents.has(key));
    const extents = isInWay ? [] : [...this.#extents.values()].slice(0, batchSize);
    const round = this.#round;
    const isAll = extents.length === this.#extents.size;
    const unkept = this.#unkept();
    const batch = { extents, changes: this.#changes, dropped, ...(isAll && { upTo: this.#place }) };
    this.#changes = [];
    this.#dropped = new Map();
    try {
      const { others, version } = await this.#log.commit(batch, this.#seen);
      if (round !== this.#round) return;
      try {
        if (others.length > 0) await this.#hand(others, unkept);
      } finally {
        if (round === this.#round) this.#seen = version;
      }
      if (round !== this.#round) return;
      for (const extent of extents)
        if (this.#extents.get(extent.key) === extent) this.#extents.delete(extent.key);
      this.#tellReached();
    } catch (error) {
      if (round !== this.#round) throw error;
      this.#changes = [...batch.changes, ...this.#changes];
      for (const one of batch.dropped) this.#drop(one);
      throw error;
    }
  }

  #tellReached(): void {
    for (const { place, reached } of this.#waiting) if (this.#seen >= place) reached();
  }

  #drop(one: DroppedExtent): void {
    const known = this.#dropped.get(one.key);
    this.#dropped.set(one.key, known ? both(known, one) : one);
  }

  #setUsable(isUsable: boolean, reason?: string): void {
    if (this.#isUsable === isUsable) return;
    this.#isUsable = isUsable;
    this.#options.onState(isUsable, reason);
  }
}

/** What one of them means, and the other. */
function both(one: DroppedExtent, other: DroppedExtent): DroppedExtent {
  const { key } = one;
  const readAt = Math.max(one.readAt, other.readAt);
  if (one.readAfter === undefined || other.readAfter === undefined) return { key, readAt };
  return { key, readAt, readAfter: Math.min(one.readAfter, other.readAfter) };
}

/** Of what the store has and nobody can take over: only what kind of error that is, as its message may quote people's data. */
function reasonOf(error: unknown): string {
  if (error instanceof StoreError) return error.message;
  return `what it has cannot be taken over: ${error instanceof Error ? error.name : typeof error}`;
}
