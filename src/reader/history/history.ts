import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { StoreError } from '../../store/store.ts';
import type { ChangeLog } from '../../store/recent-changes.ts';
import type { Change, Subject } from './change.ts';
import { Fold } from './fold.ts';
import type { ChangeOf, Place } from './kept-changes.ts';
import type { Named } from './last-names.ts';
import { redatingBy } from './set-back.ts';
import { thingOf } from './things.ts';

/** How often somebody who follows looks whether others have kept changes. */
const followMs = 1_000;
const everyHour = 3_600_000;

/** What changed in one instance, as far as it is kept. It is loaded when it is first asked for. */
export class History {
  readonly #log: Omit<ChangeLog, 'lostUpTo'>;
  readonly #keptMs: number;
  readonly #now: () => number;
  readonly #confirmedNow: () => number | undefined;
  #forgotAt = Number.NEGATIVE_INFINITY;
  readonly #fold = new Fold();
  #last = 0;
  #oldest = 1;
  #look: Promise<void> | undefined;
  #isLoaded = false;
  readonly #followers = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * `keptMs`: how long changes are kept. `confirmedNow`: the time by another clock; while it does not tell any, nothing
   * is forgotten. @default the same clock
   */
  constructor(
    log: Omit<ChangeLog, 'lostUpTo'>,
    keptMs: number,
    now: () => number,
    confirmedNow: () => number | undefined = now,
  ) {
    this.#log = log;
    this.#keptMs = keptMs;
    this.#now = now;
    this.#confirmedNow = confirmedNow;
  }

  /** The newest that were seen before a place, newest first. */
  before(place: Place, limit: number): Change[] {
    return this.#fold.changes.before(place, limit);
  }

  /** Was everything that is kept looked at once? */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** The id of the newest difference that was looked at. */
  get last(): number {
    return this.#last;
  }

  /** What a thing was called when a change was told last that has its name. */
  nameOf(named: Named): string | undefined {
    return this.#fold.nameOf(named);
  }

  /** When a thing came or went last, by a moment. */
  latestOf(thing: Subject, by = Number.POSITIVE_INFINITY): ChangeOf | undefined {
    return this.#fold.latestOf(thing, by);
  }

  /** Changes after an id, in the order of keeping. */
  after(id: number, limit: number): Change[] {
    return this.#fold.changes.after(id, limit);
  }

  /** Is everything after this id still kept? */
  reaches(id: number): boolean {
    return id + 1 >= this.#oldest;
  }

  /**
   * Tells this log, up to an id, from another one with the same ids, as of a database that was restored from an older
   * copy: by the last change up to there. Empty where none is kept.
   */
  markAt(id: number): string {
    const last = this.#fold.changes.lastUpTo(id);
    if (!last) return '';
    const text = `${last.id} ${last.readAt} ${last.kind} ${thingOf(last.subject)}`;
    return hash('sha256', text, 'base64url').slice(0, 12);
  }

  /** Takes over what was kept since the last look; however many wait, it is one. Answers why it could not. */
  async catchUp(): Promise<string | undefined> {
    try {
      await (this.#look ??= this.#takeOver().finally(() => (this.#look = undefined)));
      return undefined;
    } catch (error) {
      if (error instanceof StoreError) return error.message;
      throw error;
    }
  }

  /** Calls back after each look that found something, until it is disposed of. One timer looks for all who follow. */
  follow(onChange: () => void): Disposable {
    this.#followers.add(onChange);
    this.#timer ??= setInterval(() => void this.catchUp(), followMs).unref();
    return {
      [Symbol.dispose]: () => {
        this.#followers.delete(onChange);
        if (this.#followers.size > 0) return;
        clearInterval(this.#timer);
        this.#timer = undefined;
      },
    };
  }

  /** Is anything kept at all? */
  get isKept(): boolean {
    return this.#keptMs > 0;
  }

  /** Changes that were seen before are forgotten. */
  get keptFrom(): number {
    return this.#now() - this.#keptMs;
  }

  /**
   * Forgets, in the background and every hour at the most, what is older than what is to be kept. Answers up to which
   * moment, where it does. A clock that runs ahead alone forgets nothing: no other copy brings it back.
   */
  forgetOld(): number | undefined {
    const confirmed = this.#confirmedNow();
    if (confirmed === undefined || !Number.isFinite(this.#keptMs)) return undefined;
    const now = Math.min(this.#now(), confirmed);
    if (now - this.#forgotAt < everyHour) return undefined;
    this.#forgotAt = now;
    const before = now - this.#keptMs;
    this.#fold.forget(before);
    this.#log.forgetChanges(before).catch((error: unknown) => {
      // The store tells of it itself; the next time it is tried again.
      if (!(error instanceof StoreError)) throw error;
    });
    return before;
  }

  async #takeOver(): Promise<void> {
    for (const _ of this.#fold.letGo()) await setImmediate();
    const before = this.#fold.changes.size;
    for (let isLast = false; !isLast;) {
      const slice = await this.#log.changesSince(this.#last);
      for (const kept of slice.changes) {
        const redated = redatingBy(kept);
        if (redated) this.#fold.redate(redated);
        this.#fold.add(kept);
      }
      ({ isLast, last: this.#last, oldest: this.#oldest } = slice);
      // Others have their turn, also where everything is in memory.
      if (!isLast) await setImmediate();
    }
    this.#isLoaded = true;
    if (this.#fold.changes.size > before) for (const follower of this.#followers) follower();
  }
}
