import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket, type Rate } from '../../src/aws/budget/token-bucket.ts';
import type { Lane } from '../../src/aws/budget/turns.ts';
import { ManualClock, settled } from './manual-clock.ts';
import { turnsOf } from './turns-of.ts';

const forever = new AbortController().signal;

interface Taker {
  readonly lane: Lane;
  readonly arrivedAt: number;
  readonly order: number;
  readonly controller: AbortController;
  admittedAt?: number;
  abortedWith?: unknown;
}

type Step =
  | { readonly kind: 'take'; readonly lane: Lane; readonly count: number }
  | { readonly kind: 'abort'; readonly pick: number }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'pause'; readonly ms: number };

const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('take' as const),
      lane: fc.constantFrom<Lane>('interactive', 'background'),
      count: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({ kind: fc.constant('abort' as const), pick: fc.nat() }),
    fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 900 }) }),
    fc.record({ kind: fc.constant('pause' as const), ms: fc.integer({ min: 1, max: 1500 }) }),
  ),
  { maxLength: 40 },
);
const rates = fc.record<Rate>({
  perSecond: fc.constantFrom(1, 2, 5, 7, 15, 20),
  burst: fc.integer({ min: 1, max: 12 }),
});

interface Run {
  readonly takers: Taker[];
  readonly pauses: { readonly from: number; readonly until: number }[];
  readonly clock: ManualClock;
}

async function run(rate: Rate, script: readonly Step[]): Promise<Run> {
  const clock = new ManualClock();
  const bucket = new TokenBucket(rate, clock);
  const takers: Taker[] = [];
  const pauses: { from: number; until: number }[] = [];
  const waiting = () => takers.filter((taker) => taker.admittedAt === undefined && !('abortedWith' in taker));
  for (const step of script) {
    if (step.kind === 'advance') await clock.advance(step.ms);
    if (step.kind === 'pause') {
      bucket.throttled(step.ms);
      pauses.push({ from: clock.now(), until: clock.now() + step.ms });
    }
    if (step.kind === 'abort') {
      const candidates = waiting();
      candidates[step.pick % Math.max(1, candidates.length)]?.controller.abort(`gave up ${step.pick}`);
    }
    if (step.kind === 'take') {
      for (let n = 0; n < step.count; n += 1) {
        const controller = new AbortController();
        const taker: Taker = { lane: step.lane, arrivedAt: clock.now(), order: takers.length, controller };
        takers.push(taker);
        void bucket.take(turnsOf({ lane: step.lane }), controller.signal).then(
          () => (taker.admittedAt = clock.now()),
          (error: unknown) => (taker.abortedWith = error),
        );
      }
    }
    await settled();
  }
  // Long enough for all pauses, and then for everybody at the slowest rate.
  await clock.advance(40 * 1500 + 240 * 1000);
  return { takers, pauses, clock };
}

