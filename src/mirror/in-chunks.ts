import { setImmediate as othersFirst } from 'node:timers/promises';

/** Rows written by one statement: some milliseconds of work. */
const chunkSize = 1_000;

/**
 * Writes many rows, each chunk as one JSON parameter. SQLite never waits for anything, so that a list of
 * 200,000 users would hold up every other request, were they not let in between two chunks.
 */
export async function inChunks<Row>(
  rows: readonly Row[],
  write: (json: string) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += chunkSize) {
    if (start > 0) await othersFirst();
    await write(JSON.stringify(rows.slice(start, start + chunkSize)));
  }
}
