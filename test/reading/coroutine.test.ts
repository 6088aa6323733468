import { expect, test } from 'vitest';
import { all, chain, run, wait, type Awaitable, type Coroutine } from '../../src/reading/coroutine.ts';

function* sum(values: readonly Awaitable<number>[]): Coroutine<number> {
  let total = 0;
  for (const value of values) total += yield* wait(value);
  return total;
}

function* orElse(value: Awaitable<number>, other: number): Coroutine<number> {
  try {
    return yield* wait(value);
  } catch {
    return other;
  }
}

test('work that needs no promise comes to its result at once', () => {
  expect(run(sum([1, 2, 3]))).toBe(6);
  expect(all([1, 2])).toEqual([1, 2]);
  expect(chain(1, (one) => one + 1)).toBe(2);
});

test('work goes on with what becomes of each promise', async () => {
  const result = run(sum([1, Promise.resolve(2), 3, Promise.resolve(4)]));
  expect(result).toBeInstanceOf(Promise);
  expect(await result).toBe(10);
  expect(await all([1, Promise.resolve(2)])).toEqual([1, 2]);
  expect(await chain(Promise.resolve(1), (one) => one + 1)).toBe(2);
});

test('a promise that is rejected is thrown where it was waited for, and an error of the work rejects it', async () => {
  const failure = new Error('no answer');
  expect(await run(orElse(Promise.reject(failure), 5))).toBe(5);
  await expect(run(sum([Promise.resolve(1), Promise.reject(failure)]))).rejects.toBe(failure);
  const broken = function* (): Coroutine<number> {
    yield* wait(Promise.resolve());
    throw failure;
  };
  await expect(run(broken())).rejects.toBe(failure);
});
