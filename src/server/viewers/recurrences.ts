/** An address from which nothing has come for so long begins anew. */
const memoryMs = 60_000;
const mostAddresses = 10_000;

interface Record {
  readonly count: number;
  readonly at: number;
}

/** How often something has come from each address, one after the other. */
export class Recurrences {
  readonly #records = new Map<string, Record>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one more, and tells the how manieth it is. */
  count(address: string): number {
    const now = this.#now();
    const known = this.#records.get(address);
    const count = known && now - known.at < memoryMs ? known.count + 1 : 1;
    // Moved to the end of the map, whose first entry is the address from which the last came longest ago.
    this.#records.delete(address);
    this.#records.set(address, { count, at: now });
    if (this.#records.size > mostAddresses) this.#forgetOldest();
    return count;
  }

  #forgetOldest(): void {
    const { value } = this.#records.keys().next();
    if (value !== undefined) this.#records.delete(value);
  }
}
