/** A clock that all replicas on one database share: the database's, as each of them last heard of it. */
export class DatabaseClock {
  #aheadMs: number | undefined;
  #latest = 0;

  /** `sentAt` and `heardAt`: when the database was asked and had answered, by `performance.now()`. */
  heard(clock: number, sentAt: number, heardAt: number): void {
    this.#aheadMs = clock - (sentAt + heardAt) / 2;
  }

  /** Epoch milliseconds. This machine's own, until the database was heard. */
  readonly now = (): number => {
    if (this.#aheadMs === undefined) return Date.now();
    const now = Math.floor(performance.now() + this.#aheadMs);
    // What each answer of the database differs by is no step back in time; more than a second is.
    if (now > this.#latest || now < this.#latest - 1_000) this.#latest = now;
    return this.#latest;
  };
}
