import { expect, test } from 'vitest';
import { Deadline, type Ending } from '../../src/reading/deadline.ts';
import { until } from '../../src/reading/scope.ts';

const late = new Error('late');
const later = new Error('later');

/** Both, each with what aborts it. */
const endings: readonly (readonly [name: string, make: () => [Ending, (reason: Error) => void]])[] = [
  [
    'a signal',
    () => {
      const controller = new AbortController();
      return [controller.signal, (reason) => controller.abort(reason)];
    },
  ],
  [
    'a deadline',
    () => {
      const deadline = new Deadline();
      return [deadline, (reason) => deadline.abort(reason)];
    },
  ],
];

test.each(endings)('%s says that it is over, and why, once it is', (_, make) => {
  const [ending, abort] = make();
  expect([ending.aborted, ending.reason]).toEqual([false, undefined]);
  expect(() => ending.throwIfAborted()).not.toThrow();
  abort(late);
  abort(later);
  expect([ending.aborted, ending.reason]).toEqual([true, late]);
  expect(() => ending.throwIfAborted()).toThrow(late);
});

test.each(endings)('%s calls each who listens once, and nobody who came too late or left', (_, make) => {
  const [ending, abort] = make();
  const called: string[] = [];
  const [stays, leaves, comesLate] = ['stays', 'leaves', 'late'].map((name) => () => called.push(name));
  ending.addEventListener('abort', stays!);
  ending.addEventListener('abort', leaves!);
  ending.removeEventListener('abort', leaves!);
  abort(late);
  ending.addEventListener('abort', comesLate!);
  abort(later);
  expect(called).toEqual(['stays']);
});

test.each(endings)('waiting until %s ends with its reason', async (_, make) => {
  const [ending, abort] = make();
  const waiting = until(new Promise(() => {}), [ending]);
  abort(late);
  await expect(waiting).rejects.toBe(late);
  await expect(until(Promise.resolve(), [ending])).rejects.toBe(late);
});
