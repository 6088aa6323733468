import type { Cost, Row } from './measure.ts';

/** How much more than the least possible a question may take. */
export const tolerance = 1.05;

/** What each question costs, as Markdown: a table, and our calls by operation. The same on every machine. */
export function callsTable(rows: readonly Row[]): string {
  const table = tableOf(
    [
      'Question',
      'Rows',
      'Least',
      'Ours',
      '× least',
      'Estimate',
      'First guess',
      '× least',
      'Estimate',
      'Again',
      'Seed',
    ],
    rows.map(({ question, rows: count, least, measured, guessed, again, seed }) => [
      question,
      number(count),
      number(least.calls),
      number(measured.calls),
      factor(measured.calls, least.calls),
      estimateError(measured),
      number(guessed.calls),
      factor(guessed.calls, least.calls),
      estimateError(guessed),
      number(again),
      number(seed.calls),
    ]),
  );
  return [table, '', ...rows.map(operations), '', dearGuesses(rows)].join('\n');
}

/** How long the calls take on the simulated clock. */
export function secondsTable(rows: readonly Row[]): string {
  return tableOf(
    ['Question', 'Ours, 15 a second', 'Ours, 20 a second', 'Seed', 'Seed ÷ ours'],
    rows.map(({ question, seconds: { ours, oursOfAll, seed } }) => [
      question,
      seconds(ours),
      seconds(oursOfAll),
      seconds(seed),
      factor(seed, ours),
    ]),
  );
}

export function tableOf(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = titles.map((_, column) => (column === 0 ? '---' : '---:'));
  return [titles, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function operations({ question, least, measured }: Row): string {
  const counts = Object.entries(measured.byOperation)
    // The first of equals by name: which of two was called first may differ from run to run.
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, calls]) => `${number(calls)} ${name.split(':')[1]}`);
  return `- ${question}: ${counts.join(', ')}. Least: ${least.how}.`;
}

function dearGuesses(rows: readonly Row[]): string {
  const dear = rows
    .filter(({ guessed, least }) => guessed.calls > tolerance * least.calls)
    .map(({ question, guessed, least }) => `${question} (× ${factor(guessed.calls, least.calls)})`);
  return dear.length === 0
    ? `No first guess costs more than ${tolerance} of the least.`
    : `First guesses that cost more than ${tolerance} of the least: ${dear.join('; ')}.`;
}

/** By how many calls the gateway's estimate was wrong. */
function estimateError({ calls, expected }: Cost): string {
  if (expected === undefined) return '–';
  if (expected === calls) return 'exact';
  const percent = Math.abs((100 * (expected - calls)) / calls);
  const sign = expected < calls ? '−' : '+';
  return `${sign}${number(Math.abs(expected - calls))} (${percent.toFixed(percent < 1 ? 1 : 0)} %)`;
}

export function number(count: number): string {
  return count.toLocaleString('en-US');
}

export function factor(calls: number, least: number): string {
  return (calls / least).toFixed(2);
}

export function seconds(time: number): string {
  return time < 10 ? time.toFixed(1) : number(Math.round(time));
}
