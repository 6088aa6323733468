/** Never slower than this part of the full rate: other tools may keep AWS busy for hours. */
const slowest = 1 / 8;
/** The part of the full rate that comes back in each second without a throttle. */
const recoveryPerSecond = 0.05;
/** Calls that were under way together fail together, and count once. */
const togetherMs = 1_000;

/**
 * Tokens as they flow into a bucket, counted from its beginning. A throttle halves the rate; it then grows back
 * evenly, so that together with other tools it settles just below what AWS allows (as TCP shares a line).
 */
export class Flow {
  readonly #fullPerMs: number;
  readonly #growthPerMs: number;
  /** The rate, the tokens and the moment of the last throttle, from which all others follow. */
  #perMs: number;
  #tokens = 0;
  #sinceMs: number;
  #halvedAtMs = Number.NEGATIVE_INFINITY;

  constructor(perSecond: number, nowMs: number) {
    this.#fullPerMs = perSecond / 1000;
    this.#growthPerMs = (this.#fullPerMs * recoveryPerSecond) / 1000;
    this.#perMs = this.#fullPerMs;
    this.#sinceMs = nowMs;
  }

  perSecond(nowMs: number): number {
    return 1000 * Math.min(this.#fullPerMs, this.#perMs + this.#growthPerMs * this.#elapsedMs(nowMs));
  }

  /** All tokens from the beginning until now. */
  tokens(nowMs: number): number {
    const elapsedMs = this.#elapsedMs(nowMs);
    const growingMs = Math.min(elapsedMs, this.#growsForMs);
    return this.#tokens + this.#grown(growingMs) + this.#fullPerMs * (elapsedMs - growingMs);
  }

  /** How long until there were so many tokens from the beginning. */
  msUntil(tokens: number, nowMs: number): number {
    const missing = tokens - this.#tokens;
    const whileGrowing = this.#grown(this.#growsForMs);
    const ms =
      missing > whileGrowing
        ? this.#growsForMs + (missing - whileGrowing) / this.#fullPerMs
        : (Math.sqrt(this.#perMs ** 2 + 2 * this.#growthPerMs * Math.max(0, missing)) - this.#perMs) /
          this.#growthPerMs;
    return Math.max(0, this.#sinceMs + ms - nowMs);
  }

  /** AWS throttled a call: nothing flows for a while, and then at half the rate. */
  throttle(pauseMs: number, nowMs: number): void {
    const perMs = this.perSecond(nowMs) / 1000;
    this.#tokens = this.tokens(nowMs);
    this.#sinceMs = Math.max(this.#sinceMs, nowMs + pauseMs);
    const countsOnce = nowMs - this.#halvedAtMs < togetherMs;
    this.#perMs = countsOnce ? perMs : Math.max(perMs / 2, this.#fullPerMs * slowest);
    if (!countsOnce) this.#halvedAtMs = nowMs;
  }

  #elapsedMs(nowMs: number): number {
    return Math.max(0, nowMs - this.#sinceMs);
  }

  get #growsForMs(): number {
    return (this.#fullPerMs - this.#perMs) / this.#growthPerMs;
  }

  /** The tokens of so much time, none of it at the full rate. */
  #grown(ms: number): number {
    return this.#perMs * ms + (this.#growthPerMs * ms ** 2) / 2;
  }
}
