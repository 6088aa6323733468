import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SingleFlight, ListTooLong, type Flight } from '../../src/reading/single-flight.ts';
import { until } from '../../src/reading/scope.ts';
import { anybody, asker, promisesSettle } from './read-scope.ts';

/** A read that the test lands, and that ends at once when it is aborted, as calls to AWS do. */
function reading() {
  const begun: { readonly flight: Flight; land(value?: unknown): void; crash(error: Error): void }[] = [];
  const fly = (flight: Flight) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    begun.push({ flight, land: resolve, crash: reject });
    return until(promise, [flight.signal]);
  };
  return { begun, fly };
}

function ticking() {
  let tick = 1_000;
  return () => tick++;
}

test('everybody for whom a read under way is fresh enough shares it', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const answers = [1, 2, 3].map(() => flights.run('key', 0, anybody, fly));
  await promisesSettle();
  expect(begun).toHaveLength(1);
  begun[0]!.land('facts');
  expect(await Promise.all(answers)).toEqual(['facts', 'facts', 'facts']);
});

test('keys are read side by side', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const answers = ['a', 'b'].map((key) => flights.run(key, 0, anybody, fly));
  for (const read of begun) read.land(begun.length);
  expect(await Promise.all(answers)).toEqual([2, 2]);
});

test('a waiter that needs fresher facts waits for the old read to land, and begins one more', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const old = flights.run('key', 0, anybody, fly);
  const fresh = flights.run('key', begun[0]!.flight.startedAt + 1, anybody, fly);
  await promisesSettle();
  expect(begun).toHaveLength(1);
  begun[0]!.land('old');
  await promisesSettle();
  begun[1]!.land('new');
  expect([await old, await fresh]).toEqual(['old', 'new']);
});

test('a read that began after it was asked for is fresh, also when the clock was set back', async () => {
  let now = 2_000;
  const flights = new SingleFlight(() => now);
  const { begun, fly } = reading();
  const asked = now;
  now = 1_000;
  const answer = flights.run('key', asked, anybody, fly);
  begun[0]!.land('facts');
  expect(await answer).toBe('facts');
  expect(begun).toHaveLength(1);
});

test('an error reaches everybody, and the next asker begins anew', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const answers = [1, 2].map(() => flights.run('key', 0, anybody, fly));
  const failure = new Error('no answer');
  begun[0]!.crash(failure);
  for (const answer of answers) await expect(answer).rejects.toBe(failure);
  const next = flights.run('key', 0, anybody, fly);
  begun[1]!.land('facts');
  expect(await next).toBe('facts');
});

test("a waiter for a read after the old one is not told of the old one's error", async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const old = flights.run('key', 0, anybody, fly);
  const fresh = flights.run('key', begun[0]!.flight.startedAt + 1, anybody, fly);
  begun[0]!.crash(new Error('no answer'));
  await expect(old).rejects.toThrow('no answer');
  begun[1]!.land('facts');
  expect(await fresh).toBe('facts');
});

test('the last waiter who leaves takes the read along, one of several does not', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const [one, two] = [asker('one'), asker('two')];
  const answers = [one, two].map(({ scope }) => flights.run('key', 0, scope, fly));
  one.leave();
  await expect(answers[0]).rejects.toBe(one.gone);
  expect(begun[0]!.flight.signal.aborted).toBe(false);
  two.leave();
  await expect(answers[1]).rejects.toBe(two.gone);
  expect(begun[0]!.flight.signal.reason).toBe(two.gone);
});

test('nobody joins a read that was abandoned', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const one = asker();
  const left = flights.run('key', 0, one.scope, fly);
  one.leave();
  await expect(left).rejects.toBe(one.gone);
  const next = flights.run('key', 0, anybody, fly);
  begun[1]!.land('facts');
  expect(await next).toBe('facts');
});

