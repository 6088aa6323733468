import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/reading/in-order.ts';
import { promisesSettle } from './read-scope.ts';

async function* batchesOf<T>(batches: readonly (readonly T[])[]): AsyncGenerator<readonly T[]> {
  for (const batch of batches) yield batch;
}

async function allOf<T>(results: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(results);
}

/** Work of which nothing is known beforehand. */
function reads<T, R>(read: (item: T) => Promise<R>) {
  return { known: () => undefined, read };
}

/** Work that the test ends, item by item. */
function handWork() {
  const begun: number[] = [];
  const open = new Map<number, { resolve(): void; reject(error: Error): void }>();
  const work = (item: number) => {
    begun.push(item);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    open.set(item, { resolve: () => resolve(item), reject });
    return promise;
  };
  return { begun, open, work: reads(work) };
}

test('results come in the order of the items, whatever ends first, and never more than the width run ahead', async () => {
  const batches = fc.array(fc.array(fc.boolean(), { maxLength: 6 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      batches,
      fc.integer({ min: 1, max: 4 }),
      async (scheduler, kinds, width) => {
        let next = 0;
        const items = kinds.map((batch) => batch.map((isSync) => ({ n: next++, isSync })));
        let ahead = 0;
        const source = async function* () {
          for (const batch of items) yield await scheduler.schedule(Promise.resolve(batch), 'batch');
        };
        const results = inOrder(source(), () => width, {
          known: (item) => (item.isSync ? item : undefined),
          read: (item) => {
            ahead++;
            expect(ahead).toBeLessThanOrEqual(width);
            return scheduler.schedule(Promise.resolve(item), `item ${item.n}`);
          },
        });
        const consumed: number[] = [];
        const consuming = (async () => {
          for await (const { n, isSync } of results) {
            if (!isSync) ahead--;
            consumed.push(n);
            await scheduler.schedule(Promise.resolve(), 'consumer');
          }
        })();
        await scheduler.waitFor(consuming);
        expect(consumed).toEqual(Array.from({ length: next }, (_, n) => n));
      },
    ),
    { numRuns: 200 },
  );
});

test('work runs ahead of a slow consumer up to the width', async () => {
  const { begun, open, work } = handWork();
  const results = inOrder(
    batchesOf([
      [1, 2],
      [3, 4, 5],
    ]),
    () => 3,
    work,
  );
  const first = results.next();
  await promisesSettle();
  expect(begun).toEqual([1, 2, 3]);
  open.get(1)!.resolve();
  expect(await first).toEqual({ done: false, value: 1 });
  const second = results.next();
  await promisesSettle();
  expect(begun).toEqual([1, 2, 3, 4]);
  for (const item of open.values()) item.resolve();
  expect(await second).toEqual({ done: false, value: 2 });
  for (let n = 3; n <= 5; n++) {
    await promisesSettle();
    open.get(n)?.resolve();
    expect(await results.next()).toMatchObject({ value: n });
    open.get(5)?.resolve();
  }
  expect(await results.next()).toMatchObject({ done: true });
});

test('known results go out before anything else is begun: they may be all that the consumer wants', async () => {
  const begun: number[] = [];
  const results = inOrder(batchesOf([[1, 2, 3]]), () => 8, {
    known: (item) => (item < 3 ? item : undefined),
    read: async (item) => {
      begun.push(item);
      return item;
    },
  });
  expect(await results.next()).toMatchObject({ value: 1 });
  expect(begun).toEqual([]);
  expect(await allOf(results)).toEqual([2, 3]);
  expect(begun).toEqual([3]);
});

test('with a width of nothing it ends where the first item would have to be read', async () => {
  const { begun, work } = handWork();
  const results = inOrder(batchesOf([[1], [2], [3]]), () => 0, {
    ...work,
    known: (item) => (item === 2 ? undefined : item),
  });
  expect(await allOf(results)).toEqual([1]);
  expect(begun).toEqual([]);
});

test('a result is out while the source is still thinking about the next items', async () => {
  const source = async function* () {
    yield [1];
    await new Promise(() => {});
  };
  const results = inOrder(
    source(),
    () => 8,
    reads(async (item) => item),
  );
  expect(await results.next()).toEqual({ done: false, value: 1 });
});

test('a consumer that leaves early begins nothing more, and what is under way may fail unheard', async () => {
  const { begun, open, work } = handWork();
  const results = inOrder(batchesOf([[1, 2, 3, 4]]), () => 2, work);
  const first = results.next();
  await promisesSettle();
  open.get(1)!.resolve();
  await first;
  open.get(2)!.reject(new Error('nobody listens'));
  await promisesSettle();
  expect(begun).toEqual([1, 2]);
});

test('an error comes in its turn, after the results before it', async () => {
  const { open, work } = handWork();
  const results = inOrder(batchesOf([[1, 2, 3]]), () => 3, work);
  const first = results.next();
  await promisesSettle();
  const failure = new Error('no answer');
  open.get(2)!.reject(failure);
  open.get(3)!.reject(new Error('a later failure'));
  await promisesSettle();
  open.get(1)!.resolve();
  expect(await first).toEqual({ done: false, value: 1 });
  await expect(results.next()).rejects.toBe(failure);
});

test('an error of the source comes after the results of the items that it gave', async () => {
  const { open, work } = handWork();
  const failure = new Error('no more items');
  const source = async function* () {
    yield [1, 2];
    throw failure;
  };
  const results = inOrder(source(), () => 8, work);
  const first = results.next();
  await promisesSettle();
  open.get(1)!.resolve();
  expect(await first).toEqual({ done: false, value: 1 });
  open.get(2)!.resolve();
  expect(await results.next()).toEqual({ done: false, value: 2 });
  await expect(results.next()).rejects.toBe(failure);
});
