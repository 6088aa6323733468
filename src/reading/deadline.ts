/** Whether something is over, and why: as an AbortSignal has it. */
export interface Ending {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * What may be over at some time. There is a signal from when somebody listens: most answers are made without waiting for
 * anything, and a signal of their own, with the event of its end, takes as long as much of a short answer.
 */
export class Deadline implements Ending {
  #controller: AbortController | undefined;
  #over: { readonly reason: unknown } | undefined;

  get aborted(): boolean {
    return this.#over !== undefined;
  }

  get reason(): unknown {
    return this.#over?.reason;
  }

  throwIfAborted(): void {
    if (this.#over) throw this.#over.reason;
  }

  addEventListener(type: 'abort', listener: () => void): void {
    // As a signal that has aborted does, it calls nobody any more.
    if (this.#over) return;
    this.#controller ??= new AbortController();
    this.#controller.signal.addEventListener(type, listener);
  }

  removeEventListener(type: 'abort', listener: () => void): void {
    this.#controller?.signal.removeEventListener(type, listener);
  }

  /** The first reason stays. */
  abort(reason: unknown): void {
    if (this.#over) return;
    this.#over = { reason };
    this.#controller?.abort(reason);
  }
}
