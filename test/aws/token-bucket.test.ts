import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket, type Rate } from '../../src/aws/budget/token-bucket.ts';
import { ManualClock } from './manual-clock.ts';
import { turnOf, turnsOf } from './turns-of.ts';
import { rates, run, scripts, type Step, type Taker } from './token-takers.ts';

const forever = new AbortController().signal;
const runs = { numRuns: 200 };
/** Sums of fractions differ in their last digits. */
const rounding = 1e-5;

/** By how many the most crowded stretch of time has more moments than burst + rate × time. */
function excess(momentsMs: readonly number[], { perSecond, burst }: Rate): number {
  const times = momentsMs.toSorted((a, b) => a - b);
  const excesses = times.flatMap((from, index) =>
    times.slice(index).map((to, further) => further + 1 - burst - (perSecond * (to - from)) / 1000),
  );
  return Math.max(0, ...excesses);
}

const withoutJoining = (script: readonly Step[]) => script.filter(({ kind }) => kind !== 'join');
const admissions = (takers: readonly Taker[]) => takers.flatMap(({ admittedAt }) => admittedAt ?? []);

test('in no stretch of time are more tokens given than burst + rate × time', async () => {
  await fc.assert(
    fc.asyncProperty(rates, scripts, async (rate, script) => {
      const { takers } = await run(rate, script);
      expect(excess(admissions(takers), rate)).toBeLessThan(rounding);
    }),
    runs,
  );
});

test('in no stretch of time does the background get more than its share of the rate', async () => {
  await fc.assert(
    fc.asyncProperty(rates, scripts, fc.constantFrom(0.1, 1 / 3, 1), async (rate, script, share) => {
      const { takers } = await run(rate, script, share);
      const background = takers.filter(({ turns }) => turns.lane === 'background');
      const law = { perSecond: rate.perSecond * share, burst: 2 };
      expect(excess(admissions(background), law)).toBeLessThan(rounding);
    }),
    runs,
  );
});

test('everybody is served or has given up with their own reason, and then no timer is left', async () => {
  await fc.assert(
    fc.asyncProperty(rates, scripts, async (rate, script) => {
      const { takers, clock, bucket } = await run(rate, script);
      for (const { admittedAt, abortedWith, controller } of takers) {
        expect([admittedAt === undefined, abortedWith]).toEqual([
          controller.signal.aborted && abortedWith !== undefined,
          admittedAt === undefined ? controller.signal.reason : undefined,
        ]);
      }
      expect(clock.timers).toBe(0);
      // Nor is a place or a token.
      const { waiting, tokens } = bucket.state();
      expect({ waiting, tokens }).toEqual({ waiting: { interactive: 0, background: 0 }, tokens: rate.burst });
    }),
    runs,
  );
});

test('nobody in the background goes before an interactive who waits', async () => {
  await fc.assert(
    fc.asyncProperty(rates, scripts, async (rate, script) => {
      const { services } = await run(rate, script);
      const wrong = services.filter(
        ({ served, waited }) =>
          !served.lanes.has('interactive') && waited.some(({ lanes }) => lanes.has('interactive')),
      );
      expect(wrong).toEqual([]);
    }),
    runs,
  );
});

test('within a request nobody is overtaken', async () => {
  await fc.assert(
    fc.asyncProperty(rates, scripts, async (rate, script) => {
      const { services } = await run(rate, withoutJoining(script));
      for (const { served, waited } of services) {
        const line = waited.filter(({ lane, request }) => lane === served.lane && request === served.request);
        expect(line.filter(({ order }) => order < served.order)).toEqual([]);
      }
    }),
    runs,
  );
});

for (const who of ['client', 'request'] as const) {
  test(`while a ${who} waits, no other of its kind is served twice`, async () => {
    await fc.assert(
      fc.asyncProperty(rates, scripts, async (rate, script) => {
        const { services } = await run(rate, withoutJoining(script));
        // Requests are compared within their client.
        const peers = (one: Taker, other: Taker) =>
          one.lane === other.lane && (who === 'client' || one.client === other.client);
        for (const [index, { served, waited }] of services.entries()) {
          const next = services.findIndex(
            (later, at) => at > index && peers(later.served, served) && later.served[who] === served[who],
          );
          if (next < 0) continue;
          const stillWait = new Set(services[next]!.waited.map(({ order }) => order));
          const between = services.slice(index + 1, next).map((later) => later.served);
          for (const one of waited) {
            if (!stillWait.has(one.order) || !peers(one, served) || one[who] === served[who]) continue;
            expect(between.some((other) => peers(other, one) && other[who] === one[who])).toBe(true);
          }
        }
      }),
      runs,
    );
  });
}

test('the background delays interactive calls by one call at most, compared with none in the background', async () => {
  await fc.assert(
    fc.asyncProperty(rates, scripts, async (rate, script) => {
      const calm = script.filter(({ kind }) => kind === 'take' || kind === 'advance');
      const without = calm.filter((step) => step.kind !== 'take' || step.lane === 'interactive');
      const [mixed, alone] = await Promise.all([run(rate, calm), run(rate, without)]);
      const times = ({ takers }: typeof mixed) =>
        admissions(takers.filter(({ lane }) => lane === 'interactive')).toSorted((a, b) => a - b);
      const expected = times(alone);
      for (const [index, at] of times(mixed).entries())
        expect(at).toBeLessThanOrEqual(expected[index]! + 1000 / rate.perSecond + rounding);
    }),
    runs,
  );
});

