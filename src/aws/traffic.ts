/** Before anything was measured: an ordinary answer of AWS's, from not too far away. */
const firstGuessSeconds = 0.05;
/** How much the newest answer counts: the average follows the last few dozen. */
const weight = 0.05;

/** All calls of one connection to AWS, whoever made them. */
export class Traffic {
  readonly #calls = new Map<string, number>();
  readonly #throttled = new Map<string, number>();
  #latencySeconds = firstGuessSeconds;

  /** Attempts by operation, repeated ones too. */
  get calls(): ReadonlyMap<string, number> {
    return this.#calls;
  }

  /** Those of them that AWS refused for their rate. */
  get throttled(): ReadonlyMap<string, number> {
    return this.#throttled;
  }

  /** How long AWS takes to answer, on a moving average. */
  get latencySeconds(): number {
    return this.#latencySeconds;
  }

  countCall(operation: string): void {
    this.#calls.set(operation, (this.#calls.get(operation) ?? 0) + 1);
  }

  countThrottle(operation: string): void {
    this.#throttled.set(operation, (this.#throttled.get(operation) ?? 0) + 1);
  }

  answered(seconds: number): void {
    this.#latencySeconds += weight * (seconds - this.#latencySeconds);
  }
}
