import { expect, test } from 'vitest';
import { Cells, maxCells } from '../../../src/reader/counts/cells.ts';

const nowhere = () => undefined;

test('more counts than one answer may have are refused with the limit, and as many as it may are not', () => {
  const cells = new Cells(['ACCOUNT'], nowhere, false);
  for (let n = 0; n < maxCells; n++) cells.add(`account-${n}`, 'set', 'USER', 'somebody');
  expect(cells.inOrder()).toHaveLength(maxCells);
  expect(() => cells.add('one-more', 'set', 'USER', 'somebody')).toThrow(
    expect.objectContaining({
      code: 'QUERY_TOO_COSTLY',
      details: { measure: 'counts', limit: maxCells },
      message: expect.stringContaining('more than 10,000 counts'),
    }),
  );
});

test('assignments are counted alike in whatever order they come', () => {
  const rows = [
    ['a', 'x', 'USER', '1'],
    ['a', 'x', 'GROUP', '2'],
    ['b', 'x', 'USER', '1'],
    ['a', 'y', 'USER', '3'],
    ['a', 'x', 'USER', '3'],
  ] as const;
  const countsOf = (some: readonly (typeof rows)[number][]) => {
    const cells = new Cells(['ACCOUNT', 'PRINCIPAL_TYPE'], nowhere, false);
    for (const [accountId, arn, type, principalId] of some) cells.add(accountId, arn, type, principalId);
    return cells
      .inOrder()
      .map(({ accountId, principalType, assignments }) => [accountId, principalType, assignments]);
  };
  expect(countsOf(rows)).toEqual([
    ['a', 'GROUP', 1],
    ['a', 'USER', 3],
    ['b', 'USER', 1],
  ]);
  expect(countsOf(rows.toReversed())).toEqual(countsOf(rows));
});
