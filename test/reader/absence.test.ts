import { describe, expect, test } from 'vitest';
import { judgeAbsence } from '../../src/reader/extents/absence.ts';
import { SharedChecks } from '../../src/reader/extents/shared-checks.ts';

describe('the answer "not found"', () => {
  test.each([
    [undefined, 'GONE'],
    [1_000_000, 'CONTRADICTION'],
    [1_000_000 - 60_000, 'CONTRADICTION'],
    [1_000_000 - 60_001, 'ASK AGAIN'],
    [1_000_001, 'CONTRADICTION'],
  ] as const)('named at %s, asked at 1000000: %s', (namedAt, judgement) => {
    expect(judgeAbsence(namedAt, 1_000_000)).toBe(judgement);
  });
});

describe('a check that several reads need', () => {
  test('runs once for all who come while it is under way', async () => {
    const checks = new SharedChecks();
    let [runs, isSettled] = [0, false];
    const check = async () => {
      runs++;
      await Promise.resolve();
      isSettled = true;
    };
    const one = () => checks.run('same', () => isSettled, check);
    await Promise.all([one(), one(), one()]);
    expect(runs).toBe(1);
  });

  test('is run by the next when the first one fails, and by no third', async () => {
    const checks = new SharedChecks();
    let [runs, isSettled] = [0, false];
    const check = async () => {
      await Promise.resolve();
      if (++runs === 1) throw new Error('gone');
      isSettled = true;
    };
    const one = () => checks.run('same', () => isSettled, check);
    const [first, ...others] = await Promise.allSettled([one(), one(), one()]);
    expect(first.status).toBe('rejected');
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(runs).toBe(2);
  });
});
