import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Turns } from '../../src/server/graphql/turns.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] }));
afterEach(() => void vi.useRealTimers());

const never = new AbortController().signal;

/** Asks for a place; `entered` gets the name when it is there. */
function asking(turns: Turns, entered: string[]) {
  return (name: string, client: object, cost: number, signal = never) => {
    const turn = Promise.resolve(turns.take(client, cost, signal));
    void turn.then(
      () => entered.push(name),
      () => entered.push(`${name} left`),
    );
    return turn;
  };
}

/** Lets everybody in who may come in now. */
async function settle() {
  await vi.advanceTimersByTimeAsync(0);
}

test('as much is let in as the capacity holds, and the next when that much was given back', async () => {
  const entered: string[] = [];
  const ask = asking(new Turns(100), entered);
  const [a, b, c] = [ask('a', {}, 60), ask('b', {}, 40), ask('c', {}, 50)];
  await settle();
  expect(entered).toEqual(['a', 'b']);
  (await b)();
  await settle();
  expect(entered).toEqual(['a', 'b']);
  (await a)();
  await settle();
  expect(entered).toEqual(['a', 'b', 'c']);
  (await c)();
  expect(vi.getTimerCount()).toBe(0);
});

test('an answer that costs more than the capacity is made when no other is, and then no other is', async () => {
  const entered: string[] = [];
  const ask = asking(new Turns(100), entered);
  const small = ask('small', {}, 1);
  const large = ask('large', {}, 1_000);
  void ask('next', {}, 1);
  await settle();
  expect(entered).toEqual(['small']);
  (await small)();
  await settle();
  expect(entered).toEqual(['small', 'large']);
  (await large)();
  await settle();
  expect(entered).toEqual(['small', 'large', 'next']);
});

test('a place that is given back twice is free once', async () => {
  const entered: string[] = [];
  const ask = asking(new Turns(100), entered);
  const giveBack = await ask('a', {}, 100);
  void ask('b', {}, 100);
  void ask('c', {}, 100);
  giveBack();
  giveBack();
  await settle();
  expect(entered).toEqual(['a', 'b']);
});

test('clients take turns, however much one of them asks', async () => {
  const entered: string[] = [];
  const ask = asking(new Turns(100), entered);
  const [busy, other, third] = [{}, {}, {}];
  const places = [ask('busy 1', busy, 100)];
  for (let n = 2; n <= 5; n++) places.push(ask(`busy ${n}`, busy, 100));
  places.push(ask('other 1', other, 100), ask('third 1', third, 100), ask('other 2', other, 100));
  for (let n = 0; n < places.length; n++) {
    await settle();
    // Whoever is in goes; which place that is, the order tells.
    const last = entered.at(-1)!;
    const index = ['busy 1', 'busy 2', 'busy 3', 'busy 4', 'busy 5', 'other 1', 'third 1', 'other 2'].indexOf(
      last,
    );
    (await places[index]!)();
  }
  expect(entered).toEqual([
    'busy 1',
    'busy 2',
    'other 1',
    'third 1',
    'busy 3',
    'other 2',
    'busy 4',
    'busy 5',
  ]);
});

test('an answer that takes longer than a second waits for AWS, and lets the next in', async () => {
  const entered: string[] = [];
  const ask = asking(new Turns(100), entered);
  const slow = ask('slow', {}, 100);
  void ask('next', {}, 100);
  await vi.advanceTimersByTimeAsync(999);
  expect(entered).toEqual(['slow']);
  await vi.advanceTimersByTimeAsync(2);
  expect(entered).toEqual(['slow', 'next']);
  // What it gives back at last was given back before.
  (await slow)();
  void ask('another', {}, 100);
  await settle();
  expect(entered).toEqual(['slow', 'next']);
});

test('a client that goes while waiting leaves with its reason, and what stood behind is let in', async () => {
  const entered: string[] = [];
  const ask = asking(new Turns(100), entered);
  const client = {};
  const leaving = new AbortController();
  void ask('first', client, 60);
  const large = ask('large', client, 100, leaving.signal);
  void ask('small', client, 40);
  await settle();
  expect(entered).toEqual(['first']);
  leaving.abort(new Error('gone'));
  await expect(large).rejects.toThrow('gone');
  await settle();
  expect(entered).toEqual(['first', 'large left', 'small']);
});

test('a client that has gone already does not come in', async () => {
  const turns = new Turns(100);
  await turns.take({}, 100, never);
  await expect(turns.take({}, 1, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
