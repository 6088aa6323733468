import { expect, test } from 'vitest';
import { sweepThroughKills } from './killed-sweeps.ts';

test('a sweep whose gateway is killed in the middle goes on in the next one, from a store that claims nothing untrue', async () => {
  const { calls, most } = await sweepThroughKills(3);
  expect(calls).toBeLessThanOrEqual(most);
}, 60_000);
