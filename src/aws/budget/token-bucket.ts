import type { Clock } from './clock.ts';
import { Flow } from './flow.ts';
import type { Lane, Turns } from './turns.ts';
import { WaitingLine } from './waiting-line.ts';

export interface Rate {
  readonly perSecond: number;
  /** Tokens in a full bucket: how many calls may start at one moment. At least 1. */
  readonly burst: number;
}

/** A bucket at one moment. */
export interface BucketState {
  readonly perSecond: number;
  /** Calls that could start now. */
  readonly tokens: number;
  readonly waiting: Readonly<Record<Lane, number>>;
  /** How long all who were served or gave up have waited. */
  readonly waitedSeconds: Readonly<Record<Lane, number>>;
}

interface Waiter {
  readonly turns: Turns;
  readonly sinceMs: number;
  readonly admit: (lane: Lane) => void;
  /** Removes the waiter's listeners. */
  readonly stop: () => void;
}

/** A timer that fires late loses its token for good when there is room for only one. */
const backgroundBurst = 2;
const nobody: Readonly<Record<Lane, number>> = { interactive: 0, background: 0 };
/** What sums of fractions may be off by, in tokens. */
const rounding = 1e-6;

/**
 * A token bucket that a few counts describe (the generic cell rate algorithm, in tokens instead of time): in any t
 * seconds it gives at most burst + perSecond·t tokens.
 *
 * Interactive calls go first. Background calls take only tokens that would run over, and at most their share of them:
 * they leave the bucket one token short of full, and so delay whoever comes next by one call at most.
 */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #flow: Flow;
  readonly #burst: number;
  /** How many tokens flow for each one that the background lane may take. */
  readonly #tokensForBackground: number;
  readonly #lanes: Readonly<Record<Lane, WaitingLine<Waiter>>> = {
    interactive: new WaitingLine(),
    background: new WaitingLine(),
  };
  readonly #waiting = new Set<Waiter>();
  readonly #waitedMs = { interactive: 0, background: 0 };
  /** The flow's count with which the bucket will be full, if nobody takes another token. */
  #fullAt = Number.NEGATIVE_INFINITY;
  /** The flow's count with which the background lane's share will be full, if nobody takes another token. */
  #shareFullAt = Number.NEGATIVE_INFINITY;
  #alarm: { readonly atMs: number; readonly controller: AbortController } | undefined;

  /** `backgroundShare`: the most that the background lane gets of the rate, above 0 up to 1. */
  constructor({ perSecond, burst }: Rate, clock: Clock, backgroundShare = 1 / 3) {
    if (!(perSecond > 0)) throw new RangeError(`perSecond must be above 0, but got: ${perSecond}`);
    if (!(burst >= 1)) throw new RangeError(`burst must be at least 1, but got: ${burst}`);
    if (!(backgroundShare > 0 && backgroundShare <= 1))
      throw new RangeError(`backgroundShare must be above 0 and at most 1, but got: ${backgroundShare}`);
    this.#clock = clock;
    this.#flow = new Flow(perSecond, clock.now());
    this.#burst = burst;
    this.#tokensForBackground = 1 / backgroundShare;
  }

  /** Resolves when the caller may start one call. An abort gives the place or the token back. */
  async take(turns: Turns, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Lane>();
    const abandon = (): void => {
      this.#leave(waiter, turns.lane);
      reject(signal.reason);
      if (this.#waiting.size === 0) this.#disarm();
    };
    const unwatch = turns.watch((joined) => {
      this.#lanes[joined.lane].add(joined, waiter);
      this.#serve();
    });
    const stop = (): void => {
      unwatch();
      signal.removeEventListener('abort', abandon);
    };
    const waiter: Waiter = { turns, sinceMs: this.#clock.now(), admit: resolve, stop };
    signal.addEventListener('abort', abandon);
    this.#waiting.add(waiter);
    for (const turn of turns.all) this.#lanes[turn.lane].add(turn, waiter);
    this.#serve();
    const lane = await promise;
    if (!signal.aborted) return;
    this.#giveBack(lane);
    throw signal.reason;
  }

  /** AWS throttled a call: no tokens are given for a while, and then at half the rate. */
  throttled(pauseMs: number): void {
    const now = this.#clock.now();
    this.#flow.throttle(pauseMs, now);
    this.#fullAt = this.#flow.tokens(now) + this.#burst;
  }

  /** Takes all tokens: somebody else may have used them. */
  empty(): void {
    this.#fullAt = this.#flow.tokens(this.#clock.now()) + this.#burst;
  }

  /** How long so many calls would wait now, behind all who wait in their lane or before it. Takes nothing. */
  secondsFor(calls: number, lane: Lane): number {
    const now = this.#clock.now();
    const ahead = this.#waitingByLane();
    ahead[lane] += calls - 1;
    const due = this.#dueAt(lane, now, ahead);
    return this.#flow.msUntil(due, now) / 1000;
  }

  state(): BucketState {
    const now = this.#clock.now();
    const missing = Math.max(0, this.#fullAt - this.#flow.tokens(now));
    const { interactive, background } = this.#waitedMs;
    return {
      perSecond: this.#flow.perSecond(now),
      tokens: Math.max(0, Math.floor(this.#burst - missing + rounding)),
      waiting: this.#waitingByLane(),
      waitedSeconds: { interactive: interactive / 1000, background: background / 1000 },
    };
  }

  #serve(): void {
    for (let lane = this.#nextLane(); lane !== undefined; lane = this.#nextLane()) {
      const now = this.#clock.now();
      const due = this.#dueAt(lane, now);
      if (due > this.#flow.tokens(now) + rounding) return this.#arm(now + this.#flow.msUntil(due, now));
      this.#book(lane, now);
      const waiter = this.#lanes[lane].next();
      if (waiter === undefined) return;
      this.#leave(waiter, lane);
      waiter.admit(lane);
    }
  }

  #nextLane(): Lane | undefined {
    const { interactive, background } = this.#lanes;
    if (!interactive.isEmpty) return 'interactive';
    return background.isEmpty ? undefined : 'background';
  }

  /** The flow's count with which a call of the lane may start, after those `ahead` that start as soon as they may. */
  #dueAt(lane: Lane, now: number, ahead = nobody): number {
    const full = Math.max(this.#fullAt, this.#flow.tokens(now)) + ahead.interactive;
    if (lane === 'interactive') return full - (this.#burst - 1);
    const shareFull = Math.max(this.#shareFullAt, full);
    const inShare = shareFull + (ahead.background - (backgroundBurst - 1)) * this.#tokensForBackground;
    return Math.max(full + ahead.background, inShare);
  }

  #book(lane: Lane, now: number): void {
    const flowed = this.#flow.tokens(now);
    this.#fullAt = Math.max(this.#fullAt, flowed) + 1;
    if (lane === 'background')
      this.#shareFullAt = Math.max(this.#shareFullAt, flowed) + this.#tokensForBackground;
  }

  #giveBack(lane: Lane): void {
    this.#fullAt -= 1;
    if (lane === 'background') this.#shareFullAt -= this.#tokensForBackground;
    this.#disarm();
    this.#serve();
  }

  /** Takes the waiter out of every line in which it stands. */
  #leave(waiter: Waiter, lane: Lane): void {
    waiter.stop();
    this.#waiting.delete(waiter);
    this.#waitedMs[lane] += this.#clock.now() - waiter.sinceMs;
    for (const turn of waiter.turns.all) this.#lanes[turn.lane].remove(turn, waiter);
  }

  #waitingByLane(): Record<Lane, number> {
    const waiting = { interactive: 0, background: 0 };
    for (const { turns } of this.#waiting) waiting[turns.lane] += 1;
    return waiting;
  }

  /** One timer serves all who wait, and is set again when it wakes early, as it does after a throttle. */
  #arm(atMs: number): void {
    if (this.#alarm !== undefined && this.#alarm.atMs <= atMs) return;
    this.#disarm();
    const controller = new AbortController();
    const alarm = { atMs, controller };
    this.#alarm = alarm;
    void this.#clock.sleep(atMs - this.#clock.now(), controller.signal).then(
      () => {
        if (this.#alarm !== alarm) return;
        this.#alarm = undefined;
        this.#serve();
      },
      () => {
        // Disarmed: nobody waits any more, and a timer must not hold the process open.
      },
    );
  }

  #disarm(): void {
    this.#alarm?.controller.abort();
    this.#alarm = undefined;
  }
}
