interface Slot<R> {
  settled: boolean;
  readonly wasKnown: boolean;
  readonly result: R | Promise<R>;
}

interface Work<T, R> {
  /** The result, when it is there without waiting. */
  readonly known: (item: T) => R | undefined;
  readonly read: (item: T) => Promise<R>;
}

/**
 * Works on items side by side and yields the results in the order of the items, each as soon as all before it are out.
 * At most `width()` reads run ahead of the consumer; with 0 it ends at the first item that would have to be read.
 * A consumer that leaves early leaves the work under way to finish.
 */
export async function* inOrder<T, R>(
  batches: AsyncIterable<readonly T[]>,
  width: () => number,
  { known, read }: Work<T, R>,
): AsyncGenerator<R, void> {
  const source = batches[Symbol.asyncIterator]();
  const slots: Slot<R>[] = [];
  let items: Iterator<T> = [][Symbol.iterator]();
  let next: T | undefined;
  let ahead = 0;
  let isDry = true;
  let hasEnded = false;
  let pull: Promise<void> | undefined;

  const advance = () => {
    const { done, value } = items.next();
    isDry = done === true;
    next = value;
  };
  const begin = () => {
    // What is known goes out at once: it may be all that the consumer wants.
    while (!isDry && next !== undefined && !slots[0]?.wasKnown) {
      const result = known(next);
      if (result !== undefined) slots.push({ settled: true, wasKnown: true, result });
      else {
        if (ahead >= width()) return;
        const reading = read(next);
        const slot: Slot<R> = { settled: false, wasKnown: false, result: reading };
        const settle = () => (slot.settled = true);
        reading.then(settle, settle);
        slots.push(slot);
        ahead++;
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
  // What ends the source has its turn after the items that it gave.
  const fail = (error: unknown) => {
    hasEnded = true;
    const result = Promise.reject(error);
    // A consumer that left no longer looks at it.
    result.catch(() => {});
    slots.push({ settled: true, wasKnown: true, result });
  };
  const refill = () => (pull ??= source.next().then(take, fail));

  for (;;) {
    begin();
    const canPull = isDry && !hasEnded && (ahead === 0 || ahead < width());
    const [head] = slots;
    if (head && (head.settled || !canPull)) {
      slots.shift();
      if (!head.wasKnown) ahead--;
      yield await head.result;
    } else if (canPull) await Promise.race(head ? [refill(), head.result] : [refill()]);
    else return;
  }
}
