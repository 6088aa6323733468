import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError } from '../errors.ts';

/** Something that is done again and again until it is closed. */
export interface Loop extends AsyncDisposable {
  /** Does it now, rather than at its next time. */
  hurry(): void;
}

/** What fails because the database is away is done again at its next time; anything else is told of, too. */
export function loop(everyMs: number, work: () => Promise<void>, unexpected: (error: unknown) => void): Loop {
  const closing = new AbortController();
  let hurried = new AbortController();
  const run = async () => {
    while (!closing.signal.aborted) {
      await work().catch((error: unknown) => {
        if (!isAway(error)) unexpected(error);
      });
      const signal = AbortSignal.any([closing.signal, hurried.signal]);
      await delay(everyMs, undefined, { signal, ref: false }).catch(() => {});
      if (hurried.signal.aborted) hurried = new AbortController();
    }
  };
  const running = run();
  return {
    hurry: () => hurried.abort(),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await running;
    },
  };
}

export function isAway(error: unknown): boolean {
  return error instanceof GatewayError && error.code === 'STORE_UNAVAILABLE';
}

const retryMs = 500;

/**
 * Does what must not be lost, as AWS gives it once: while the database is away, it is tried again until it is there, or
 * until the patience ends.
 */
export async function insisting<T>(
  work: () => Promise<T>,
  patienceMs: number,
  closing: AbortSignal,
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || closing.aborted || performance.now() > until) throw error;
      await delay(retryMs, undefined, { signal: closing }).catch(() => {});
    }
  }
}
