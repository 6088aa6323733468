import assert from 'node:assert/strict';
import { callsTable, secondsTable, tolerance } from './tables.ts';
import { longListTable, measureLongList } from './long-list.ts';
import { measure, type Row } from './measure.ts';
import type { Size } from './organizations.ts';
import { readPart, writePart } from './performance-page.ts';

/**
 * Counts the calls for every question, prints the tables, and holds them against docs/performance.md, or writes
 * them there.
 */
export async function countCalls(sizes: readonly Size[], isWriting: boolean): Promise<void> {
  const problems: string[] = [];
  const hold = async (tables: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(tables)) {
      console.log(`\n${name}\n\n${text}`);
      if (isWriting) await writePart(name, text);
    }
    problems.push(...(await differences(tables)));
  };
  for (const size of sizes) {
    const rows = await measure(size);
    await hold(tablesOf(size, rows));
    if (size !== 'L') problems.push(...tooDear(rows));
  }
  await hold({ 'long list': longListTable(await measureLongList()) });
  assert.deepEqual(problems, [], 'npm run bench -- calls --write accepts what differs');
}

/** By the name of the part of docs/performance.md that each belongs into. */
export function tablesOf(size: Size, rows: readonly Row[]): Record<string, string> {
  return { [`${size}: calls`]: callsTable(rows), [`${size}: seconds`]: secondsTable(rows) };
}

/**
 * What is not as the page says. Calls have to be the same; seconds may differ a little, as calls that run side by side
 * change places.
 */
export async function differences(tables: Readonly<Record<string, string>>): Promise<string[]> {
  const different: string[] = [];
  for (const [name, text] of Object.entries(tables)) {
    const written = await readPart(name);
    const isSame = name.endsWith('seconds') ? isAbout(text, written) : text === written;
    if (isSame) continue;
    const lines = text.split('\n').filter((line) => !written.split('\n').includes(line));
    different.push(`${name}, unlike docs/performance.md:`, ...lines);
  }
  return different;
}

/** What takes too many calls, or any at all when it is asked again. */
export function tooDear(rows: readonly Row[]): string[] {
  return rows.flatMap(({ question, measured, least, again }) => [
    ...(measured.calls > tolerance * least.calls
      ? [`${question}: ${measured.calls} calls, where ${least.calls} suffice`]
      : []),
    ...(measured.calls < least.calls
      ? [`${question}: ${measured.calls} calls suffice, so ${least.calls} are not the least`]
      : []),
    ...(again > 0 ? [`${question}: asked again, it takes ${again} calls`] : []),
  ]);
}

function isAbout(text: string, written: string): boolean {
  const digits = /[\d.,]+/g;
  if (text.replaceAll(digits, '') !== written.replaceAll(digits, '')) return false;
  const numbers = (table: string) =>
    (table.match(digits) ?? []).map((digit) => Number(digit.replaceAll(',', '')));
  const expected = numbers(written);
  return numbers(text).every((seconds, n) => {
    const other = expected[n] ?? Number.NaN;
    return Math.abs(seconds - other) <= Math.max(0.2, 0.05 * other);
  });
}
