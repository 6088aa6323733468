import { setImmediate } from 'node:timers/promises';
import { badInput, GatewayError } from '../../errors.ts';
import type { ExtentKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { ChangeLog } from '../../store/recent-changes.ts';
import { StoreError, type StoredChange } from '../../store/store.ts';
import { LaterChanges } from './later-changes.ts';
import { PastMirror } from './past-mirror.ts';

/** Moments that are kept in memory, those that were asked about last. */
const mostKept = 2;
/** How long the work of bringing one back goes on before others have their turn. */
const turnMs = 10;

/** A moment, and what changed after it as far as that is known. */
interface Past<View> {
  readonly moment: number;
  readonly later: LaterChanges;
  /** Everything that was kept before anybody asked about the moment is among `later`. */
  loading: Promise<void> | undefined;
  /** Undefined once something came home that tells of the moment otherwise. */
  view: Promise<View> | undefined;
  mirror: PastMirror | undefined;
}

/**
 * The organization as it was at moments that somebody asks about. Each is brought back from what is known now and what
 * changed since, in turns, and goes on with what is read meanwhile.
 */
export class Pasts<View> {
  readonly #now: Mirror;
  readonly #log: ChangeLog;
  readonly #open: (mirror: PastMirror) => View;
  /** By moment, the one that was asked about last at the end. */
  readonly #kept = new Map<number, Past<View>>();

  /** `open`: what is asked about a moment. */
  constructor(now: Mirror, log: ChangeLog, open: (mirror: PastMirror) => View) {
    this.#now = now;
    this.#log = log;
    this.#open = open;
  }

  /** Throws BAD_INPUT where nothing had been read by then. */
  async of(moment: number): Promise<View> {
    const past = this.#kept.get(moment) ?? this.#begin(moment);
    this.#kept.delete(moment);
    this.#kept.set(moment, past);
    for (const other of this.#kept.keys()) if (this.#kept.size > mostKept) this.#kept.delete(other);
    try {
      return await (past.view ??= this.#bringBack(past));
    } catch (error) {
      // The next question tries again.
      if (this.#kept.get(moment) === past) this.#kept.delete(moment);
      throw error;
    }
  }

  /** What came home, and what changed by it. */
  heed(key: ExtentKey, readAt: number, changes: readonly StoredChange[]): void {
    for (const past of this.#kept.values()) {
      for (const change of changes) past.later.add(change);
      if (past.mirror && !past.mirror.isTouchedBy(key, readAt, changes)) continue;
      if (past.mirror) past.view = past.mirror = undefined;
    }
  }

  /** What was known is known no longer. */
  forget(): void {
    this.#kept.clear();
  }

  #begin(moment: number): Past<View> {
    const later = new LaterChanges(moment);
    return { moment, later, loading: undefined, view: undefined, mirror: undefined };
  }

  async #bringBack(past: Past<View>): Promise<View> {
    await (past.loading ??= this.#load(past.later));
    const { moment } = past;
    if (moment < this.#log.lostUpTo)
      throw badInput(
        'asOf',
        `some changes were lost that were seen up to ${text(this.#log.lostUpTo)}: give a later moment`,
      );
    const mirror = (past.mirror = new PastMirror(this.#now, past.later, moment));
    let begunAt = performance.now();
    for (const _ of mirror.begin()) {
      if (performance.now() - begunAt < turnMs) continue;
      await setImmediate();
      begunAt = performance.now();
    }
    if (mirror.knownFrom === Number.POSITIVE_INFINITY)
      throw badInput('asOf', 'nothing has been read so far: leave it out');
    if (mirror.knownFrom > moment)
      throw badInput(
        'asOf',
        `nothing had been read by then: give a moment from ${text(mirror.knownFrom)} on`,
      );
    return this.#open(mirror);
  }

  async #load(later: LaterChanges): Promise<void> {
    try {
      for (let [last, isLast] = [0, false]; !isLast;) {
        const slice = await this.#log.changesSince(last);
        for (const change of slice.changes) later.add(change);
        ({ last, isLast } = slice);
        // Others have their turn, also where everything is in memory.
        if (!isLast) await setImmediate();
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const message = `asOf: the store, which has what changed since, cannot be used at present (${error.message}); ask again later`;
      throw new GatewayError('INCOMPLETE', message, { cause: error, argument: 'asOf' });
    }
  }
}

function text(moment: number): string {
  return new Date(moment).toISOString();
}
