import { spawnSync } from 'node:child_process';
import { writeSchemaTypes } from './explorer/schema-types.ts';

/** Everything that can be told without running the program. All of it runs, so that one run tells all. */
const checks: readonly (readonly [what: string, command: string, ...args: string[]])[] = [
  ['types', 'tsc', '-p', '.'],
  ['types of the page', 'tsc', '-p', 'src/explorer'],
  ['lint', 'oxlint', '--type-aware'],
  ['format', 'oxfmt', '--check', '.'],
  ['unused code', 'knip'],
  ['generated files', process.execPath, 'scripts/generate.ts', '--check'],
];

await writeSchemaTypes();
const results = checks.map(([what, command, ...args]) => {
  console.log(`── ${what}: ${[command, ...args].join(' ')}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(error.message);
  return { what, isGood: status === 0 };
});

const failed = results.filter(({ isGood }) => !isGood).map(({ what }) => what);
console.log(
  failed.length === 0 ? `check: all ${results.length} good` : `check: failed: ${failed.join(', ')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