test('a waiter that runs out of time leaves the read flying, and the next asker joins it', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const late = asker();
  const answer = flights.run('key', 0, late.scope, fly);
  late.timeOut();
  await expect(answer).rejects.toBe(late.late);
  expect(begun[0]!.flight.signal.aborted).toBe(false);
  const next = flights.run('key', 0, anybody, fly);
  begun[0]!.land('facts');
  expect(await next).toBe('facts');
  expect(begun).toHaveLength(1);
});

describe('when all who waited have run out of time', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A read whose two askers are late. */
  async function forsaken() {
    const flights = new SingleFlight(ticking());
    const { begun, fly } = reading();
    const askers = [asker('one'), asker('two')];
    const answers = askers.map(({ scope }) => flights.run('key', 0, scope, fly));
    for (const one of askers) one.timeOut();
    for (const [n, { late }] of askers.entries()) await expect(answers[n]).rejects.toBe(late);
    return { flights, begun, fly, askers, signal: begun[0]!.flight.signal };
  }

  test('a read goes on for a minute, and then ends', async () => {
    const { flights, begun, fly, signal } = await forsaken();
    vi.advanceTimersByTime(59_999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ message: expect.stringContaining('Nobody waits') });
    const next = flights.run('key', 0, anybody, fly);
    begun[1]!.land('facts');
    expect(await next).toBe('facts');
  });

  test('a read that somebody comes back for goes on, also when others leave', async () => {
    const { flights, begun, fly, askers, signal } = await forsaken();
    vi.advanceTimersByTime(59_999);
    const back = flights.run('key', 0, anybody, fly);
    askers[0]!.leave();
    vi.advanceTimersByTime(600_000);
    expect(signal.aborted).toBe(false);
    begun[0]!.land('facts');
    expect(await back).toBe('facts');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a read that ends by itself leaves no timer', async () => {
    const { begun } = await forsaken();
    expect(vi.getTimerCount()).toBe(1);
    begun[0]!.land('facts');
    await promisesSettle();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a waiter that runs out of time and then leaves takes the read along, if nobody else wants it', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const [one, two] = [asker('one'), asker('two')];
  const answers = [one, two].map(({ scope }) => flights.run('key', 0, scope, fly));
  one.timeOut();
  await expect(answers[0]).rejects.toBe(one.late);
  one.leave();
  expect(begun[0]!.flight.signal.aborted).toBe(false);
  two.timeOut();
  await expect(answers[1]).rejects.toBe(two.late);
  two.leave();
  expect(begun[0]!.flight.signal.reason).toBe(two.gone);
});

test('a read that landed is not aborted afterwards', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const [one, late] = [asker(), asker()];
  const answer = flights.run('key', 0, one.scope, fly);
  const inVain = flights.run('key', 0, late.scope, fly);
  late.timeOut();
  await expect(inVain).rejects.toBe(late.late);
  begun[0]!.land('facts');
  await answer;
  await promisesSettle();
  one.leave();
  late.leave();
  expect(begun[0]!.flight.signal.aborted).toBe(false);
  expect(getEventListeners(late.scope.signal, 'abort')).toEqual([]);
});

test('a caller that is gone or late before asking begins nothing', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const [gone, late] = [asker(), asker()];
  gone.leave();
  late.timeOut();
  await expect(flights.run('key', 0, gone.scope, fly)).rejects.toBe(gone.gone);
  await expect(flights.run('key', 0, late.scope, fly)).rejects.toBe(late.late);
  expect(begun).toHaveLength(0);
});

test('closing aborts every read under way', async () => {
  const flights = new SingleFlight(ticking());
  const { fly } = reading();
  const answers = ['a', 'b'].map((key) => flights.run(key, 0, anybody, fly));
  const reason = new Error('closing');
  flights.close(reason);
  for (const answer of answers) await expect(answer).rejects.toBe(reason);
});

test('a waiter that stops waiting leaves no listener behind', async () => {
  const one = asker();
  const never = new Promise(() => {});
  const waiting = until(never, [one.scope.signal, one.scope.deadline]);
  one.leave();
  await expect(waiting).rejects.toBe(one.gone);
  await until(Promise.resolve(), [anybody.signal, anybody.deadline]);
  await promisesSettle();
  for (const signal of [one.scope.signal, one.scope.deadline, anybody.signal, anybody.deadline])
    expect(getEventListeners(signal, 'abort')).toEqual([]);
});

