import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../faults/table.ts';

const file = new URL('../../docs/faults.md', import.meta.url);
const head = '| What happens ';

test('docs/faults.md has the table of faults as it is tried out; UPDATE_GOLDEN=1 writes it', () => {
  const tried = faults.map(({ name, calls, code }) => [name, String(calls), `\`${code}\``]);
  if (process.env['UPDATE_GOLDEN']) {
    const rows = [...tableOf().slice(0, 2), ...tried.map((cells) => `| ${cells.join(' | ')} |`)];
    writeFileSync(file, readFileSync(file, 'utf8').replace(tableOf().join('\n'), rows.join('\n')));
  }
  expect(tableOf().slice(2).map(cellsOf)).toEqual(tried);
});

function tableOf(): string[] {
  const text = readFileSync(file, 'utf8');
  return text.slice(text.indexOf(head)).split('\n\n', 1)[0]!.split('\n');
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
