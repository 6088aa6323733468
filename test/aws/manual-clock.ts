import type { Clock } from '../../src/aws/budget/clock.ts';

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#now;
  }

  /** How many timers would hold a process open. */
  get timers(): number {
    return this.#sleepers.size;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { wakesAt: this.#now + ms, wake: resolve };
    this.#sleepers.add(sleeper);
    signal.addEventListener('abort', () => {
      this.#sleepers.delete(sleeper);
      reject(signal.reason);
    });
    await promise;
  }

  /** Moves on, waking each sleeper at its time, and lets everything that follows from that happen. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#now = Math.max(this.#now, next.wakesAt);
      this.#sleepers.delete(next);
      next.wake();
      await settled();
    }
    this.#now = until;
  }

  #next(until: number): Sleeper | undefined {
    return [...this.#sleepers]
      .filter(({ wakesAt }) => wakesAt <= until)
      .toSorted((a, b) => a.wakesAt - b.wakesAt)[0];
  }
}

/** Lets all promises settle that need no event of the outside world. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
