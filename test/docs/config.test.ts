import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runningProgram } from '../cli/program.ts';

const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
/** What stands in parentheses behind each command at the top of the document. */
const named = [...readFileSync('docs/config.md', 'utf8').matchAll(/^- `([\w-]+)`: .*\(`(.+)`\)$/gm)];

test.each(named.map(([, command, line]) => [command!, line!] as const))(
  'docs/config.md starts %s by what works as written: %s',
  async (command, line) => {
    const [program = '', ...args] = line.split(' ');
    const script = program === 'npm' ? scripts[args.at(-1)!] : undefined;
    // An npm script as npm runs it, which would print lines of its own.
    const [executable = '', ...rest] = script === undefined ? [program, ...args] : script.split(' ');
    await using running = runningProgram(executable, [...rest, '--help']);
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: identity-center-gateway ${command} `);
  },
);

test('docs/config.md says how each command is started', () => {
  expect(named.length).toBeGreaterThan(5);
});
