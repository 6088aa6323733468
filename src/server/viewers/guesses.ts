import type { IncidentKind, Incidents } from '../incidents.ts';
import { Recurrences } from './recurrences.ts';

export type Guess = Extract<IncidentKind, `wrong_${string}`>;

/** So many wrong guesses of an address are refused without delay: typing errors, a script with an old token. */
const freeGuesses = 5;
const firstDelayMs = 100;
const longestDelayMs = 5_000;

/**
 * Wrong tokens and codes: counted, and the more of them come from an address the later they are refused. The right
 * token is never kept waiting, so nobody can lock out whoever shares their address.
 */
export class Guesses {
  readonly #recurrences: Recurrences;
  readonly #waiting = new Set<() => void>();
  readonly #incidents: Incidents;

  constructor(incidents: Incidents, now: () => number) {
    this.#incidents = incidents;
    this.#recurrences = new Recurrences(now);
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
    const guesses = this.#recurrences.count(address);
    return guesses <= freeGuesses
      ? 0
      : Math.min(longestDelayMs, firstDelayMs * 2 ** (guesses - freeGuesses - 1));
  }
}
