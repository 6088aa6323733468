/**
 * How many characters were left out, added, mistaken or swapped with their neighbour, as far as they are no more than
 * `most`. Packages for this do not know neighbours that are swapped, the commonest slip of all, nor when to stop.
 */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let n = 1; n <= one.length; n++) {
    const next = [n];
    let least = n;
    for (let m = 1; m <= other.length; m++) {
      const isSame = one[n - 1] === other[m - 1];
      let slips = Math.min(at(row, m) + 1, at(next, m - 1) + 1, at(row, m - 1) + (isSame ? 0 : 1));
      const isSwapped = n > 1 && m > 1 && one[n - 1] === other[m - 2] && one[n - 2] === other[m - 1];
      if (isSwapped) slips = Math.min(slips, at(before, m - 2) + 1);
      next.push(slips);
      least = Math.min(least, slips);
    }
    // A swap goes back two rows.
    if (least > most + 1) return most + 1;
    [before, row] = [row, next];
  }
  return Math.min(at(row, other.length), most + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
