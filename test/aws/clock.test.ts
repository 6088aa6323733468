import { setImmediate as later } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/aws/budget/clock.ts';

it('waits for a moment that has passed meanwhile without a warning of the process', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on('warning', note);
  await systemClock.sleep(-5, new AbortController().signal);
  await later();
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
