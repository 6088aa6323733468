import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { fuzz, harmOf } from '../fuzz/fuzz.ts';

const { FUZZ_SEED = String(Math.floor(Date.now() / 86_400_000)), FUZZ_COUNT = '100000' } = process.env;
const seed = Number(FUZZ_SEED);
const count = Number(FUZZ_COUNT);

// Another seed each day. A finding tells how test/fuzz/fuzz.test.ts shows it again.
test(`${count} inputs that are wrong in every way knock nothing over (FUZZ_SEED=${seed})`, async () => {
  const report = await fuzz(schema, { seed, from: 0, count, width: 24, maxSeconds: 700, warmUp: 3_000 });
  process.stdout.write(`${JSON.stringify(report, undefined, 1)}\n`);
  expect(harmOf(report, { heapMb: 20, isAlone: true })).toEqual([]);
  expect(report.sent).toBe(count);
}, 900_000);
