import { readFileSync } from 'node:fs';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runningProgram } from './program.ts';

const launcher = 'bin/identity-center-gateway.js';

test('the launcher passes signals and the exit code on', async () => {
  // In npm scripts `node` is the packaged one; the launcher is for the machine's own, whichever that is.
  await using sandbox = runningProgram('node', [
    launcher,
    'sandbox',
    '--sandbox-port',
    '0',
    '--accounts',
    '3',
  ]);
  await sandbox.firstLine;
  sandbox.child.kill('SIGTERM');
  expect(await sandbox.ended).toMatchObject({ code: 0, signal: null });
  await using refused = runningProgram('node', [launcher, 'nonsense']);
  expect((await refused.ended).code).toBe(1);
});

/** Prints where this Node keeps what it compiles, after `first`; the tests' own such place is forgotten. */
function cacheAfter(first: string) {
  const print = "require('node:module').getCompileCacheDir() ?? 'none'";
  const forgotten = ['-u', 'NODE_COMPILE_CACHE', '-u', 'NODE_DISABLE_COMPILE_CACHE'];
  return runningProgram('env', [...forgotten, process.execPath, '-r', first, '-p', print]);
}

test('the installation keeps what Node makes of the program', async () => {
  await using kept = cacheAfter('./bin/needs-node.cjs');
  expect((await kept.ended).stdout).toContain(resolve('node_modules/.cache/compiled'));
});

test('an installation that nobody may write to starts without keeping anything', async () => {
  const installation = await mkdtemp(join(tmpdir(), 'installation-'));
  await cp('bin', join(installation, 'bin'), { recursive: true });
  await cp('package.json', join(installation, 'package.json'));
  await writeFile(join(installation, 'node_modules'), 'a file, so that no folder can be made below it');
  await using started = cacheAfter(join(installation, 'bin', 'needs-node.cjs'));
  expect(await started.ended).toMatchObject({ code: 0, stdout: 'none\n', stderr: '' });
});

/** This Node, which takes itself for another one. */
async function nodeAs(version: string, arch: string, args: readonly string[]) {
  const disguise = join(await mkdtemp(join(tmpdir(), 'node-')), 'disguise.cjs');
  const versions = { ...process.versions, node: version };
  const facts = { arch, platform: 'linux', version: `v${version}`, versions };
  const define = (name: keyof typeof facts) =>
    `Object.defineProperty(process, '${name}', { value: ${JSON.stringify(facts[name])} });`;
  await writeFile(
    disguise,
    `${define('arch')}${define('platform')}${define('version')}${define('versions')}`,
  );
  return runningProgram(process.execPath, ['-r', disguise, ...args]);
}

test.each([
  ['an npm script', ['-r', './bin/needs-node.cjs', 'src/main.ts', 'demo']],
  ['the launcher', [launcher, 'demo']],
])('%s on an older Node says in one line which one is needed, and where to get it', async (_, args) => {
  await using old = await nodeAs('22.14.0', 'riscv64', args);
  const { code, stdout, stderr } = await old.ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    'identity-center-gateway: needs Node 24 or newer, and this is v22.14.0; npm brings none along for linux-riscv64: install one from https://nodejs.org\n',
  );
});

test('where npm should have brought a Node along, an npm script says how to get it', async () => {
  await using old = await nodeAs('20.20.2', 'x64', ['bin/needs-node.cjs']);
  expect((await old.ended).stderr).toMatch(/^.*needs Node 24 .* v20\.20\.2; .*"npm ci".*\n$/);
});

test('every npm script that runs our own code looks at its Node first; what ends an installation looks by itself', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { prepare, ...others } = scripts;
  const own = Object.entries(others).filter(([, script]) => script.startsWith('node '));
  for (const [, script] of own) expect(script).toMatch(/^node (-r \.\/)?bin\/needs-node\.cjs/);
  expect(own.map(([name]) => name)).toEqual(expect.arrayContaining(['pretest', 'start', 'demo', 'build']));
  // It says what is missing and lets the installation be, so it may not end with an error.
  expect(readFileSync(String(prepare).replace('node ', ''), 'utf8')).toContain("require('../bin/node.cjs')");
});
