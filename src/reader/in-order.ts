interface Slot<R> {
  settled: boolean;
  readonly isAsync: boolean;
  readonly result: R | Promise<R>;
}

/**
 * Works on items side by side and yields the results in the order of the items, each as soon as all before it are out.
 * At most `width()` pieces of work run ahead of the consumer; results that need no waiting do not count.
 * A consumer that leaves early leaves the work under way to finish.
 */
export async function* inOrder<T, R>(
  batches: AsyncIterable<readonly T[]>,
  width: () => number,
  work: (item: T) => R | Promise<R>,
): AsyncGenerator<R, void> {
  const source = batches[Symbol.asyncIterator]();
  const slots: Slot<R>[] = [];
  let items: Iterator<T> = [][Symbol.iterator]();
  let ahead = 0;
  let isDry = true;
  let hasEnded = false;
  let pull: Promise<void> | undefined;

  const begin = () => {
    while (!isDry && ahead < width()) {
      const next = items.next();
      if (next.done) {
        isDry = true;
        return;
      }
      const result = work(next.value);
      const slot: Slot<R> = {
        settled: !(result instanceof Promise),
        isAsync: result instanceof Promise,
        result,
      };
      slots.push(slot);
      if (!(result instanceof Promise)) continue;
      ahead++;
      const settle = () => (slot.settled = true);
      result.then(settle, settle);
    }
  };
  const refill = () => {
    pull ??= source.next().then((next) => {
      pull = undefined;
      if (next.done) hasEnded = true;
      else {
        items = next.value[Symbol.iterator]();
        isDry = false;
      }
    });
    // A consumer that left no longer looks at it.
    pull.catch(() => {});
    return pull;
  };

  for (;;) {
    begin();
    const canPull = isDry && !hasEnded && ahead < width();
    const [head] = slots;
    if (head && (head.settled || !canPull)) {
      slots.shift();
      if (head.isAsync) ahead--;
      yield await head.result;
    } else if (canPull) await Promise.race(head ? [refill(), head.result] : [refill()]);
    else return;
  }
}
