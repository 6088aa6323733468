import { vi } from 'vitest';

/** Long enough that no request gets there. */
export const requestTimeoutMs = 1_000_000;
/** What lists leave of it to the lookups of what they list, at most. */
const reserveMs = 5_000;

export interface HeldDeadlines extends Disposable {
  /** For the lists of every request until now, time is over. */
  pass(): void;
}

/** The deadlines of the lists that a gateway with this timeout answers, kept from coming by themselves. */
export function holdDeadlines(): HeldDeadlines {
  const { setTimeout: set } = globalThis;
  const held: (() => void)[] = [];
  const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms = 0) => {
    // Other timers are far shorter, or those of the whole request.
    if (ms > requestTimeoutMs / 2 && ms <= requestTimeoutMs - reserveMs) held.push(run);
    return set(run, ms);
  }) as typeof setTimeout);
  return {
    pass() {
      for (const expire of held.splice(0)) expire();
    },
    [Symbol.dispose]: () => spy.mockRestore(),
  };
}
