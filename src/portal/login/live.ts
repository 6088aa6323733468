/** A value that many may watch until it is final. */
export class Live<T> {
  #value: T;
  #isFinal: boolean;
  /** The waiting watchers' callbacks, and no others. */
  readonly #wakes = new Set<() => void>();

  constructor(value: T, isFinal = false) {
    this.#value = value;
    this.#isFinal = isFinal;
  }

  get value(): T {
    return this.#value;
  }

  get isFinal(): boolean {
    return this.#isFinal;
  }

  /** How many wait for a change. */
  get waiting(): number {
    return this.#wakes.size;
  }

  /** Nothing comes after a final value. */
  set(value: T, isFinal: boolean): void {
    if (this.#isFinal) return;
    this.#value = value;
    this.#isFinal = isFinal;
    for (const wake of this.#wakes) wake();
  }

  /**
   * The present value, then each change, until the final one; a slow watcher gets the latest. Ends quietly when the
   * signal aborts. Not an async generator, because its `return` would wait for the next change.
   */
  watch(signal: AbortSignal): AsyncIterableIterator<T, undefined> {
    const end = { done: true, value: undefined } as const;
    const ownWakes = new Set<() => void>();
    let seen: { readonly value: T } | undefined;
    let hasLeft = false;
    const change = async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      this.#wakes.add(wake);
      ownWakes.add(wake);
      signal.addEventListener('abort', wake);
      await promise;
      this.#wakes.delete(wake);
      ownWakes.delete(wake);
      signal.removeEventListener('abort', wake);
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => {
        for (;;) {
          if (hasLeft || signal.aborted) return end;
          if (!seen || seen.value !== this.#value) {
            seen = { value: this.#value };
            return { done: false, value: seen.value };
          }
          if (this.#isFinal) return end;
          await change();
        }
      },
      return: async () => {
        hasLeft = true;
        for (const wake of ownWakes) wake();
        return end;
      },
    };
  }
}
