import { expect, test } from 'vitest';
import { oneTimeCodes } from '../../src/server/viewers/one-time-code.ts';

for (const [nature, passesMs, isGood] of [
  ['right after it was issued', 0, true],
  ['in its last moment', 59_999, true],
  ['after a minute', 60_000, false],
  ['after the clock was set back, when it would be good for longer', -1, false],
] as const) {
  test(`a code ${nature} is ${isGood ? 'good once' : 'worth nothing'}`, () => {
    let now = 1_000_000;
    const codes = oneTimeCodes(() => now);
    const code = codes.issue();
    now += passesMs;
    expect([codes.redeem(code), codes.redeem(code)]).toEqual([isGood, false]);
  });
}
