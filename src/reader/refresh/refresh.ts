import { setTimeout as delay } from 'node:timers/promises';
import { wasLately } from '../../reading/lately.ts';
import type { Facts } from '../facts/facts.ts';
import { Backlog, type Ageing, type MayReach } from './backlog.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';

export interface RefreshOptions extends MayReach {
  /** A read failed in a way that was not told of since everything was due last. It is tried again later. */
  readonly onFailure: (error: unknown) => void;
  /** The organization has grown too large to be kept that young. Told again only if it was not, meanwhile. */
  readonly onTooSlow: (pace: Pace) => void;
  /** Waits; rejects when the signal aborts. @default Node's timers */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** What it takes to keep an organization young, as far as it is known. */
export interface Pace {
  /** Calls that read everything once. */
  readonly calls: number;
  /** What they take in the background lane. */
  readonly seconds: number;
  /** What they may take. */
  readonly everySeconds: number;
}

/** Extents are read again at this part of the age that they may reach; the rest is for what comes in between. */
const dueAge = 0.8;
/** The steady pace is a little faster than needed, so that extents do not become due all at once. */
const roundAge = 0.75;
/** How many extents are read side by side while more are due: the background lane decides how fast they go. */
const burst = 16;
const usualNapMs = 1_000;
/** How often, at least, the refresh looks at what has changed. */
const longestNapMs = 60_000;
/** The pause after a step in which everything failed, doubled each time, up to the limit. */
const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

/**
 * Keeps the coverage of a whole instance young in the background, what is oldest first. Nothing waits until it is due:
 * one after the other is read again at a steady pace, so that a first reading in one go does not come back as such.
 */
export class Refresh {
  readonly #facts: Facts;
  readonly #options: RefreshOptions;
  readonly #backlog: Backlog;
  readonly #toldAt = new Map<string, number>();
  #isTooSlow = false;

  constructor(facts: Facts, options: RefreshOptions) {
    this.#facts = facts;
    this.#options = options;
    this.#backlog = new Backlog(facts, options);
  }

  /** The pace for all that is known of the organization by now; nothing is read for it. */
  pace(): Pace {
    const calls = this.#backlog.calls();
    return {
      calls: [...calls.values()].reduce((sum, count) => sum + count, 0),
      seconds: this.#facts.source.aws.forecastSeconds(calls, 'background'),
      everySeconds: this.#options.everyMs / 1000,
    };
  }

  /** Reads until the signal aborts, and then ends without an error. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.#run(background(signal));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #run(scope: ReadScope): Promise<void> {
    const { now } = this.#facts;
    const { sleep = (ms, signal) => delay(ms, undefined, { signal }) } = this.#options;
    let spacingMs = this.#spacingMs();
    let spacedAt = now();
    let steppedAt = now();
    let pauseMs = firstPauseMs;
    for (;;) {
      if (now() - spacedAt >= longestNapMs) {
        spacingMs = this.#spacingMs();
        spacedAt = now();
      }
      this.#facts.heedClock();
      steppedAt = Math.min(steppedAt, now());
      spacedAt = Math.min(spacedAt, now());
      const oldest = this.#backlog.oldest(burst);
      const due = oldest.filter(({ age }) => age >= dueAge);
      const hadTurn = Math.floor((now() - steppedAt) / spacingMs);
      const chosen = due.length > 0 ? due : oldest.slice(0, hadTurn);
      if (chosen.length === 0) {
        const ms = Math.max(usualNapMs, steppedAt + spacingMs - now());
        await sleep(Math.min(longestNapMs, ms), scope.signal);
      } else {
        steppedAt = due.length > 0 ? now() : steppedAt + chosen.length * spacingMs;
        const areRead = await sideBySide(chosen, (one) => this.#read(one, scope), scope);
        if (areRead.includes(true)) pauseMs = firstPauseMs;
        else {
          await sleep(pauseMs, scope.signal);
          pauseMs = Math.min(longestPauseMs, 2 * pauseMs);
        }
      }
      scope.signal.throwIfAborted();
    }
  }

  /** Milliseconds between two reads, so that everything had its turn by the time it is due. */
  #spacingMs(): number {
    const pace = this.pace();
    const isTooSlow = pace.seconds > pace.everySeconds;
    if (isTooSlow && !this.#isTooSlow) this.#options.onTooSlow(pace);
    this.#isTooSlow = isTooSlow;
    return (this.#options.everyMs * roundAge) / Math.max(1, pace.calls);
  }

  /** Reads one extent; false when it could not be read. */
  async #read({ extent, readAt }: Ageing, scope: ReadScope): Promise<boolean> {
    const { reads } = this.#facts;
    try {
      // A read that began since then will do: another question may have asked for it.
      const { error } = await reads.ensure(extent, readAt === undefined ? 0 : readAt + 1, scope);
      if (error) throw error;
      this.#backlog.succeeded(extent);
      return true;
    } catch (error) {
      scope.signal.throwIfAborted();
      this.#backlog.failed(extent);
      this.#tell(error);
      return false;
    }
  }

  #tell(error: unknown): void {
    const { now } = this.#facts;
    const { everyMs, onFailure } = this.#options;
    const kind = kindOf(error);
    if (wasLately(this.#toldAt.get(kind) ?? Number.NEGATIVE_INFINITY, everyMs, now())) return;
    this.#toldAt.set(kind, now());
    onFailure(error);
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { operation, code } = error as { operation?: unknown; code?: unknown }; // as GatewayErrors have them
  return `${error.name} ${String(operation)} ${String(code)}`;
}

/** Nobody waits for these reads, and none of them is part of an answer. */
function background(signal: AbortSignal): ReadScope {
  const meter = { record() {}, throttled() {}, waiting: (wait: Promise<void>) => wait };
  return { signal, deadline: new AbortController().signal, meter, lane: 'background', client: 'refresh' };
}
