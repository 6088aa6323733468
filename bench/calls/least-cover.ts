/**
 * The least calls that prove every empty cell of a table empty, when a list of a row or of a column proves all of its
 * cells at a price, and asking for one cell costs 1. A minimum cut between rows and columns, found as the largest
 * matching of empty cells in which no row and no column has more cells than it costs.
 */
export function leastCover(
  rowCosts: readonly number[],
  columnCosts: readonly number[],
  isEmpty: (row: number, column: number) => boolean,
): number {
  const columns = columnCosts.map((_, column) => column);
  const emptyIn = rowCosts.map((_, row) => columns.filter((column) => isEmpty(row, column)));
  const rowsOf = columnCosts.map(() => new Set<number>());
  // Gives the row one cell more, of a column that has room or in which another row can move elsewhere.
  const grow = (row: number, seen: Set<number>): boolean => {
    for (const column of emptyIn[row] ?? []) {
      const rows = rowsOf[column];
      if (!rows || rows.has(row) || seen.has(column)) continue;
      seen.add(column);
      const isFull = rows.size >= (columnCosts[column] ?? 0);
      const mover = isFull ? [...rows].find((other) => grow(other, seen)) : undefined;
      if (isFull && mover === undefined) continue;
      if (mover !== undefined) rows.delete(mover);
      rows.add(row);
      return true;
    }
    return false;
  };
  let size = 0;
  for (const [row, cost] of rowCosts.entries()) {
    let grown = 0;
    while (grown < cost && grow(row, new Set())) grown += 1;
    size += grown;
  }
  return size;
}
