import { createServer } from 'node:http';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf } from '../server/persisted/folder.ts';
import { program } from './program.ts';

const readyLine = /^Gateway ready at (http:\/\/127\.0\.0\.1:\d+\/graphql)$/;

function urlOf(line: string): string {
  const url = readyLine.exec(line)?.[1];
  if (!url) throw new Error(`not a ready line: ${line}`);
  return url;
}

function ask(url: string, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
}

const small = ['--accounts', '3', '--users', '5', '--groups', '2', '--permission-sets', '2'];

test('the demo says where it is, answers without a token, and ends with 0 when told to', async () => {
  await using demo = program(['demo', '--port', '0', ...small]);
  const response = await ask(urlOf(await demo.firstLine));
  expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
  demo.child.kill('SIGTERM');
  const { code, stdout, stderr } = await demo.ended;
  expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 2 });
  expect(stderr).toContain('WARNING: --auth none');
});

test('with --drain-delay the gateway is told to stop, says so at /ready, serves on, and then ends with 0', async () => {
  await using demo = program(['demo', '--port', '0', '--drain-delay', 'PT2S', ...small]);
  const url = urlOf(await demo.firstLine);
  demo.child.kill('SIGTERM');
  let ready = await fetch(new URL('/ready', url));
  while (ready.status === 200) ready = await fetch(new URL('/ready', url));
  expect(ready.status).toBe(503);
  const answer = await ask(url);
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  expect((await demo.ended).code).toBe(0);
});

test('the options for the bounds reach the gateway', async () => {
  const bounds = ['--max-connections', '5', '--max-connections-per-address', '1', '--write-timeout', 'PT5S'];
  await using demo = program(['demo', '--port', '0', ...bounds, ...small]);
  const { hostname, port } = new URL(urlOf(await demo.firstLine));
  const first = connect(Number(port), hostname);
  await once(first.end('GET /health HTTP/1.1\r\nHost: localhost\r\n'), 'connect');
  const second = connect(Number(port), hostname);
  const [refusal] = await once(second, 'data');
  expect(String(refusal)).toContain('TOO_MANY_REQUESTS');
  for (const socket of [first, second]) socket.destroy();
});

test("the demo finds nothing of its user's AWS", async () => {
  await using demo = program(['demo', '--port', '0', ...small], {
    AWS_PROFILE: 'does-not-exist',
    AWS_ENDPOINT_URL_SSO_ADMIN: 'http://127.0.0.1:1',
    AWS_REGION: 'xx-nowhere-1',
    AWS_USE_FIPS_ENDPOINT: 'true',
  });
  expect((await ask(urlOf(await demo.firstLine))).status).toBe(200);
});

test("with a token, the file is its owner's alone, and scripts can use what it holds", async () => {
  const tokenFile = join(await mkdtemp(join(tmpdir(), 'gateway-')), 'state', 'token');
  await using demo = program(['demo', '--port', '0', '--auth', 'token', '--token-file', tokenFile, ...small]);
  const url = urlOf(await demo.firstLine);
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  const token = (await readFile(tokenFile, 'utf8')).trim();
  expect((await ask(url)).status).toBe(401);
  expect((await ask(url, { Authorization: `Bearer ${token}` })).status).toBe(200);
  demo.child.kill('SIGINT');
  const { code, stderr } = await demo.ended;
  expect(code).toBe(0);
  expect(stderr).toContain(`${new URL('/', url).href}#code=`);
  expect(stderr).not.toContain(token);
});

test.each([
  ['others can read', 'x'.repeat(43), 0o644, /can be read by others/],
  ['holds no token', 'short', 0o600, /holds no token/],
])('a token file that %s is refused', async (_, content, mode, complaint) => {
  const tokenFile = join(await mkdtemp(join(tmpdir(), 'gateway-')), 'token');
  await writeFile(tokenFile, content, { mode });
  await using demo = program(['demo', '--port', '0', '--auth', 'token', '--token-file', tokenFile, ...small]);
  const { code, stderr } = await demo.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(complaint);
});

