import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallMeter } from '../../src/aws/call/meter.ts';
import { ManualClock } from './manual-clock.ts';

test('calls that wait side by side count the time on the clock once', async () => {
  const clock = new ManualClock();
  const meter = new CallMeter(clock);
  const { signal } = new AbortController();
  const waits = [meter.waiting(clock.sleep(100, signal)), meter.waiting(clock.sleep(300, signal))];
  await clock.advance(50);
  waits.push(meter.waiting(clock.sleep(100, signal)));
  await clock.advance(1_000);
  await Promise.all(waits);
  expect(meter.toJSON().waitMs).toBe(300);
});

test('a wait that goes on is counted so far', async () => {
  const clock = new ManualClock();
  const meter = new CallMeter(clock);
  const wait = meter.waiting(clock.sleep(500, new AbortController().signal));
  await clock.advance(200);
  expect(meter.toJSON().waitMs).toBe(200);
  await clock.advance(800);
  await wait;
  expect(meter.toJSON().waitMs).toBe(500);
});

test('a wait that is given up counts until then, and rejects with its reason', async () => {
  const clock = new ManualClock();
  const meter = new CallMeter(clock);
  const controller = new AbortController();
  const wait = meter.waiting(clock.sleep(500, controller.signal));
  wait.catch(() => {});
  await clock.advance(200);
  controller.abort('gone');
  await expect(wait).rejects.toBe('gone');
  await clock.advance(800);
  expect(meter.toJSON().waitMs).toBe(200);
});

test('waitMs is the time in which at least one call waited', async () => {
  const wait = fc.record({ from: fc.nat(60), ms: fc.integer({ min: 1, max: 30 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(wait, { maxLength: 12 }), async (waits) => {
      const clock = new ManualClock();
      const meter = new CallMeter(clock);
      const { signal } = new AbortController();
      const waiting = waits.map(async ({ from, ms }) => {
        await clock.sleep(from, signal);
        await meter.waiting(clock.sleep(ms, signal));
      });
      await clock.advance(100);
      await Promise.all(waiting);
      const moments = new Set(
        waits.flatMap(({ from, ms }) => Array.from({ length: ms }, (_, at) => from + at)),
      );
      expect(meter.toJSON().waitMs).toBe(moments.size);
    }),
    { numRuns: 50 },
  );
});