test('in no stretch of time are more tokens given than burst + rate × time', async () => {
  await fc.assert(
    fc.asyncProperty(rates, steps, async (rate, script) => {
      const { takers } = await run(rate, script);
      const times = takers.flatMap(({ admittedAt }) => admittedAt ?? []).toSorted((a, b) => a - b);
      for (const [index, from] of times.entries()) {
        for (let last = index; last < times.length; last += 1) {
          const allowed = rate.burst + (rate.perSecond * (times[last]! - from)) / 1000;
          // Sums of fractions of a millisecond differ in their last digits.
          expect(last - index + 1).toBeLessThanOrEqual(allowed + 1e-6);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('everybody is served or has given up with their own reason, and then no timer is left', async () => {
  await fc.assert(
    fc.asyncProperty(rates, steps, async (rate, script) => {
      const { takers, clock } = await run(rate, script);
      for (const { admittedAt, abortedWith, controller } of takers) {
        expect([admittedAt === undefined, abortedWith]).toEqual([
          controller.signal.aborted && abortedWith !== undefined,
          admittedAt === undefined ? controller.signal.reason : undefined,
        ]);
      }
      expect(clock.timers).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('nobody is overtaken within a lane, and background never goes before an interactive who waits', async () => {
  await fc.assert(
    fc.asyncProperty(rates, steps, async (rate, script) => {
      const { takers } = await run(rate, script);
      const served = takers.flatMap(({ admittedAt, ...taker }) =>
        admittedAt === undefined ? [] : [{ ...taker, admittedAt }],
      );
      const overtakings = served.flatMap((first) =>
        served.filter((second) => {
          const isLater = first.admittedAt > second.admittedAt;
          if (first.lane === second.lane) return first.order < second.order && isLater;
          // Within one moment of arrival and service the lanes cannot be told apart.
          return first.lane === 'interactive' && first.arrivedAt < second.admittedAt && isLater;
        }),
      );
      expect(overtakings).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a pause gives nothing until it ends', async () => {
  await fc.assert(
    fc.asyncProperty(rates, steps, async (rate, script) => {
      const { takers, pauses } = await run(rate, script);
      for (const { admittedAt, arrivedAt } of takers) {
        for (const { from, until } of pauses) {
          // Who was admitted at the moment when the pause began may have been so before it.
          const isInside = admittedAt !== undefined && admittedAt > from && admittedAt < until - 1e-6;
          expect(isInside, `arrived ${arrivedAt}, admitted ${admittedAt} within ${from}..${until}`).toBe(
            false,
          );
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a full bucket serves a burst at once, then one token an interval', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, clock);
  const admitted: number[] = [];
  for (let n = 0; n < 6; n += 1) void bucket.take(turnsOf(), forever).then(() => admitted.push(clock.now()));
  await clock.advance(1000);
  expect(admitted).toEqual([0, 0, 0, 100, 200, 300]);
});

test('who gives up in the queue leaves the token to the next', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 10, burst: 1 }, clock);
  await bucket.take(turnsOf(), forever);
  const controller = new AbortController();
  const leaver = bucket.take(turnsOf(), controller.signal);
  let admittedAt: number | undefined;
  void bucket.take(turnsOf(), forever).then(() => (admittedAt = clock.now()));
  const reason = new Error('the client is gone');
  controller.abort(reason);
  await expect(leaver).rejects.toBe(reason);
  await clock.advance(100);
  expect(admittedAt).toBe(100);
});

test('when the last who waits gives up, no timer stays', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, clock);
  await bucket.take(turnsOf(), forever);
  const controller = new AbortController();
  const leaver = bucket.take(turnsOf({ lane: 'background' }), controller.signal);
  expect(clock.timers).toBe(1);
  controller.abort('gone');
  await expect(leaver).rejects.toBe('gone');
  expect(clock.timers).toBe(0);
});

test('a signal that has already aborted takes no token', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, clock);
  await expect(bucket.take(turnsOf(), AbortSignal.abort('too late'))).rejects.toBe('too late');
  await bucket.take(turnsOf(), forever);
  expect(clock.timers).toBe(0);
});

test('a thousand who wait on one signal are let go together', async () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, new ManualClock());
  await bucket.take(turnsOf(), forever);
  const controller = new AbortController();
  const takers = Array.from({ length: 1000 }, () => bucket.take(turnsOf(), controller.signal));
  controller.abort('shutting down');
  const outcomes = await Promise.allSettled(takers);
  expect(
    new Set(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : 'served'))),
  ).toEqual(new Set(['shutting down']));
});

for (const rate of [
  { perSecond: 0, burst: 1 },
  { perSecond: Number.NaN, burst: 1 },
  { perSecond: 1, burst: 0 },
]) {
  test(`a bucket of ${JSON.stringify(rate)} is refused`, () => {
    expect(() => new TokenBucket(rate, new ManualClock())).toThrow(RangeError);
  });
}
