import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leastCover } from '../../bench/calls/least-cover.ts';

const size = fc.integer({ min: 0, max: 5 });

it('the least cover of empty cells is the best over every choice of rows and columns', () => {
  const table = fc.tuple(size, size).chain(([rows, columns]) =>
    fc.record({
      rowCosts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: rows, maxLength: rows }),
      columnCosts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: columns, maxLength: columns }),
      empty: fc.array(fc.boolean(), { minLength: rows * columns, maxLength: rows * columns }),
    }),
  );
  fc.assert(
    fc.property(table, ({ rowCosts, columnCosts, empty }) => {
      const isEmpty = (row: number, column: number) => empty[row * columnCosts.length + column] ?? false;
      expect(leastCover(rowCosts, columnCosts, isEmpty)).toBe(bestChoice(rowCosts, columnCosts, isEmpty));
    }),
    { numRuns: 300 },
  );
});

/** Every set of rows and columns that are listed, and one call for each empty cell outside of them. */
function bestChoice(
  rowCosts: readonly number[],
  columnCosts: readonly number[],
  isEmpty: (row: number, column: number) => boolean,
): number {
  let best = Number.POSITIVE_INFINITY;
  for (let rows = 0; rows < 2 ** rowCosts.length; rows++)
    for (let columns = 0; columns < 2 ** columnCosts.length; columns++) {
      let calls = 0;
      for (const [row, rowCost] of rowCosts.entries()) {
        if ((rows >> row) & 1) calls += rowCost;
        else
          for (const column of columnCosts.keys())
            if (!((columns >> column) & 1) && isEmpty(row, column)) calls += 1;
      }
      for (const [column, cost] of columnCosts.entries()) if ((columns >> column) & 1) calls += cost;
      best = Math.min(best, calls);
    }
  return best;
}
