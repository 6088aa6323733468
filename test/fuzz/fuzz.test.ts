import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { fuzz, harmOf } from './fuzz.ts';

const { FUZZ_SEED = '1', FUZZ_ONLY, FUZZ_COUNT = '2000' } = process.env;
const seed = Number(FUZZ_SEED);
const common = { seed, width: 16, maxSeconds: 12 };

test.runIf(FUZZ_ONLY === undefined)(
  `${FUZZ_COUNT} inputs that are wrong in every way knock nothing over (FUZZ_SEED=${seed})`,
  async () => {
    const campaign = { ...common, from: 0, count: Number(FUZZ_COUNT), warmUp: 300 };
    expect(harmOf(await fuzz(schema, campaign), { heapMb: 30, isAlone: false })).toEqual([]);
  },
  120_000,
);

test.runIf(FUZZ_ONLY !== undefined)(
  `FUZZ_SEED=${seed} FUZZ_ONLY=${FUZZ_ONLY} is answered as it should be`,
  async () => {
    const { findings } = await fuzz(schema, { ...common, from: Number(FUZZ_ONLY), count: 1, warmUp: 0 });
    expect(findings).toEqual([]);
  },
  120_000,
);
