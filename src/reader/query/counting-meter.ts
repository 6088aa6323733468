import type { CallOptions } from '../../aws/call/call.ts';

type Meter = CallOptions['meter'];

/** Counts the calls of a part of what a meter counts. */
export class CountingMeter implements Meter {
  readonly #whole: Meter;
  readonly #byOperation = new Map<string, number>();
  #calls = 0;

  constructor(whole: Meter) {
    this.#whole = whole;
  }

  get calls(): number {
    return this.#calls;
  }

  get byOperation(): ReadonlyMap<string, number> {
    return this.#byOperation;
  }

  record(operation: string): void {
    this.#calls += 1;
    this.#byOperation.set(operation, (this.#byOperation.get(operation) ?? 0) + 1);
    this.#whole.record(operation);
  }

  throttled(operation: string): void {
    this.#whole.throttled(operation);
  }

  waiting(wait: Promise<void>): Promise<void> {
    return this.#whole.waiting(wait);
  }
}
