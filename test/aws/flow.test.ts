import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Flow } from '../../src/aws/budget/flow.ts';

test('a throttle halves the rate, and a twentieth of it comes back in each second', () => {
  const flow = new Flow(20, 0);
  flow.throttle(1_000, 5_000);
  expect(flow.perSecond(5_000)).toBe(10);
  // Nothing comes back while AWS wants to be left alone.
  expect(flow.perSecond(6_000)).toBe(10);
  expect(flow.perSecond(7_000)).toBeCloseTo(11);
  expect(flow.perSecond(11_000)).toBeCloseTo(15);
  expect(flow.perSecond(16_000)).toBeCloseTo(20);
  expect(flow.perSecond(1_000_000)).toBe(20);
});

test('neighbours that fail together halve the rate once', () => {
  const flow = new Flow(20, 0);
  for (const at of [5_000, 5_001, 5_400, 5_999]) flow.throttle(1_000, at);
  expect(flow.perSecond(5_999)).toBe(10);
  flow.throttle(1_000, 6_000);
  expect(flow.perSecond(6_000)).toBe(5);
});

test('an eighth of the rate is left, however often AWS throttles', () => {
  const flow = new Flow(16, 0);
  for (let at = 0; at < 60_000; at += 1_000) flow.throttle(1_000, at);
  expect(flow.perSecond(60_000)).toBe(2);
});

test('while AWS wants to be left alone nothing flows, also when another throttle asks for less time', () => {
  const flow = new Flow(10, 0);
  flow.throttle(4_000, 1_000);
  flow.throttle(1_000, 2_500);
  expect([1_000, 3_000, 5_000].map((at) => flow.tokens(at))).toEqual([10, 10, 10]);
  expect(flow.tokens(6_000)).toBeGreaterThan(12);
});

const throttles = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 20_000 }), pauseMs: fc.integer({ min: 0, max: 5_000 }) }),
  { maxLength: 6 },
);

test('the flow is the rate over time, and is foretold to the moment', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 5, 15),
      throttles,
      fc.integer({ min: 1, max: 30_000 }),
      fc.integer({ min: 1, max: 500 }),
      (perSecond, script, afterMs, wanted) => {
        const flow = new Flow(perSecond, 0);
        let now = 0;
        for (const { after, pauseMs } of script) {
          now += after;
          flow.throttle(pauseMs, now);
        }
        now += afterMs;
        // Piece by piece, as nothing throttles from here on.
        let sum = flow.tokens(now);
        const from = now;
        const stepMs = 50;
        for (let at = from; at < from + 10_000; at += stepMs) {
          const grew = flow.tokens(at + stepMs) - flow.tokens(at);
          expect(grew).toBeGreaterThanOrEqual(0);
          expect(grew).toBeLessThanOrEqual((flow.perSecond(at + stepMs) * stepMs) / 1000 + 1e-9);
          sum += grew;
        }
        expect(sum).toBeCloseTo(flow.tokens(from + 10_000), 6);

        const target = flow.tokens(now) + wanted;
        const ms = flow.msUntil(target, now);
        expect(flow.tokens(now + ms)).toBeCloseTo(target, 6);
        expect(flow.tokens(now + Math.max(0, ms - 1))).toBeLessThan(target);
      },
    ),
    { numRuns: 200 },
  );
});
