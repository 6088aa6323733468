/**
 * Notices when the clock was set back: then the mirror has facts that are dated in the future. They would stay fresh,
 * and be told as of that time, until it comes; so they are forgotten, and count as never read.
 */
export class ClockWatch {
  readonly #now: () => number;
  readonly #forgetAfter: (now: number) => Promise<void>;
  #latest = Number.NEGATIVE_INFINITY;
  #forgetting: Promise<void> | undefined;

  constructor(now: () => number, forgetAfter: (now: number) => Promise<void>) {
    this.#now = now;
    this.#forgetAfter = forgetAfter;
  }

  /** Something was read at this moment, in epoch milliseconds. */
  saw(at: number): void {
    this.#latest = Math.max(this.#latest, at);
  }

  /** Before facts are looked at. Where nothing is dated in the future it costs nothing. */
  async heed(): Promise<void> {
    const now = this.#now();
    if (now < this.#latest) {
      this.#latest = now;
      this.#forgetting = this.#forgetAfter(now).finally(() => (this.#forgetting = undefined));
    }
    await this.#forgetting;
  }
}
