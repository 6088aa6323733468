import type { CallOptions } from '../aws/call.ts';

/** For whom a read is made: when they stop wanting it, and who is told what it cost. */
export interface ReadScope {
  /** Aborts when the client is gone: reads that nobody else wants stop. */
  readonly signal: AbortSignal;
  /** Aborts when the time is up: the answer is made of what is there, and reads under way go on for the next page. */
  readonly deadline: AbortSignal;
  readonly meter: CallOptions['meter'];
}

/** The earliest start of a read, in epoch milliseconds, whose facts still serve. */
export interface Freshness {
  readonly assignments: number;
  readonly names: number;
}

/** Settles like `promise`, or rejects with the reason of the first signal that aborts. */
export function until<T>(promise: Promise<T>, signals: readonly AbortSignal[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signals.find((signal) => signal.aborted)?.reason);
    if (signals.some((signal) => signal.aborted)) return leave();
    for (const signal of signals) signal.addEventListener('abort', leave);
    const done = () => signals.forEach((signal) => signal.removeEventListener('abort', leave));
    promise.then(resolve, reject).finally(done);
  });
}
