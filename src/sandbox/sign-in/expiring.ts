/** Values that can be found for a while, by a key. */
export class Expiring<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly until: number }>();
  readonly #now: () => number;

  /** `now` in milliseconds, as `until`. */
  constructor(now: () => number) {
    this.#now = now;
  }

  set(key: string, value: T, until: number): void {
    this.#forgetOldest();
    this.#entries.set(key, { value, until });
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.until > this.#now() ? entry.value : undefined;
  }

  /** The value, which can then be found no more. */
  take(key: string): T | undefined {
    const value = this.get(key);
    this.#entries.delete(key);
    return value;
  }

  /** Most live equally long, so that the oldest are those whose time is over. */
  #forgetOldest(): void {
    for (const [key, { until }] of this.#entries) {
      if (until > this.#now()) return;
      this.#entries.delete(key);
    }
  }
}
