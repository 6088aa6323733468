import { expect, test } from 'vitest';
import { createBudget, unlimited } from '../../src/aws/budget/budget.ts';
import { forecastSeconds } from '../../src/aws/forecast.ts';
import type { Lane } from '../../src/aws/budget/turns.ts';
import { ManualClock } from './manual-clock.ts';
import { turnsOf } from './turns-of.ts';

const forever = new AbortController().signal;
const pairs = 'sso-admin:ListAccountAssignments';
const sets = 'sso-admin:DescribePermissionSet';
const users = 'identitystore:DescribeUser';

/** When the last of so many calls may start, by doing it. */
async function reallyTakes(
  calls: number,
  lane: Lane,
  before: (clock: ManualClock, budget: ReturnType<typeof createBudget>) => Promise<void> | void,
) {
  const clock = new ManualClock();
  const budget = createBudget(15, clock);
  await before(clock, budget);
  const now = clock.now();
  const forecast = forecastSeconds(budget, new Map([[pairs, calls]]), lane, 0);
  let lastAt = Number.NaN;
  for (let n = 0; n < calls; n += 1)
    void budget
      .bucketOf(pairs)!
      .take(turnsOf({ lane }), forever)
      .then(() => (lastAt = clock.now()));
  await clock.advance(60_000 + calls * 1000);
  return { forecast, real: (lastAt - now) / 1000 };
}

const situations = {
  'a full bucket': () => {},
  'some who wait already': (_, budget) => {
    for (let n = 0; n < 40; n += 1)
      void budget
        .bucketOf(pairs)!
        .take(turnsOf({ lane: n % 4 === 0 ? 'background' : 'interactive' }), forever);
  },
  'a throttle a moment ago': async (clock, budget) => {
    budget.bucketOf(pairs)!.throttled(1000);
    await clock.advance(2500);
  },
  'a pause': (_, budget) => budget.bucketOf(pairs)!.throttled(4000),
} satisfies Record<string, Parameters<typeof reallyTakes>[2]>;

for (const [what, before] of Object.entries(situations)) {
  for (const lane of ['interactive', 'background'] as const) {
    test(`the forecast of ${lane} calls is what they take: ${what}`, async () => {
      for (const calls of [1, 2, 5, 6, 7, 100]) {
        const { forecast, real } = await reallyTakes(calls, lane, before);
        expect(forecast, `${calls} calls`).toBeCloseTo(real, 3);
      }
    });
  }
}

test('operations that share a bucket wait for each other, others go side by side', () => {
  const budget = createBudget(15, new ManualClock());
  const of = (calls: [string, number][]) => forecastSeconds(budget, new Map(calls), 'interactive', 0);
  expect(
    of([
      [pairs, 50],
      [sets, 50],
    ]),
  ).toBe(of([[pairs, 100]]));
  expect(
    of([
      [pairs, 100],
      [users, 50],
    ]),
  ).toBe(of([[pairs, 100]]));
});

test('where tokens abound, a forecast is as long as the answers take, 8 at a time', () => {
  const seconds = (calls: number) =>
    forecastSeconds(unlimited, new Map([[pairs, calls]]), 'interactive', 0.05);
  expect([0, 1, 8, 9, 800].map(seconds)).toEqual([0, 0.05, 0.05, 0.1, 5]);
});

test('the answer to the last call is waited for, too', () => {
  const budget = createBudget(15, new ManualClock());
  const seconds = (latency: number) =>
    forecastSeconds(budget, new Map([[pairs, 200]]), 'interactive', latency);
  expect(seconds(0.25) - seconds(0)).toBeCloseTo(0.25);
});

test('a forecast takes no tokens and changes nothing', async () => {
  const clock = new ManualClock();
  const budget = createBudget(15, clock);
  const bucket = budget.bucketOf(pairs)!;
  const before = bucket.state();
  forecastSeconds(budget, new Map([[pairs, 1_000]]), 'background', 0);
  expect(bucket.state()).toEqual(before);
  expect(clock.timers).toBe(0);
});