test('a throttle gives nothing for as long as AWS asks', async () => {
  await fc.assert(
    fc.asyncProperty(rates, scripts, async (rate, script) => {
      const { takers, pauses } = await run(rate, script);
      for (const { admittedAt, arrivedAt } of takers) {
        for (const { from, until } of pauses) {
          // Who was admitted at the moment when the pause began may have been so before it.
          const isInside = admittedAt !== undefined && admittedAt > from && admittedAt < until - rounding;
          expect(isInside, `arrived ${arrivedAt}, admitted ${admittedAt} within ${from}..${until}`).toBe(
            false,
          );
        }
      }
    }),
    runs,
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

test('a waiter that gives up in the queue leaves the token to the next', async () => {
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

test('an abort after the token was given, and before it could be used, gives it back', async () => {
  for (const lane of ['interactive', 'background'] as const) {
    const clock = new ManualClock();
    const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, clock);
    const controller = new AbortController();
    const leaver = bucket.take(turnsOf({ lane }), controller.signal);
    const next = bucket.take(turnsOf({ lane }), forever);
    controller.abort('gone');
    await expect(leaver).rejects.toBe('gone');
    await next;
    expect([clock.now(), clock.timers]).toEqual([0, 0]);
  }
});

test('clients take turns, and so do the requests of each', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 10, burst: 1 }, clock);
  await bucket.take(turnsOf(), forever);
  const [first, second, third] = [{}, {}, {}];
  const served: string[] = [];
  const wants = (name: string, client: string, request: object) =>
    void bucket.take(turnsOf({ client, request }), forever).then(() => served.push(name));
  for (const n of [1, 2, 3, 4]) wants(`a1.${n}`, 'a', first);
  for (const n of [1, 2]) wants(`a2.${n}`, 'a', second);
  for (const n of [1, 2]) wants(`b.${n}`, 'b', third);
  await clock.advance(800);
  expect(served).toEqual(['a1.1', 'b.1', 'a2.1', 'b.2', 'a1.2', 'a2.2', 'a1.3', 'a1.4']);
});

test('an interactive turn that joins lifts a waiting call out of the background at once', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 10, burst: 5 }, clock);
  for (let n = 0; n < 5; n += 1) await bucket.take(turnsOf(), forever);
  const turns = turnsOf({ lane: 'background' });
  const served: string[] = [];
  void bucket.take(turnsOf({ lane: 'background' }), forever).then(() => served.push('other'));
  void bucket.take(turns, forever).then(() => served.push('promoted'));
  await clock.advance(99);
  expect(bucket.state().waiting).toEqual({ interactive: 0, background: 2 });
  turns.add(turnOf());
  expect(bucket.state().waiting).toEqual({ interactive: 1, background: 1 });
  await clock.advance(1);
  expect(served).toEqual(['promoted']);
  // Later calls of the same read are interactive from the beginning.
  void bucket.take(turns, forever).then(() => served.push('its next'));
  await clock.advance(100);
  expect(served).toEqual(['promoted', 'its next']);
});

test('a call that two clients want takes the turn of whoever is first, and the other keeps theirs', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 10, burst: 1 }, clock);
  await bucket.take(turnsOf(), forever);
  const served: string[] = [];
  const wants = (name: string, turns = turnsOf({ client: name })) =>
    void bucket.take(turns, forever).then(() => served.push(name));
  for (let n = 0; n < 3; n += 1) wants('a');
  const shared = turnsOf({ client: 'a' });
  wants('shared', shared);
  shared.add(turnOf({ client: 'b' }));
  wants('b');
  await clock.advance(500);
  expect(served).toEqual(['a', 'shared', 'a', 'b', 'a']);
});

test('a call that several want takes one token, and none when another joins after it was served', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 10, burst: 1 }, clock);
  await bucket.take(turnsOf(), forever);
  const shared = turnsOf({ client: 'a' });
  const served: [string, number][] = [];
  const wants = (name: string, turns = turnsOf({ client: name })) =>
    void bucket.take(turns, forever).then(() => served.push([name, clock.now()]));
  wants('shared', shared);
  shared.add(turnOf({ client: 'b' }));
  await clock.advance(100);
  shared.add(turnOf({ client: 'c' }));
  expect(bucket.state().waiting).toEqual({ interactive: 0, background: 0 });
  wants('d');
  await clock.advance(100);
  expect(served).toEqual([
    ['shared', 100],
    ['d', 200],
  ]);
});

test('a waiter that was served or has left is not listened to any more', async () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, new ManualClock());
  const controller = new AbortController();
  await bucket.take(turnsOf(), controller.signal);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  const leaver = bucket.take(turnsOf(), controller.signal);
  controller.abort('gone');
  await expect(leaver).rejects.toBe('gone');
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

test('the background alone goes on at its share, and starts only when the bucket is full', async () => {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 15, burst: 5 }, clock);
  for (let n = 0; n < 5; n += 1) await bucket.take(turnsOf(), forever);
  const admitted: number[] = [];
  for (let n = 0; n < 60; n += 1)
    void bucket.take(turnsOf({ lane: 'background' }), forever).then(() => admitted.push(clock.now()));
  await clock.advance(333);
  expect(admitted).toEqual([]);
  await clock.advance(10_000);
  expect(admitted.length).toBeGreaterThanOrEqual(50);
  expect(admitted.length).toBeLessThanOrEqual(52);
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

for (const share of [0, -1, 1.1, Number.NaN]) {
  test(`a background share of ${share} is refused`, () => {
    expect(() => new TokenBucket({ perSecond: 1, burst: 1 }, new ManualClock(), share)).toThrow(RangeError);
  });
}
