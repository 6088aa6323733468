import { setTimeout as delay } from 'node:timers/promises';

/** Time as budgets and back-off need it; a test brings its own. */
export interface Clock {
  /** Milliseconds since some fixed moment. Never goes back, unlike the wall clock. */
  now(): number;
  /** Waits; an abort ends the wait at once and rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    try {
      // A fraction would be cut off, and the sleeper would wake before its time. On a busy machine that may have passed.
      await delay(Math.max(0, Math.ceil(ms)), undefined, { signal });
    } catch (error) {
      // Node rejects with an AbortError of its own; the reason says who gave up.
      signal.throwIfAborted();
      throw error;
    }
  },
};
