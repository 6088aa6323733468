import { systemClock, type Clock } from '../budget/clock.ts';

/** What one request cost AWS. Whoever starts calls brings the meter that they count on. */
export interface Meter {
  /** One attempt that went to AWS, a repeated one too. `operation` reads like `sso-admin:ListInstances`. */
  record(operation: string): void;
  /** One attempt that AWS refused for its rate. */
  throttled(operation: string): void;
  /** What one call waits for: a token of the budget, or its next attempt. Settles as `wait` does. */
  waiting(wait: Promise<void>): Promise<void>;
}

/** A meter that a response carries as `extensions.aws`. */
export class CallMeter implements Meter {
  readonly #clock: Clock;
  readonly #byOperation = new Map<string, number>();
  #calls = 0;
  #throttled = 0;
  #waitMs = 0;
  #waiters = 0;
  #waitingSince = 0;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  record(operation: string): void {
    this.#calls += 1;
    this.#byOperation.set(operation, (this.#byOperation.get(operation) ?? 0) + 1);
  }

  throttled(_operation: string): void {
    this.#throttled += 1;
  }

  async waiting(wait: Promise<void>): Promise<void> {
    this.#waiters += 1;
    if (this.#waiters === 1) this.#waitingSince = this.#clock.now();
    try {
      await wait;
    } finally {
      this.#waiters -= 1;
      if (this.#waiters === 0) this.#waitMs += this.#clock.now() - this.#waitingSince;
    }
  }

  /**
   * `waitMs` is time on the clock while any call waited, also one that still does. Calls wait side by side: their
   * sum would be more than the response took.
   */
  toJSON(): { calls: number; byOperation: Record<string, number>; throttled: number; waitMs: number } {
    const waitingMs = this.#waiters > 0 ? this.#clock.now() - this.#waitingSince : 0;
    return {
      calls: this.#calls,
      byOperation: Object.fromEntries(this.#byOperation),
      throttled: this.#throttled,
      waitMs: Math.round(this.#waitMs + waitingMs),
    };
  }
}
