import { setImmediate } from 'node:timers/promises';
import { badInput, GatewayError } from '../../errors.ts';
import type { ExtentKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { ChangeLog } from '../../store/recent-changes.ts';
import { StoreError, type StoredChange } from '../../store/store.ts';
import { ChangesByExtent, LaterChanges } from './later-changes.ts';
import { PastMirror } from './past-mirror.ts';

/** Moments that are kept in memory, those that were asked about last. */
const mostKept = 2;
/** How long the work of bringing one back goes on before others have their turn. */
const turnMs = 5;

/** A moment as it was brought back; nothing of it once something came home that tells of it otherwise. */
interface Past<View> {
  view: Promise<View> | undefined;
  mirror: PastMirror | undefined;
}

/** What changed, once somebody asked. */
interface Loading {
  readonly all: ChangesByExtent;
  readonly loaded: Promise<void>;
  /** What came home while what was kept before is still coming. */
  waiting: StoredChange[] | undefined;
}

/**
 * The organization as it was at moments that somebody asks about. Each is brought back from what is known now and what
 * changed since, in turns, and goes on with what is read meanwhile.
 */
export class Pasts<View> {
  readonly #now: Mirror;
  readonly #log: ChangeLog;
  readonly #open: (mirror: PastMirror) => View;
  #changes: Loading | undefined;
  #forgotBefore = Number.NEGATIVE_INFINITY;
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
    const past: Past<View> = this.#kept.get(moment) ?? { view: undefined, mirror: undefined };
    this.#kept.delete(moment);
    this.#kept.set(moment, past);
    for (const other of this.#kept.keys()) if (this.#kept.size > mostKept) this.#kept.delete(other);
    try {
      return await (past.view ??= this.#bringBack(past, moment));
    } catch (error) {
      // The next question tries again.
      if (this.#kept.get(moment) === past) this.#kept.delete(moment);
      throw error;
    }
  }

  /** What came home, and what changed by it. */
  heed(key: ExtentKey, readAt: number, changes: readonly StoredChange[]): void {
    if (this.#changes?.waiting) this.#changes.waiting.push(...changes);
    else for (const change of changes) this.#changes?.all.add(change);
    this.forgetBefore(this.#log.lostUpTo);
    for (const past of this.#kept.values())
      if (past.mirror?.isTouchedBy(key, readAt, changes)) past.view = past.mirror = undefined;
  }

  /** Changes that were seen before a moment are kept no longer. */
  forgetBefore(moment: number): void {
    if (moment <= this.#forgotBefore) return;
    this.#forgotBefore = moment;
    this.#changes?.all.forget(moment);
  }

  /** Something that was heeded says something else now, or nothing: everything is brought back anew, by what is kept. */
  forget(): void {
    this.#changes = undefined;
    this.#kept.clear();
  }

  async #bringBack(past: Past<View>, moment: number): Promise<View> {
    const all = await this.#loaded();
    if (moment < this.#log.lostUpTo)
      throw badInput(
        'asOf',
        `some changes were lost that were seen up to ${text(this.#log.lostUpTo)}: give a later moment`,
      );
    const mirror = (past.mirror = new PastMirror(this.#now, new LaterChanges(all, moment), moment));
    let begunAt = performance.now();
    for (const _ of mirror.begin()) {
      if (performance.now() - begunAt < turnMs) continue;
      await setImmediate();
      begunAt = performance.now();
    }
    // Whoever asked goes on with a question of their own.
    await setImmediate();
    if (mirror.knownFrom === Number.POSITIVE_INFINITY)
      throw badInput('asOf', 'nothing has been read so far: leave it out');
    if (mirror.knownFrom > moment)
      throw badInput(
        'asOf',
        `nothing had been read by then: give a moment from ${text(mirror.knownFrom)} on`,
      );
    return this.#open(mirror);
  }

  async #loaded(): Promise<ChangesByExtent> {
    for (;;) {
      const { all, loaded } = (this.#changes ??= this.#load());
      await loaded;
      // Else it was forgotten meanwhile.
      if (this.#changes?.all === all) return all;
    }
  }

  #load(): Loading {
    const all = new ChangesByExtent();
    const loading: Loading = { all, loaded: this.#addKept(all), waiting: [] };
    loading.loaded.then(
      () => {
        for (const change of loading.waiting ?? []) all.add(change);
        loading.waiting = undefined;
      },
      () => {
        if (this.#changes === loading) this.#changes = undefined;
      },
    );
    return loading;
  }

  async #addKept(all: ChangesByExtent): Promise<void> {
    try {
      for (let [last, isLast] = [0, false]; !isLast;) {
        const slice = await this.#log.changesSince(last);
        for (const change of slice.changes) all.add(change);
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
