import { expect, test } from 'vitest';
import { unitsKey } from '../../../src/mirror/keys.ts';
import { Mirror } from '../../../src/mirror/mirror.ts';
import { Eras } from '../../../src/reader/eras.ts';
import { Fragments } from '../../../src/server/compiled/fragments.ts';

const second = 1_000;
const freshness = (names: number) => ({ assignments: 0, names });
const read = (mirror: Mirror, readAt: number) =>
  mirror.apply({ key: unitsKey, readAt, knownSince: readAt, facts: [] });

test('an era ends when something is read, and when a fact becomes too old', () => {
  const mirror = new Mirror();
  read(mirror, 100 * second);
  const eras = new Eras(mirror);
  const first = eras.of(freshness(40 * second));
  expect(first).toBeDefined();
  expect(eras.of(freshness(60 * second))).toBe(first);
  expect(eras.of(freshness(100 * second))).toBeUndefined();
  expect(eras.of(freshness(120 * second))).not.toBe(first);
  expect(eras.of(freshness(60 * second))).toBe(first);
  read(mirror, 200 * second);
  expect(eras.of(freshness(60 * second))).not.toBe(first);
});

test('fragments are told apart by era, selection and thing', () => {
  const [one, other] = [new Fragments(), new Fragments()];
  const [era, later] = [{}, {}];
  one.set(era, ['ada'], '{"name":"Ada"}');
  expect(one.get(era, ['ada'])).toBe('{"name":"Ada"}');
  expect([one.get(later, ['ada']), other.get(era, ['ada']), one.get(era, ['bob'])]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('fragments are forgotten before they take more than their share of memory', () => {
  const fragments = new Fragments();
  const era = {};
  for (let n = 0; n < 9; n++) fragments.set(era, [String(n)], 'x'.repeat(1_000_000));
  const left = Array.from({ length: 9 }, (_, n) => fragments.get(era, [String(n)])?.length ?? 0);
  expect(left.at(-1)).toBe(1_000_000);
  expect(left.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(8_000_000);
});
