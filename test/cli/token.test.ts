import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../viewers/known-by-tokens.ts';
import { program } from './program.ts';

async function run(...args: string[]) {
  await using command = program(['token', ...args]);
  return await command.ended;
}

async function statusOf(url: string, token: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { name } }' }),
  });
  return response.status;
}

test('a token is made, listed, used with a gateway that runs already, and revoked', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'tokens-')), 'tokens.json');
  const first = await run('create', '--tokens', file, '--name', 'ada', '--permission', 'read');
  expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^icg_[\w-]{43}\n$/) });
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  const size = ['--accounts', '3', '--users', '10'];
  await using demo = program(['demo', '--port', '0', '--auth', 'tokens', '--tokens', file, ...size]);
  const url = (await demo.firstLine).replace('Gateway ready at ', '');
  expect(await statusOf(url, first.stdout.trim())).toBe(200);

  const scope = ['--permission', 'read', '--permission', 'metrics', '--expires', 'P90D'];
  const second = await run('create', '--tokens', file, '--name', 'grafana', ...scope);
  await until(async () => (await statusOf(url, second.stdout.trim())) === 200);

  const { stdout } = await run('list', '--tokens', file);
  expect(stdout).toMatch(
    /^NAME +PERMISSIONS +CREATED +EXPIRES\nada +read +\S+ +never\ngrafana +read,metrics /,
  );
  const listed = JSON.parse((await run('list', '--tokens', file, '--json')).stdout);
  expect(listed).toMatchObject([{ name: 'ada', expiresAt: null }, { name: 'grafana' }]);
  expect(JSON.stringify(listed)).not.toContain('sha256');

  expect(await run('revoke', '--tokens', file, '--name', 'ada')).toMatchObject({ code: 0, stdout: '' });
  await until(async () => (await statusOf(url, first.stdout.trim())) === 401);
  demo.child.kill('SIGTERM');
  const { stderr } = await demo.ended;
  for (const token of [first.stdout, second.stdout]) expect(stderr).not.toContain(token.trim());
});

test('an audit has which tokens are made and revoked, and by whom, and no token is made without', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  const [file, audit] = [join(folder, 'tokens.json'), join(folder, 'audit')];
  const of = ['--tokens', file, '--name', 'ada'];
  const made = await run('create', ...of, '--permission', 'read', '--audit-file', audit);
  await run('revoke', ...of, '--audit-file', audit);
  const text = await readFile(audit, 'utf8');
  const viewer = { name: userInfo().username };
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { event: 'token_made', result: 'ok', tokenName: 'ada', permissions: ['read'], viewer },
    { event: 'token_revoked', result: 'ok', tokenName: 'ada', viewer },
  ]);
  expect(text).not.toContain(made.stdout.trim());
  const refused = await run('create', ...of, '--permission', 'read', '--audit-file', '/dev/full');
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(JSON.parse((await run('list', '--tokens', file, '--json')).stdout)).toEqual([]);
});

test('every option that is missing is told at once', async () => {
  const { code, stderr } = await run('create');
  expect(code).toBe(1);
  expect(stderr.match(/--\w+: is needed/g)).toEqual([
    '--tokens: is needed',
    '--name: is needed',
    '--permission: is needed',
  ]);
});

test.each<[flags: string[], problem: RegExp]>([
  [['--auth', 'tokens'], /--auth: tokens needs --tokens <file>/],
  [['--auth', 'oidc'], /--auth: oidc needs --oidc <file>/],
  [['--auth', 'token,none'], /--auth: none lets everybody in, and goes with nothing else/],
  [['--auth', 'token', '--tokens', 'x'], /--tokens: is for --auth tokens, which is not given/],
  [['--tokens', 'x'], /--tokens: is for --auth tokens, which is not given/],
  [['--auth', ' none ', '--host', '0.0.0.0'], /none is for this machine alone/],
  [['--auth', 'tokens', '--tokens', '/nowhere/tokens.json'], /\/nowhere\/tokens\.json does not exist/],
])('a gateway that is given %j does not start', async (flags, problem) => {
  await using demo = program(['demo', '--port', '0', ...flags]);
  const { code, stderr } = await demo.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(problem);
});

test('a token file with two lines takes both, and one that is exchanged is taken up while the gateway runs', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'token-')), 'token');
  const [old, next] = ['o'.repeat(40), 'n'.repeat(40)];
  await writeFile(file, old, { mode: 0o600 });
  const size = ['--accounts', '3', '--users', '10'];
  await using demo = program(['demo', '--port', '0', '--auth', 'token', '--token-file', file, ...size]);
  const url = (await demo.firstLine).replace('Gateway ready at ', '');
  expect([await statusOf(url, old), await statusOf(url, next)]).toEqual([200, 401]);
  await writeFile(file, `${next}\n${old}\n`);
  await until(async () => (await statusOf(url, next)) === 200);
  expect(await statusOf(url, old)).toBe(200);
  await writeFile(file, `${next}\n`);
  await until(async () => (await statusOf(url, old)) === 401);
  expect(await statusOf(url, next)).toBe(200);
});
