import { expect, test } from 'vitest';
import { readPart } from '../../bench/calls/performance-page.ts';
import { textOf } from './blocks.ts';

const readme = textOf('README.md');

/** The cell of a column in the row of docs/performance.md that begins with `question`. */
async function measured(part: string, question: string, column: string): Promise<number> {
  const [titles = [], , ...rows] = (await readPart(part))
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const row = rows.find(([, first]) => first === question);
  return Number(row?.[titles.indexOf(column)]);
}

/** The number that the README has at this place. */
function stated(place: RegExp): number {
  return Number(place.exec(readme)?.[1]);
}

const everything = 'All assignments, all names';

test('the README tells the calls of aws-sso-lib for everything as the benchmark of calls counts them', async () => {
  expect(stated(/`list_assignments` of aws-sso-lib does, takes (\d+)/)).toBe(
    await measured('S: calls', everything, 'Seed'),
  );
});

test("how long everything takes at AWS's own pace is in the README as the benchmark of calls simulates it", async () => {
  expect(stated(/all 788 with names take (\d+) s/)).toBe(
    await measured('S: seconds', everything, 'Ours, 15 a second'),
  );
});

test('the calls for each account and permission set are those of the organization that the README measures', () => {
  const accounts = stated(/organization \((\d+) accounts/);
  const sets = stated(/accounts, (\d+) permission sets/);
  expect(stated(/every account and permission set takes (\d+) calls/)).toBe(accounts * sets);
});
