import { expect, it } from 'vitest';
import { differences, tablesOf } from '../../bench/calls/calls.ts';
import { measure } from '../../bench/calls/measure.ts';

it('every question takes the calls that docs/performance.md says, of an organization of 60 accounts', async () => {
  expect(await differences(tablesOf('S', await measure('S')))).toEqual([]);
}, 120_000);
