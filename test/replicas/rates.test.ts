import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Rate, type Rates } from '../../src/server/limits/rate.ts';
import { ask, hasPostgres } from '../postgres/server.ts';
import { sharedState, type SharedState } from './shared.ts';

/** How many of a hundred requests are let through at once. */
function taken(rates: Rates, who: string): number {
  return Array.from({ length: 100 }, () => rates.take(who)).filter((waitMs) => waitMs === 0).length;
}

describe.skipIf(!hasPostgres)('a viewer’s minute that replicas share', () => {
  let shared: SharedState;
  beforeAll(async () => void (shared = await sharedState()));
  afterAll(() => shared[Symbol.asyncDispose]());

  async function two(perMinute: number): Promise<[Rates, Rates]> {
    const here = (await shared.replica()).rates(new Rate(perMinute, Date.now));
    const there = (await shared.replica()).rates(new Rate(perMinute, Date.now));
    return [here, there];
  }

  test('is used up at all of them, whichever it was asked of, and nobody else’s is', async () => {
    const [here, there] = await two(20);
    expect(taken(here, 'ada')).toBe(20);
    // Each learns of the others when it tells of itself.
    expect(there.take('ada')).toBe(0);
    await expect.poll(() => there.take('ada'), { timeout: 5_000 }).toBeGreaterThan(1_000);
    await expect.poll(() => here.take('ada'), { timeout: 5_000 }).toBeGreaterThan(1_000);
    expect(taken(there, 'bob')).toBe(20);
  });

  test('is given out in parts while the database is away, and neither not at all nor twice', async () => {
    const [here, there] = await two(20);
    const [{ now }] = await ask(shared.url, 'select now()');
    // Whoever says so later than that counts both.
    const late = 'select count(*)::int as count from gateway_people.replica where seen_at <= $1';
    await expect
      .poll(async () => (await ask(shared.url, late, [now]))[0], { timeout: 10_000 })
      .toEqual({ count: 0 });
    await shared.server.stop();
    const isAlone = (rates: Rates) => taken(rates, randomUUID()) < 20;
    await expect.poll(() => isAlone(here) && isAlone(there), { timeout: 15_000 }).toBe(true);
    const parts = [taken(here, 'carol'), taken(there, 'carol')];
    await shared.server.start();
    expect(Math.min(...parts)).toBeGreaterThan(0);
    expect(parts[0]! + parts[1]!).toBeLessThanOrEqual(20);
  }, 60_000);
});
