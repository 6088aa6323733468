import { expect, test } from 'vitest';
import { sandboxModes } from '../../src/config/sandbox.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import { openSandbox } from '../../src/main/commands/sandbox.ts';

async function modesOf(modes: readonly string[]): Promise<string[]> {
  const config = readConfig('sandbox', { modes }, {});
  await using sandbox = await openSandbox(config, { port: 0, throttle: false });
  const page = await (await fetch(sandbox.url)).text();
  const [, line = ''] = /Modes: (.*)\.<\/p>/.exec(page) ?? [];
  return Array.from(line.matchAll(/<code>(\w+)<\/code>/g), ([, name]) => name!);
}

test('each --mode is on in the sandbox, and no other', async () => {
  expect(await modesOf([])).toEqual([]);
  expect(await modesOf(['replica-region', 'paths-absent'])).toEqual(['replicaRegion', 'pathsAbsent']);
  expect(await modesOf(sandboxModes)).toHaveLength(sandboxModes.length);
});

test('a mode that there is not is refused with the names of those there are', () => {
  expect(() => readConfig('sandbox', { modes: ['replicaRegion'] }, {})).toThrow(
    /^--mode: expected arns-absent, .*status-absent, but got: replicaRegion$/m,
  );
});
