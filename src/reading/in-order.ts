import { chain, type Awaitable } from './coroutine.ts';

interface Slot<R> {
  settled: boolean;
  readonly wasKnown: boolean;
  readonly weight: number;
  readonly result: () => Awaitable<R>;
}

interface Work<T, R> {
  /** The result, when it is there without waiting. */
  readonly known: (item: T) => R | undefined;
  readonly read: (item: T) => Awaitable<R>;
  /** How much of what the consumer wants the read is expected to bring. @default 1 */
  readonly weigh?: (item: T) => number;
}

/** Asked for one after another; each comes at once where it is there. Any generator is one. */
export interface Flow<T> {
  next(): Awaitable<IteratorResult<T, unknown>>;
}

/** How a flow is done that goes on when it is asked again with more demand. */
export const paused = Symbol('paused');

/** At most as many reads run ahead of the consumer: enough to keep AWS's 20 calls a second busy over slow lines. */
const maxAhead = 8;

/**
 * Works on items side by side and gives the results in the order of the items, each as soon as all before it are out.
 * Reads run ahead of the consumer while those under way weigh less than `demand()`, which is told how many these are.
 * With 0 it pauses at the first item that would have to be read.
 * A consumer that leaves early leaves the work under way to finish.
 */
export function inOrder<T, R>(
  source: Flow<readonly T[]>,
  demand: (underWay: number) => number,
  { known, read, weigh = () => 1 }: Work<T, R>,
): Flow<R> & AsyncIterable<R> {
  const slots: Slot<R>[] = [];
  let items: Iterator<T> = [][Symbol.iterator]();
  let item: T | undefined;
  let ahead = 0;
  let weight = 0;
  let isDry = true;
  let hasEnded = false;
  let isPaused = false;
  let pull: Promise<void> | undefined;

  const advance = () => {
    const { done, value } = items.next();
    isDry = done === true;
    item = value;
  };
  const isEnough = () => {
    const wanted = demand(ahead);
    // Weights are averages, which may not add up to nothing again.
    return wanted <= 0 || (ahead > 0 && (ahead >= maxAhead || weight >= wanted));
  };
  const push = (slot: Omit<Slot<R>, 'result'>, result: Awaitable<R>) => {
    const pushed: Slot<R> = { ...slot, settled: !(result instanceof Promise), result: () => result };
    const settle = () => (pushed.settled = true);
    if (result instanceof Promise) result.then(settle, settle);
    slots.push(pushed);
  };
  const begin = () => {
    // Results that are known go out at once: they may be all that the consumer wants.
    while (!isDry && item !== undefined && !slots[0]?.wasKnown) {
      const result = known(item);
      if (result !== undefined) push({ settled: true, wasKnown: true, weight: 0 }, result);
      else {
        if (isEnough()) return;
        const reading = { settled: false, wasKnown: false, weight: weigh(item) };
        push(reading, read(item));
        ahead++;
        weight += reading.weight;
      }
      advance();
    }
  };
  const take = (batch: IteratorResult<readonly T[], unknown>) => {
    pull = undefined;
    isPaused = batch.done === true && batch.value === paused;
    if (batch.done) hasEnded = !isPaused;
    else {
      items = batch.value[Symbol.iterator]();
      advance();
    }
  };
  // An error of the source is thrown only after the items that it gave before.
  const fail = (result: () => Awaitable<R>) => {
    pull = undefined;
    hasEnded = true;
    slots.push({ settled: true, wasKnown: true, weight: 0, result });
  };
  const refill = (): Awaitable<void> => {
    if (pull) return pull;
    isPaused = false;
    try {
      const batch = source.next();
      if (!(batch instanceof Promise)) return take(batch);
      pull = batch.then(take, (error: unknown) => fail(() => Promise.reject(error)));
      return pull;
    } catch (error) {
      fail(() => {
        throw error;
      });
    }
  };
  /** What failed is thrown where its turn comes. */
  const goOnAfter = async (any: readonly Awaitable<unknown>[]) => {
    await Promise.race(any).catch(() => {});
    return next();
  };
  const next = (): Awaitable<IteratorResult<R, unknown>> => {
    for (;;) {
      begin();
      const canPull = isDry && !hasEnded && (ahead === 0 || !isEnough());
      const [head] = slots;
      if (head && (head.settled || !canPull)) {
        slots.shift();
        if (!head.wasKnown) {
          ahead--;
          weight -= head.weight;
        }
        return chain(head.result(), (value) => ({ done: false, value }));
      }
      if (!canPull) return { done: true, value: hasEnded && isDry ? undefined : paused };
      const pulled = refill();
      if (isPaused) return { done: true, value: paused };
      if (pulled instanceof Promise) return goOnAfter(head ? [pulled, head.result()] : [pulled]);
    }
  };
  return { next, [Symbol.asyncIterator]: () => ({ next: async () => next() }) };
}
