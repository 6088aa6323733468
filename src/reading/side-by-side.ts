import { all, run, chain, wait, type Awaitable, type Coroutine } from './coroutine.ts';
import type { ReadScope } from './scope.ts';
import { inTurns } from './turns.ts';

/** Enough to keep AWS's 20 calls a second busy over slow lines; the budget decides how fast they go. */
const lanes = 8;

/**
 * Works on items a few at a time, and answers in their order. Not on all at once: whoever runs out of time leaves
 * the reads under way to finish, and these are then few. `scope`: of whom the work is, in turns: thousands of items of
 * which most are known would hold up others.
 */
export function sideBySide<T, R>(
  items: readonly T[],
  work: (item: T) => Awaitable<R>,
  scope: Pick<ReadScope, 'signal' | 'deadline'>,
): Awaitable<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const lane = function* (): Coroutine<void> {
    for (const [n, item] of rest) {
      results[n] = yield* wait(work(item));
      yield* inTurns(scope);
    }
  };
  const begun: Awaitable<void>[] = [];
  try {
    while (begun.length < Math.min(lanes, items.length)) begun.push(run(lane()));
  } catch (error) {
    // Nobody waits for the others any more: what becomes of them is no error of the process.
    for (const one of begun) if (one instanceof Promise) one.catch(() => {});
    throw error;
  }
  return chain(all(begun), () => results);
}
