import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDurationMs } from '../../src/duration.ts';

test('weeks, days, hours, minutes and seconds add up', () => {
  const part = fc.integer({ min: 0, max: 999 });
  fc.assert(
    fc.property(part, part, part, part, part, (weeks, days, hours, minutes, seconds) => {
      const ms = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
      expect(parseDurationMs(`P${weeks}W${days}DT${hours}H${minutes}M${seconds}S`)).toBe(ms);
    }),
  );
});

test.each([
  ['PT15M', 900_000],
  ['P1D', 86_400_000],
  ['PT0S', 0],
  ['PT0.25S', 250],
])('%s is %i milliseconds', (text, ms) => expect(parseDurationMs(text)).toBe(ms));

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  '1H',
  'PT1D',
  'P1M',
  'P1Y',
  '-PT1S',
  'pt1s',
  'PT1H ',
  'PT99999999999999999S',
])('%j is no duration of fixed length', (text) => expect(parseDurationMs(text)).toBeUndefined());
