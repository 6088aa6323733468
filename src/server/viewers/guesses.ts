import type { IncidentKind, Incidents } from '../incidents.ts';

export type Guess = Extract<IncidentKind, `wrong_${string}`>;

/** So many wrong guesses of an address are refused without delay: typing errors, a script with an old token. */
const freeGuesses = 5;
const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** An address that has guessed nothing for so long begins anew. */
const memoryMs = 60_000;
const mostAddresses = 10_000;

interface Record {
  readonly guesses: number;
  readonly at: number;
}

/**
 * Wrong tokens and codes: counted, and the more of them come from an address the later they are refused. The right
 * token is never kept waiting, so nobody can lock out whoever shares their address.
 */
export class Guesses {
  readonly #records = new Map<string, Record>();
  readonly #waiting = new Set<() => void>();
  readonly #incidents: Incidents;
  readonly #now: () => number;

  constructor(incidents: Incidents, now: () => number) {
    this.#incidents = incidents;
    this.#now = now;
  }

  /** Resolves when a wrong one may be refused. */
  async wrong(guess: Guess, address: string): Promise<void> {
    this.#incidents.note(guess, address);
    const delayMs = this.#delayMs(address);
    if (delayMs === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    setTimeout(resolve, delayMs).unref();
    await promise;
    this.#waiting.delete(resolve);
  }

  /** Refuses at once all who still wait. */
  close(): void {
    for (const resolve of this.#waiting) resolve();
  }

  #delayMs(address: string): number {
    const now = this.#now();
    const known = this.#records.get(address);
    const guesses = known && now - known.at < memoryMs ? known.guesses + 1 : 1;
    // Moved to the end of the map, whose first entry is the address that guessed longest ago.
    this.#records.delete(address);
    this.#records.set(address, { guesses, at: now });
    if (this.#records.size > mostAddresses) this.#forgetOldest();
    return guesses <= freeGuesses
      ? 0
      : Math.min(longestDelayMs, firstDelayMs * 2 ** (guesses - freeGuesses - 1));
  }

  #forgetOldest(): void {
    const { value } = this.#records.keys().next();
    if (value !== undefined) this.#records.delete(value);
  }
}
