import { setImmediate as othersFirst } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { filterInTurns, mapInTurns } from '../../src/reading/scope.ts';
import { anybody, asker } from './read-scope.ts';

/** A step that keeps the process for two milliseconds. */
function slow<Result>(result: Result): Result {
  const until = performance.now() + 2;
  while (performance.now() < until);
  return result;
}

/** Forty of them take eight turns. */
const items = Array.from({ length: 40 }, (_, n) => n);

test('work of many slow steps gives others their turn, and comes to the same', async () => {
  let turnsOfOthers = 0;
  let isDone = false;
  const others = async () => {
    for (; !isDone; turnsOfOthers += 1) await othersFirst();
  };
  const watching = others();
  const doubled = await mapInTurns(items, (n) => slow(2 * n), anybody);
  isDone = true;
  await watching;
  expect(doubled).toEqual(items.map((n) => 2 * n));
  expect(turnsOfOthers).toBeGreaterThanOrEqual(6);
});

test.each(['leave', 'timeOut'] as const)('work of many slow steps ends on %s', async (end) => {
  const { scope, ...who } = asker();
  let steps = 0;
  const work = filterInTurns(items, () => slow((steps += 1) > 0), scope);
  who[end]();
  await expect(work).rejects.toBe(end === 'leave' ? who.gone : who.late);
  expect(steps).toBeLessThan(items.length);
});
