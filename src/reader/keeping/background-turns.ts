import { setImmediate } from 'node:timers/promises';

/** How long work on very much goes on before others have their turn, such as who asks whether the gateway is alive. */
const turnMs = 10;

/** Does work on very much that nobody waits for by itself. */
export async function inTurns<Result>(work: Generator<void, Result>): Promise<Result> {
  let begunAt = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - begunAt < turnMs) continue;
    await setImmediate();
    begunAt = performance.now();
  }
}
