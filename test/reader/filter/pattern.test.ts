import { expect, test } from 'vitest';
import { pattern } from '../../../src/reader/filter/pattern.ts';

const of = (source: string, ignoreCase = false) => pattern(source, ignoreCase, 'name.matches');

test('the latest four patterns are compiled once, and the one that was used longest ago is forgotten first', () => {
  const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map((source) => of(source));
  expect(of('a')).toBe(first);
  of('e');
  expect([of('a'), of('c'), of('d')]).toEqual([first, third, fourth]);
  expect(of('b')).not.toBe(second);
});

test('a pattern that heeds case is another one than the same that does not', () => {
  const names = ['Payments', 'payments'];
  for (let times = 0; times < 2; times++) {
    expect(names.map(of('^pay'))).toEqual([false, true]);
    expect(names.map(of('^pay', true))).toEqual([true, true]);
  }
});

test('of more names than a pattern remembers each is judged right, the first time and again', () => {
  const names = Array.from({ length: 50_010 }, (_, n) => `user-${n}`);
  const matches = of('5$');
  for (let times = 0; times < 2; times++) expect(names.filter(matches)).toHaveLength(5_001);
});
