import { setImmediate as othersFirst } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { filterInTurns, mapInTurns, nextTurn, takeTurn } from '../../src/reading/turns.ts';
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

test('of much work of a request that waits together, one piece is let on in each round of the event loop', async () => {
  const pieces = 50;
  let rounds = 0;
  let isDone = false;
  const roundsOf = async () => {
    for (; !isDone; rounds += 1) await othersFirst();
  };
  const counting = roundsOf();
  const order: number[] = [];
  const work = Array.from({ length: pieces }, async (_, n) => {
    await nextTurn(anybody);
    order.push(n);
  });
  await Promise.all(work);
  isDone = true;
  await counting;
  expect(rounds).toBeGreaterThanOrEqual(pieces - 1);
  expect(order).toEqual(Array.from({ length: pieces }, (_, n) => n));
});

test('a question waits only behind others of its request, and when the turn of its request has been long', async () => {
  const { scope } = asker();
  let hasWaited = false;
  const immediate = othersFirst().then(() => (hasWaited = true));
  await takeTurn(scope);
  expect(hasWaited).toBe(false);
  for (let n = 0; n < 6; n += 1) slow(n);
  await takeTurn(scope);
  expect(hasWaited).toBe(true);
  await immediate;
});

test('a request of which much waits does not keep that of another waiting', async () => {
  const [many, one] = [asker(), asker()];
  const order: string[] = [];
  const work = Array.from({ length: 20 }, () => nextTurn(many.scope).then(() => order.push('many')));
  work.push(nextTurn(one.scope).then(() => order.push('one')));
  await Promise.all(work);
  expect(order.indexOf('one')).toBeLessThan(2);
});

test('a question whose time is over before its turn begins all the same, and one that nobody waits for does not', async () => {
  const [late, gone] = [asker(), asker()];
  const ahead = [late, gone].map(({ scope }) => nextTurn(scope));
  const [one, other] = [takeTurn(late.scope), takeTurn(gone.scope)];
  await Promise.all(ahead);
  late.timeOut();
  gone.leave();
  await expect(one).resolves.toBeUndefined();
  await expect(other).rejects.toBe(gone.gone);
});
