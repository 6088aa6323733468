import type { Clock } from './clock.ts';

/** Whose calls go first when tokens are short: a waiting person's before those of a background sweep. */
export type Lane = 'interactive' | 'background';

export interface Rate {
  readonly perSecond: number;
  /** Tokens in a full bucket: how many calls may start at one moment. At least 1. */
  readonly burst: number;
}

interface Waiter {
  readonly admit: () => void;
}

/**
 * A token bucket that one moment describes (the generic cell rate algorithm): in any t seconds it gives
 * at most burst + perSecond·t tokens. Who waits is served in order of arrival, interactive lane first.
 */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #toleranceMs: number;
  readonly #lanes: Readonly<Record<Lane, Set<Waiter>>> = { interactive: new Set(), background: new Set() };
  /** When the bucket will be full, if nobody takes another token. */
  #fullAtMs = Number.NEGATIVE_INFINITY;
  #alarm: AbortController | undefined;

  constructor({ perSecond, burst }: Rate, clock: Clock) {
    if (!(perSecond > 0)) throw new RangeError(`perSecond must be above 0, but got: ${perSecond}`);
    if (!(burst >= 1)) throw new RangeError(`burst must be at least 1, but got: ${burst}`);
    this.#clock = clock;
    this.#intervalMs = 1000 / perSecond;
    this.#toleranceMs = (burst - 1) * this.#intervalMs;
  }

  /** Resolves when the caller may start one call. An abort gives the place in the queue back, and no token. */
  async take(lane: Lane, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { admit: resolve };
    const queue = this.#lanes[lane];
    const abandon = (): void => {
      queue.delete(waiter);
      reject(signal.reason);
      if (this.#first() === undefined) this.#disarm();
    };
    signal.addEventListener('abort', abandon, { once: true });
    queue.add(waiter);
    this.#serve();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  /** Gives nothing for a while, then begins from an empty bucket: AWS said that its own is empty. */
  pause(ms: number): void {
    this.#fullAtMs = Math.max(this.#fullAtMs, this.#clock.now() + ms + this.#toleranceMs);
  }

  #serve(): void {
    for (let lane = this.#first(); lane !== undefined; lane = this.#first()) {
      const now = this.#clock.now();
      const nextAtMs = this.#fullAtMs - this.#toleranceMs;
      if (nextAtMs > now) return this.#arm(nextAtMs - now);
      this.#fullAtMs = Math.max(this.#fullAtMs, now) + this.#intervalMs;
      const [waiter] = lane;
      if (waiter === undefined) return;
      lane.delete(waiter);
      waiter.admit();
    }
  }

  #first(): Set<Waiter> | undefined {
    const { interactive, background } = this.#lanes;
    if (interactive.size > 0) return interactive;
    return background.size > 0 ? background : undefined;
  }

  /** One timer serves all who wait; it wakes early after a pause, and is then set again. */
  #arm(delayMs: number): void {
    if (this.#alarm !== undefined) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    void this.#clock.sleep(delayMs, alarm.signal).then(
      () => {
        if (this.#alarm === alarm) this.#alarm = undefined;
        this.#serve();
      },
      () => {
        // Disarmed: nobody waits any more, and a timer must not hold the process open.
      },
    );
  }

  #disarm(): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
  }
}
