interface Slot<R> {
  settled: boolean;
  readonly wasKnown: boolean;
  readonly weight: number;
  readonly result: R | Promise<R>;
}

interface Work<T, R> {
  /** The result, when it is there without waiting. */
  readonly known: (item: T) => R | undefined;
  readonly read: (item: T) => Promise<R>;
  /** How much of what the consumer wants the read is expected to bring. @default 1 */
  readonly weigh?: (item: T) => number;
}

/** At most as many reads run ahead of the consumer: enough to keep AWS's 20 calls a second busy over slow lines. */
const maxAhead = 8;

/**
 * Works on items side by side and yields the results in the order of the items, each as soon as all before it are out.
 * Reads run ahead of the consumer while those under way weigh less than `width()`; with 0 it ends at the first item
 * that would have to be read.
 * A consumer that leaves early leaves the work under way to finish.
 */
export async function* inOrder<T, R>(
  batches: AsyncIterable<readonly T[]>,
  width: () => number,
  { known, read, weigh = () => 1 }: Work<T, R>,
): AsyncGenerator<R, void> {
  const source = batches[Symbol.asyncIterator]();
  const slots: Slot<R>[] = [];
  let items: Iterator<T> = [][Symbol.iterator]();
  let next: T | undefined;
  let ahead = 0;
  let weight = 0;
  let isDry = true;
  let hasEnded = false;
  let pull: Promise<void> | undefined;

  const advance = () => {
    const { done, value } = items.next();
    isDry = done === true;
    next = value;
  };
  const isEnough = () => ahead >= maxAhead || weight >= width();
  const begin = () => {
    // Results that are known go out at once: they may be all that the consumer wants.
    while (!isDry && next !== undefined && !slots[0]?.wasKnown) {
      const result = known(next);
      if (result !== undefined) slots.push({ settled: true, wasKnown: true, weight: 0, result });
      else {
        if (isEnough()) return;
        const reading = read(next);
        const slot: Slot<R> = { settled: false, wasKnown: false, weight: weigh(next), result: reading };
        const settle = () => (slot.settled = true);
        reading.then(settle, settle);
        slots.push(slot);
        ahead++;
        weight += slot.weight;
      }
      advance();
    }
  };
  const take = (batch: IteratorResult<readonly T[], unknown>) => {
    pull = undefined;
    if (batch.done) hasEnded = true;
    else {
      items = batch.value[Symbol.iterator]();
      advance();
    }
  };
  // An error of the source is thrown only after the items that it gave before.
  const fail = (error: unknown) => {
    hasEnded = true;
    const result = Promise.reject(error);
    // A consumer that has left handles this rejection no more.
    result.catch(() => {});
    slots.push({ settled: true, wasKnown: true, weight: 0, result });
  };
  const refill = () => (pull ??= source.next().then(take, fail));

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
      yield await head.result;
    } else if (canPull) await Promise.race(head ? [refill(), head.result] : [refill()]);
    else return;
  }
}
