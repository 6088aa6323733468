import { expect, test } from 'vitest';
import { sweepThroughKills } from '../store/killed-sweeps.ts';

test('a sweep whose gateways are killed twenty times comes to its end, from a store that claims nothing untrue', async () => {
  const { calls, most } = await sweepThroughKills(20);
  expect(calls).toBeLessThanOrEqual(most);
}, 300_000);
