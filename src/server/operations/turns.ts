/** A place among what is being answered. Given back once; later calls change nothing. */
export type GiveBack = () => void;

interface Waiting {
  readonly weight: number;
  readonly enter: (giveBack: GiveBack) => void;
}

/**
 * How much is being answered at once, by cost: an answer in the making takes many times the memory of its text,
 * so that a hundred large ones together would take all there is. What exceeds the capacity waits, and those who wait
 * take turns, so that a client with a hundred questions does not keep another waiting.
 *
 * A place is kept for a second at most: whoever takes longer waits for AWS, which takes no memory, and lets the next in.
 */
export class Turns {
  readonly #capacity: number;
  readonly #keptMs: number;
  /** By who asks; the first is next. */
  readonly #waiting = new Map<object, Waiting[]>();
  #taken = 0;
  #isAdmitting = false;

  constructor(capacity: number, keptMs = 1_000) {
    this.#capacity = capacity;
    this.#keptMs = keptMs;
  }

  /** A place for so costly an answer to `client`. Rejects with the signal's reason when that comes first. */
  take(client: object, cost: number, signal: AbortSignal): Promise<GiveBack> | GiveBack {
    // What costs more than there is has it all for itself.
    const weight = Math.min(cost, this.#capacity);
    if (this.#waiting.size === 0 && this.#fits(weight)) return this.#enter(weight);
    const { promise, resolve, reject } = Promise.withResolvers<GiveBack>();
    const leave = () => {
      this.#forget(client, waiting);
      reject(signal.reason);
      // Whoever stood behind it may be smaller.
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

  /** Not at once: an answer is made without a pause, and the next one would keep everything else waiting with it. */
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
      // Behind everybody else who waits.
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
