import { expect, it } from 'vitest';
import { differences, tablesOf, tooDear } from '../../bench/calls/calls.ts';
import { measure } from '../../bench/calls/measure.ts';

it('every question takes about the least calls, as docs/performance.md says, of an organization of 60 accounts', async () => {
  const rows = await measure('S');
  expect(tooDear(rows)).toEqual([]);
  expect(await differences(tablesOf('S', rows))).toEqual([]);
}, 240_000);
