import { expect, test } from 'vitest';
import { sideBySide } from '../../src/reading/side-by-side.ts';
import { anybody, asker, promisesSettle } from './read-scope.ts';

test('answers come in the order of the items, whatever ends first', async () => {
  const open: (() => void)[] = [];
  const answers = sideBySide(
    [1, 2, 3],
    (item) => new Promise<number>((resolve) => open.push(() => resolve(item))),
    anybody,
  );
  await promisesSettle();
  for (const end of open.toReversed()) end();
  expect(await answers).toEqual([1, 2, 3]);
});

test('few are under way at a time, and after a failure nothing more is begun', async () => {
  let begun = 0;
  const open: ((error?: Error) => void)[] = [];
  const work = () => {
    begun++;
    return new Promise<void>((resolve, reject) => open.push((error) => (error ? reject(error) : resolve())));
  };
  const answers = sideBySide(Array.from({ length: 100 }), work, anybody);
  await promisesSettle();
  expect(begun).toBe(8);
  open[0]!();
  await promisesSettle();
  expect(begun).toBe(9);
  const late = new Error('the time is up');
  for (const end of open) end(late);
  await expect(answers).rejects.toBe(late);
  expect(begun).toBe(9);
});

test('work that fails at once is thrown, and what fails later beside it is no error of the process', async () => {
  const early = new Error('at once');
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', note);
  try {
    const work = (item: number) => {
      if (item === 2) throw early;
      return promisesSettle().then(() => Promise.reject(new Error('later')));
    };
    expect(() => sideBySide([1, 2], work, anybody)).toThrow(early);
    await promisesSettle();
    await promisesSettle();
  } finally {
    process.off('unhandledRejection', note);
  }
  expect(unhandled).toEqual([]);
});

test('thousands of items that are known leave others their turns', async () => {
  const { scope } = asker();
  let turns = 0;
  const watch = setInterval(() => (turns += 1), 0);
  const busy = (item: number) => {
    for (const until = performance.now() + 2; performance.now() < until;);
    return item;
  };
  const items = Array.from({ length: 60 }, (_, n) => n);
  expect(await sideBySide(items, busy, scope)).toEqual(items);
  clearInterval(watch);
  // 120 ms of work, in turns of some 10.
  expect(turns).toBeGreaterThan(3);
});

test('a few items that are known are worked on at once', () => {
  expect(sideBySide([1, 2, 3], (item) => item * 2, asker().scope)).toEqual([2, 4, 6]);
});
