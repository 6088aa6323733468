/** What one request cost AWS. Whoever starts calls brings the meter that they count on. */
export interface Meter {
  /** One attempt that went to AWS, a repeated one too. `operation` reads like `sso-admin:ListInstances`. */
  record(operation: string): void;
  /** One attempt that AWS refused for its rate. */
  throttled(operation: string): void;
  /**
   * Time that one call spent waiting: for a token of the budget, or between attempts. Calls wait side by side,
   * so that their sum may well be more than the time that passed.
   */
  waited(ms: number): void;
}

/** A meter that a response carries as `extensions.aws`. */
export class CallMeter implements Meter {
  readonly #byOperation = new Map<string, number>();
  #calls = 0;
  #throttled = 0;
  #waitMs = 0;

  record(operation: string): void {
    this.#calls += 1;
    this.#byOperation.set(operation, (this.#byOperation.get(operation) ?? 0) + 1);
  }

  throttled(_operation: string): void {
    this.#throttled += 1;
  }

  waited(ms: number): void {
    this.#waitMs += ms;
  }

  toJSON(): { calls: number; byOperation: Record<string, number>; throttled: number; waitMs: number } {
    return {
      calls: this.#calls,
      byOperation: Object.fromEntries(this.#byOperation),
      throttled: this.#throttled,
      waitMs: Math.round(this.#waitMs),
    };
  }
}
