import assert from 'node:assert/strict';
import { chown, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocks } from '../test/docs/blocks.ts';
import type { Program } from '../test/cli/program.ts';
import { debianWithNode } from './container/base.ts';
import { Builder, type ImageConfig } from './container/image.ts';
import { lacking, sh } from './container/machine.ts';
import { runInImage } from './container/run.ts';

/**
 * The image of Containerfile, built and run without an image registry, as a cluster with a strict policy would run
 * it: as its own user, the root read-only, writable the volume alone.
 */
const cache = 'node_modules/.cache/container';
const missing = lacking();
if (missing.length > 0) console.log(`container: NOT TESTED, as this machine lacks ${missing.join(', ')}`);
else await testImage();

async function testImage(): Promise<void> {
  const base = await debianWithNode(cache);
  using builder = new Builder(cache);
  builder.pack(base, 'localhost/base');
  builder.build('localhost/base', 'localhost/gateway');
  const config = builder.config('localhost/gateway');
  const root = builder.mount('localhost/gateway');
  describes(config);
  await using volume = await emptyVolume(config);
  await answersAsReadOnlyUser(
    (...command) => runInImage(root, volume.path, config, ...command),
    config,
    volume.path,
  );
  const [app, whole] = [join(root, 'app'), root].map(
    (path) => sh('du', '-s', '--block-size=1M', path).split('\t')[0],
  );
  console.log(`container: good; ${app} MB on a base of ${Number(whole) - Number(app)} MB`);
}

function describes({ User, Labels, Healthcheck, Entrypoint, Cmd }: ImageConfig): void {
  assert.equal(User, '65532:65532');
  assert.equal(Labels['org.opencontainers.image.title'], 'identity-center-gateway');
  assert.deepEqual(
    [...Entrypoint, ...Cmd],
    ['node', '--max-semi-space-size=16', '/app/bin/identity-center-gateway.js', 'serve'],
  );
  assert.deepEqual(Healthcheck.Test, ['CMD', 'node', '/app/bin/health.js']);
}

/** The demo's first query has the README's answer; the token is in the volume, and nothing else was written. */
async function answersAsReadOnlyUser(
  run: (...command: string[]) => Program,
  { Entrypoint, Healthcheck }: ImageConfig,
  volume: string,
): Promise<void> {
  await using program = run(...Entrypoint, 'demo', '--port', '0', '--auth', 'token');
  const url = (await program.firstLine).replace('Gateway ready at ', '');
  const { uid, mode } = await stat(join(volume, 'token'));
  assert.deepEqual([uid, mode & 0o777], [65_532, 0o600]);
  const status = await readFile(`/proc/${program.child.pid}/status`, 'utf8');
  assert.match(status, /^Uid:\t65532\t65532\t65532\t65532$/m);

  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${(await readFile(join(volume, 'token'), 'utf8')).trim()}`,
    },
    body: JSON.stringify({ query: blocks('README.md', 'graphql')[0] }),
  });
  const { data } = await response.json();
  assert.deepEqual({ data }, JSON.parse(String(blocks('README.md', 'json')[0])));

  const health = Healthcheck.Test.slice(1);
  assert.equal(await exitCode(run(`GATEWAY_PORT=${new URL(url).port}`, ...health)), 0);
  assert.notEqual(await exitCode(run('GATEWAY_PORT=1', ...health)), 0);
  assert.notEqual(await exitCode(run('touch', '/app/bin/file')), 0, 'the root is writable');

  program.child.kill('SIGTERM');
  assert.deepEqual((({ code, signal }) => ({ code, signal }))(await program.ended), {
    code: 0,
    signal: null,
  });
}

async function exitCode(program: Program): Promise<number | null> {
  program.firstLine.catch(() => {});
  return (await program.ended).code;
}

async function emptyVolume({ User }: ImageConfig) {
  const path = await mkdtemp(join(tmpdir(), 'volume-'));
  const [uid, gid] = User.split(':').map(Number);
  await chown(path, uid!, gid!);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
