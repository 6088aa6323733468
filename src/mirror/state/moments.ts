/** Beyond these, nothing is said of the oldest. */
const mostSeconds = 50_000;

/** When what is known was read, to the second: between two of these moments nothing becomes too old. */
export class Moments {
  /** In order, each once. One whose facts were read again since stays. */
  readonly #seconds: number[] = [];
  #forgottenTo = Number.NEGATIVE_INFINITY;

  add(readAt: number): void {
    const second = Math.floor(readAt / 1_000);
    if (second <= this.#forgottenTo) return;
    // Mostly it is the last one, or a later one.
    const at = second > (this.#seconds.at(-1) ?? -1) ? this.#seconds.length : this.#placeOf(second);
    if (this.#seconds[at] === second) return;
    this.#seconds.splice(at, 0, second);
    if (this.#seconds.length <= mostSeconds) return;
    const forgotten = this.#seconds.splice(0, mostSeconds / 2);
    this.#forgottenTo = forgotten.at(-1) ?? this.#forgottenTo;
  }

  /** A moment, not before `at`, before which nothing was read that was read since `at`; Infinity when nothing was. */
  nextFrom(at: number): number {
    const second = Math.floor(at / 1_000);
    if (second <= this.#forgottenTo) return at;
    const next = this.#seconds[this.#placeOf(second)];
    return next === undefined ? Number.POSITIVE_INFINITY : Math.max(at, next * 1_000);
  }

  /**
   * The start of the first second after `at` in which something was read, Infinity when nothing was: the same for all
   * moments between two such seconds. Undefined within one, and before what is known.
   */
  gapOf(at: number): number | undefined {
    const second = Math.floor(at / 1_000);
    if (second <= this.#forgottenTo) return undefined;
    const next = this.#seconds[this.#placeOf(second)];
    return next === second ? undefined : (next ?? Number.POSITIVE_INFINITY);
  }

  /** Forgets what was read after a moment, and answers the last whole second before it in which something was read. */
  setBack(now: number): number | undefined {
    const second = Math.floor(now / 1_000);
    this.#seconds.splice(this.#placeOf(second));
    const last = this.#seconds.at(-1);
    return last === undefined ? undefined : last * 1_000;
  }

  /** Where the first one stands that is not before this second. */
  #placeOf(second: number): number {
    let [from, to] = [0, this.#seconds.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#seconds[middle] ?? second) < second) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