interface Move {
  readonly does: 'ask' | 'leave' | 'time out';
  readonly who: number;
  /** How old, in ticks, the facts may be that this asker takes. */
  readonly age: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  does: fc.constantFrom('ask' as const, 'ask' as const, 'leave' as const, 'time out' as const),
  who: fc.nat({ max: 5 }),
  age: fc.constantFrom(0, 3, 1_000),
});

test('asking, leaving and landing may mix as they like: one read at a time, fresh enough, and nobody is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(move, { minLength: 1, maxLength: 20 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      async (scheduler, moves, successes) => {
        const now = ticking();
        const flights = new SingleFlight(now);
        let flying = 0;
        let reads = 0;
        const failures: Error[] = [];
        const fly = async ({ signal, startedAt }: Flight) => {
          flying++;
          const succeeds = successes[reads++ % successes.length];
          // One that nobody wants any more is as good as gone: its place is free at once.
          signal.addEventListener('abort', () => flying--, { once: true });
          expect(flying).toBe(1);
          await until(scheduler.schedule(Promise.resolve(), 'land'), [signal]);
          flying--;
          if (succeeds) return startedAt;
          const failure = new Error('no answer');
          failures.push(failure);
          throw failure;
        };

        const askers = Array.from({ length: 6 }, (_, n) => asker(`asker ${n}`));
        let asked = 0;
        let answered = 0;
        const ask = async ({ scope, gone, late }: (typeof askers)[number], age: number) => {
          asked++;
          const notBefore = now() - age;
          const outcome: unknown = await flights.run('key', notBefore, scope, fly).catch((error) => error);
          const isAnswer =
            typeof outcome === 'number'
              ? outcome >= notBefore
              : (outcome === gone && scope.signal.aborted) ||
                (outcome === late && scope.deadline.aborted) ||
                failures.some((failure) => failure === outcome);
          expect(isAnswer).toBe(true);
          answered++;
        };
        const asking: Promise<void>[] = [];
        for (const { does, who, age } of moves)
          void scheduler.schedule(Promise.resolve(), does).then(() => {
            const one = askers[who]!;
            if (does === 'ask') asking.push(ask(one, age));
            else if (does === 'leave') one.leave();
            else one.timeOut();
          });
        await scheduler.waitIdle();
        expect(answered).toBe(asked);
        await Promise.all(asking);
        expect(flying).toBe(0);
      },
    ),
    { numRuns: 400 },
  );
});

test('a list may get as long as the most patient of those who wait for it would have it, and they may go', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const patient = asker();
  const some = flights.run('list', 0, anybody, fly, 2);
  const { maxPages } = begun[0]!.flight;
  expect(maxPages()).toBe(2);
  const more = flights.run('list', 0, anybody, fly, 5);
  const whole = flights.run('list', 0, patient.scope, fly);
  expect(maxPages()).toBe(Number.POSITIVE_INFINITY);
  patient.leave();
  await expect(whole).rejects.toBe(patient.gone);
  expect(maxPages()).toBe(5);
  begun[0]!.crash(new ListTooLong(5));
  await expect(some).rejects.toBeInstanceOf(ListTooLong);
  await expect(more).rejects.toBeInstanceOf(ListTooLong);
  expect(begun).toHaveLength(1);
});

test('a waiter that joins a list in the moment in which it gives up begins it again', async () => {
  const flights = new SingleFlight(ticking());
  const { begun, fly } = reading();
  const some = flights.run('list', 0, anybody, fly, 2);
  begun[0]!.crash(new ListTooLong(2));
  const whole = flights.run('list', 0, anybody, fly);
  await expect(some).rejects.toBeInstanceOf(ListTooLong);
  await promisesSettle();
  begun[1]!.land('all');
  expect(await whole).toBe('all');
});