test.skipIf(process.getuid?.() !== 0)('a token file of another user is refused', async () => {
  const tokenFile = join(await mkdtemp(join(tmpdir(), 'gateway-')), 'token');
  await writeFile(tokenFile, 'x'.repeat(43), { mode: 0o600 });
  await chown(tokenFile, 65_534, 65_534);
  await using demo = program(['demo', '--port', '0', '--auth', 'token', '--token-file', tokenFile, ...small]);
  const { code, stderr } = await demo.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/belongs to another user/);
});

test('a port that is taken is one line and code 1', async () => {
  await using taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await using demo = program(['demo', '--port', String(port), ...small]);
  const { code, stdout, stderr } = await demo.ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    `identity-center-gateway: 127.0.0.1:${port} is taken by another program; --port chooses another, and 0 a free one\n`,
  );
});

test('the sandbox says where it is and what to sign in to, and ends with 0 when told to', async () => {
  await using sandbox = program(['sandbox', '--sandbox-port', '0', ...small]);
  const [, url] = /^Sandbox ready at (http:\/\/127\.0\.0\.1:\d+)$/.exec(await sandbox.firstLine) ?? [];
  const page = await (await fetch(url!)).text();
  sandbox.child.kill('SIGTERM');
  const { code, signal, stdout } = await sandbox.ended;
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  const [, startUrl] =
    /^Start URL of its access portal: (https:\/\/d-\w+\.awsapps\.com\/start)$/m.exec(stdout) ?? [];
  expect(page).toContain(`sso_start_url = ${startUrl}\n`);
});

test('SIGHUP takes persisted documents up again, and nobody is let go', async () => {
  await using folder = await folderOf({ 'names.graphql': 'query Names { __typename }' });
  const args = ['demo', '--port', '0', '--persisted-documents', folder.path, '--only-persisted', ...small];
  await using demo = program(args);
  const url = urlOf(await demo.firstLine);
  const statusOf = async (documentId: string) => {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ documentId }) })).status;
  };
  expect([await statusOf('names'), await statusOf('more')]).toEqual([200, 404]);
  await folder.write({ 'more.graphql': 'query More { instance { arn } }' });
  demo.child.kill('SIGHUP');
  await expect.poll(() => statusOf('more'), { timeout: 20_000 }).toBe(200);
});

test('SIGHUP ends a gateway that has no files to take up again, as it does when its terminal is closed', async () => {
  await using demo = program(['demo', '--port', '0', ...small]);
  await demo.firstLine;
  demo.child.kill('SIGHUP');
  expect(await demo.ended).toMatchObject({ signal: 'SIGHUP' });
});

test.skipIf(process.platform === 'win32')('an audit goes on in a new file after SIGHUP', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const [file, moved, key] = ['audit', 'audit.1', 'key'].map((name) => join(folder, name));
  await using demo = program(
    ['demo', '--port', '0', '--audit-file', file!, '--audit-key-file', key!, ...small],
    {},
  );
  const url = urlOf(await demo.firstLine);
  await ask(url);
  await rename(file!, moved!);
  demo.child.kill('SIGHUP');
  // The signal may come a moment after a request that was sent later.
  for (let isNew = false; !isNew; isNew = existsSync(file!)) await ask(url);
  await ask(url);
  const [before, after] = [await readFile(moved!, 'utf8'), await readFile(file!, 'utf8')];
  for (const text of [before, after]) expect(text).toMatch(/^\{"time":".*","event":"operation",.*\}\n/);
  expect((await stat(key!)).mode & 0o777).toBe(0o600);
});

test('an audit goes to standard output behind the ready line where no file is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  await using demo = program(['demo', '--port', '0', '--audit', 'full', ...small], {
    XDG_STATE_HOME: folder,
  });
  await ask(urlOf(await demo.firstLine));
  demo.child.kill('SIGTERM');
  const { stdout } = await demo.ended;
  expect(stdout.split('\n')[1]).toMatch(/^\{"time":".*","event":"operation",.*"result":"ok"/);
});

test('a gateway whose audit cannot be opened does not start, and says which option it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const missing = join(folder, 'none', 'audit');
  await using demo = program(['demo', '--port', '0', '--audit-file', missing, ...small], {
    XDG_STATE_HOME: folder,
  });
  const { code, stderr } = await demo.ended;
  expect([code, stderr]).toEqual([1, expect.stringContaining('--audit-file: ENOENT')]);
});
