/** Frees a place among the answers that are being made. Calling it again changes nothing. */
export type GiveBack = () => void;

interface Waiting {
  readonly weight: number;
  readonly enter: (giveBack: GiveBack) => void;
}

/**
 * Bounds how much is answered at once, by cost: an answer in the making takes many times the memory of its text, and a
 * hundred large ones together would take all there is. Answers beyond the capacity wait, and clients take turns, so that
 * one with a hundred questions does not keep another waiting.
 *
 * A place is kept for a second at most: an answer that takes longer waits for AWS, which takes no memory.
 */
export class Turns {
  readonly #capacity: number;
  readonly #keptMs: number;
  /** By client; the first is next. */
  readonly #waiting = new Map<object, Waiting[]>();
  #taken = 0;
  #isAdmitting = false;

  constructor(capacity: number, keptMs = 1_000) {
    this.#capacity = capacity;
    this.#keptMs = keptMs;
  }

  /** Resolves with a place for an answer to `client`; rejects with the signal's reason when that aborts first. */
  take(client: object, cost: number, signal: AbortSignal): Promise<GiveBack> | GiveBack {
    // An answer that costs more than the capacity takes all of it.
    const weight = Math.min(cost, this.#capacity);
    if (this.#waiting.size === 0 && this.#fits(weight)) return this.#enter(weight);
    const { promise, resolve, reject } = Promise.withResolvers<GiveBack>();
    const leave = () => {
      this.#forget(client, waiting);
      reject(signal.reason);
      // The next one behind it may fit.
      this.#admitSoon();
    };
    const waiting: Waiting = {
      weight,
      enter(giveBack) {
        signal.removeEventListener('abort', leave);
        resolve(giveBack);
      },
    };
    if (signal.aborted) return Promise.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    const others = this.#waiting.get(client);
    if (others) others.push(waiting);
    else this.#waiting.set(client, [waiting]);
    return promise;
  }

  #fits(weight: number): boolean {
    return this.#taken + weight <= this.#capacity;
  }

  #enter(weight: number): GiveBack {
    this.#taken += weight;
    let isTaken = true;
    const giveBack = () => {
      if (!isTaken) return;
      isTaken = false;
      clearTimeout(timer);
      this.#taken -= weight;
      this.#admitSoon();
    };
    const timer = setTimeout(giveBack, this.#keptMs).unref();
    return giveBack;
  }

  /** Not at once: answers are made without a pause, and one after the other would keep everything else waiting. */
  #admitSoon(): void {
    if (this.#isAdmitting || this.#waiting.size === 0) return;
    this.#isAdmitting = true;
    setImmediate(() => {
      this.#isAdmitting = false;
      this.#admit();
    });
  }

  #admit(): void {
    for (const [client, queue] of this.#waiting) {
      const [next] = queue;
      if (!next || !this.#fits(next.weight)) return;
      this.#forget(client, next);
      // The client goes behind all others who wait.
      const rest = this.#waiting.get(client);
      if (rest) {
        this.#waiting.delete(client);
        this.#waiting.set(client, rest);
      }
      next.enter(this.#enter(next.weight));
    }
  }

  #forget(client: object, waiting: Waiting): void {
    const rest = this.#waiting.get(client)?.filter((one) => one !== waiting) ?? [];
    if (rest.length > 0) this.#waiting.set(client, rest);
    else this.#waiting.delete(client);
  }
}
