import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { blocks } from '../test/docs/blocks.ts';
import { runningProgram, type Program } from '../test/cli/program.ts';

/**
 * What somebody gets who installs the package: it is built, packed, installed into an empty folder, and what it
 * installs is run there, by the machine's own Node, as nothing of this checkout is on the PATH.
 */
leaveCheckout();
await using folder = await emptyFolder();
const command = installed(packed(folder.path), folder.path);
for (const [what, check] of Object.entries({ help, demo, head, doctor })) {
  const startedAt = performance.now();
  await check();
  console.log(`package: ${what} good, after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

async function help(): Promise<void> {
  await using program = run('--help');
  const { code, stdout } = await program.ended;
  assert.equal(code, 0);
  for (const name of ['serve', 'demo', 'export', 'doctor'])
    assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
}

/** The README's first query has the answer that stands below it; GraphiQL and the page for people come along. */
async function demo(): Promise<void> {
  await using program = run('demo', '--port', '0');
  const url = (await program.firstLine).replace('Gateway ready at ', '');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: blocks('README.md', 'graphql')[0] }),
  });
  const { data } = await response.json();
  assert.deepEqual({ data }, JSON.parse(String(blocks('README.md', 'json')[0])));

  const page = await fetch(url, { headers: { Accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<title>.*<\/title>[^]*GraphiQL/);

  const people = await fetch(new URL('/', url), { headers: { Accept: 'text/html' } });
  assert.equal(people.status, 200);
  const [, script] = /src="([^"]+)"/.exec(await people.text()) ?? [];
  assert.equal((await fetch(new URL(String(script), url))).status, 200);

  program.child.kill('SIGTERM');
  assert.equal((await program.ended).code, 0);
}

/** A reader who has enough ends the export, and hears nothing of it. */
async function head(): Promise<void> {
  const timeout = 60_000;
  const program = spawn(command, ['export', '--demo'], { stdio: ['ignore', 'pipe', 'pipe'], timeout });
  const reader = spawn('head', ['-n', '3'], { stdio: [program.stdout, 'pipe', 'inherit'], timeout });
  const ended = once(program, 'close');
  // The other end of the pipe is head's alone now, which closes it when it ends.
  program.stdout.destroy();
  const [lines, complaints] = await Promise.all([text(reader.stdout), text(program.stderr), ended]);
  assert.equal(lines.trimEnd().split('\n').length, 3);
  assert.equal(complaints, '');
  assert.equal(program.signalCode, null);
}

async function doctor(): Promise<void> {
  await using program = run('doctor', '--demo');
  const { code, stderr } = await program.ended;
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
}

function run(...args: string[]): Program {
  return runningProgram(command, args);
}

/** The PATH and the settings that npm gives its scripts are not those of the person who installs. */
function leaveCheckout(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('npm_')) delete process.env[name];
  const folders = process.env['PATH']?.split(delimiter) ?? [];
  process.env['PATH'] = folders.filter((path) => !path.includes('node_modules')).join(delimiter);
}

async function emptyFolder() {
  const path = await mkdtemp(join(tmpdir(), 'package-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** The path of the tarball. Packing builds it. */
function packed(folder: string): string {
  const [{ filename }] = JSON.parse(npm(process.cwd(), 'pack', '--json', '--pack-destination', folder));
  return join(folder, filename);
}

/** The path of the command that comes with it. */
function installed(tarball: string, folder: string): string {
  npm(folder, 'install', '--no-audit', '--no-fund', '--loglevel=error', tarball);
  return join(folder, 'node_modules', '.bin', 'identity-center-gateway');
}

function npm(cwd: string, ...args: string[]): string {
  const { status, stdout, error } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error) throw error;
  assert.equal(status, 0, `npm ${args.join(' ')} failed`);
  return stdout;
}
