/** Turns the wall clock of everything that is started afterwards in this process. Timers keep their pace. */
export function turnClock(): Disposable & { advance(ms: number): void } {
  const now = Date.now;
  let aheadMs = 0;
  Date.now = () => now() + aheadMs;
  return {
    advance: (ms) => void (aheadMs += ms),
    [Symbol.dispose]: () => void (Date.now = now),
  };
}
