import { createBudget } from '../../src/aws/budget/budget.ts';
import type { Clock } from '../../src/aws/budget/clock.ts';
import { Turns } from '../../src/aws/budget/turns.ts';
import { createThrottle } from '../../src/sandbox/throttle.ts';
import type { LoggedCall } from '../../src/sandbox/call-log.ts';

/** A line to AWS on which each answer takes so long. */
const latencyMs = 50;
/** How many calls the gateway has under way. */
const gatewayAtOnce = 8;

/**
 * How long the gateway's calls take, in seconds, on a clock that jumps from event to event: eight at once under its
 * own token buckets, in the order in which they were recorded. A further page waits for the page before it.
 * `tps`: what the gateway takes of AWS's rate for sso-admin.
 */
export async function gatewaySeconds(calls: readonly LoggedCall[], tps: number): Promise<number> {
  const clock = new JumpingClock();
  const budget = createBudget(tps, clock);
  const turns = new Turns({ lane: 'interactive', client: 'bench', request: {} });
  const { signal } = new AbortController();
  const latest = new Map<string, Promise<void>>();
  const waiting = calls.values();
  const work = async (): Promise<void> => {
    for (const call of waiting) {
      const operation = `${call.service}:${call.operation}`;
      const previous = 'NextToken' in call.input ? latest.get(operation) : undefined;
      const made = (async () => {
        await previous;
        await budget.bucketOf(operation)?.take(turns, signal);
        await clock.sleep(latencyMs);
      })();
      latest.set(operation, made);
      await made;
    }
  };
  const done = Promise.all(Array.from({ length: gatewayAtOnce }, work));
  await clock.run(done);
  return clock.now() / 1000;
}

/**
 * The seed's, one after the other, where AWS gives `tps` calls a second for sso-admin. A call that it throttles is
 * tried again after half a second on average, then twice that.
 */
export function seedSeconds(calls: readonly LoggedCall[], tps: number): number {
  let nowMs = 0;
  const throttle = createThrottle(tps, () => nowMs);
  for (const { service, operation } of calls)
    for (let attempt = 0; ; attempt++) {
      const isAdmitted = throttle.admits(service, operation);
      nowMs += latencyMs;
      if (isAdmitted) break;
      nowMs += 500 * 2 ** attempt;
    }
  return nowMs / 1000;
}

/** Time passes only where nobody can go on without it. */
class JumpingClock implements Clock {
  #nowMs = 0;
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { at: this.#nowMs + ms, wake: resolve };
    this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      reject(signal.reason);
    });
    return promise;
  }

  async run(until: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = until.finally(() => (isOver = true));
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      const at = Math.min(...this.#sleepers.map((sleeper) => sleeper.at));
      if (!Number.isFinite(at)) continue;
      this.#nowMs = at;
      const due = this.#sleepers.filter((sleeper) => sleeper.at <= at);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.at > at);
      for (const { wake } of due) wake();
    }
    await over;
  }
}
