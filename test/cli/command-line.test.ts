import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { folderOf } from '../server/persisted/folder.ts';
import { program } from './program.ts';

async function run(args: readonly string[], env: Record<string, string> = {}) {
  await using running = program(args, env);
  return await running.ended;
}

/** What a person sees who made mistakes: one line for each, and nothing else. */
async function complaints(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(args, env);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr.trimEnd().split('\n');
}

test('--version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('--help of a command lists its flags with variable and default', async () => {
  const { code, stdout } = await run(['serve', '--help']);
  expect(code).toBe(0);
  const text = stdout.replace(/\s+/g, ' ');
  expect(text).toContain(
    '--port <number> Port to listen on; 0 takes a free one. Default: 4000. [GATEWAY_PORT]',
  );
  expect(text).not.toContain('--sandbox-port');
});

test.each([[['--help']], [['--version']], [['export', '--help']], [['doctor', '--demo']]])(
  'a reader that stops reading what %j prints hears of no error',
  async (args) => {
    await using running = program(args);
    // Before anything is written, as Node takes a moment to begin.
    running.child.stdout!.destroy();
    expect(await running.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  },
);

test('a service whose standard output and error nobody reads any more goes on', async () => {
  await using demo = program(['demo', '--port', '0', '--accounts', '3', '--log-level', 'debug']);
  const url = (await demo.firstLine).replace('Gateway ready at ', '');
  demo.child.stdout!.destroy();
  demo.child.stderr!.destroy();
  for (let n = 0; n < 3; n++) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: 'mutation { login { id } }' }),
    });
    expect((await response.json()).data.login.id).toEqual(expect.any(String));
  }
  demo.child.kill('SIGTERM');
  expect(await demo.ended).toMatchObject({ code: 0, signal: null });
});

test('--help says which options may be given several times', async () => {
  const { stdout } = await run(['export', '--help']);
  const text = stdout.replace(/\s+/g, ' ');
  expect(text).toContain('Only assignments of this user. May be given several times.');
  expect(text).not.toMatch(/Print only[^.]*\. May be given several times/);
});

test('a column that there is not, and one given twice, are refused', async () => {
  expect(await complaints(['export', '--columns', 'target_id,colour'])).toEqual([
    expect.stringMatching(/: --columns: expected instance_arn, .+, but got: colour$/),
  ]);
  expect(await complaints(['export', '--columns', 'target_id,target_id'])).toEqual([
    'identity-center-gateway: --columns: expected each once, but got: target_id,target_id',
  ]);
});

test('every mistake is told at once, by the name it came in with', async () => {
  const args = ['demo', '--port', '70000', '--nonsense', '--max-age', '1h', '--accounts', '-1'];
  expect(await complaints(args, { GATEWAY_LOG_LEVEL: 'loud' })).toEqual([
    'identity-center-gateway: --nonsense: unknown; "demo --help" lists what there is',
    'identity-center-gateway: --port: expected a whole number from 0 to 65535, but got: 70000',
    'identity-center-gateway: --max-age: expected an ISO 8601 duration such as PT15M or P1D, but got: 1h',
    'identity-center-gateway: GATEWAY_LOG_LEVEL: expected debug, info, warn, error, silent, but got: loud',
    'identity-center-gateway: --accounts: expected a whole number from 1 to 50000, but got: -1',
  ]);
});

test('a flag of another command is unknown', async () => {
  expect(await complaints(['serve', '--users', '5'])).toEqual([
    'identity-center-gateway: --users: unknown; "serve --help" lists what there is',
  ]);
});

test('a flag without its value is named', async () => {
  expect(await complaints(['serve', '--port'])).toEqual([
    "identity-center-gateway: option '--port <number>' argument missing",
  ]);
});

test('an unknown command is named', async () => {
  expect(await complaints(['serv'])).toEqual([expect.stringContaining("unknown command 'serv'")]);
});

test.each([
  [
    ['serve', '--auth', 'none', '--host', '0.0.0.0', '--tls-cert', 'a.pem', '--tls-key', 'b.pem'],
    '--auth: none is for this machine alone, but --host is 0.0.0.0; give --auth token, or leave --host away',
  ],
  [
    ['demo', '--allowed-host', 'localhost', '--allowed-host', 'gateway.example'],
    '--auth: none is for this machine alone, but --allowed-host is gateway.example;',
  ],
  [
    ['serve', '--auth', 'none', '--allowed-host', '10.0.0.7'],
    '--auth: none is for this machine alone, but --allowed-host is 10.0.0.7;',
  ],
  [
    ['demo', '--allowed-origin', 'http://localhost:3000', '--allowed-origin', 'https://dashboard.example'],
    '--auth: none is for this machine alone, but --allowed-origin is https://dashboard.example;',
  ],
  [
    ['demo', '--public-url', 'https://gateway.example'],
    '--auth: none is for this machine alone, but --public-url is https://gateway.example;',
  ],
  [
    ['demo', '--trusted-proxy', '127.0.0.1'],
    '--auth: none is for this machine alone, but --trusted-proxy is 127.0.0.1;',
  ],
  [['demo', '--behind-proxy'], '--auth: none is for this machine alone, but --behind-proxy is true;'],
])('without authentication, %j is refused', async (args, complaint) => {
  expect(await complaints(args)).toEqual([expect.stringContaining(complaint)]);
});

test.each([
  [['serve', '--host', '0.0.0.0'], {}, '--host: 0.0.0.0'],
  [['demo', '--auth', 'token', '--host', '::'], {}, '--host: ::'],
  [['serve'], { GATEWAY_HOST: '10.0.0.7', GATEWAY_BEHIND_PROXY: 'false' }, 'GATEWAY_HOST: 10.0.0.7'],
])('without TLS, %j with %j is refused, with what to do', async (args, env, subject) => {
  expect(await complaints(args, env)).toEqual([
    `identity-center-gateway: ${subject} can be reached from other machines, which would send tokens in the clear; give --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks TLS`,
  ]);
});

test.each([
  [['serve', '--tls-cert', 'a.pem'], '--tls-cert: needs --tls-key, too'],
  [['serve', '--tls-key', 'a.key'], '--tls-key: needs --tls-cert, too'],
])('half of what TLS needs is refused: %j', async (args, complaint) => {
  expect(await complaints(args)).toEqual([`identity-center-gateway: ${complaint}`]);
});

test('persisted documents alone are refused where there are none', async () => {
  expect(await complaints(['serve', '--only-persisted'])).toEqual([
    'identity-center-gateway: --only-persisted: needs --persisted-documents, as nothing could be asked without',
  ]);
});

test('every persisted document that cannot be asked is named in a line', async () => {
  await using folder = await folderOf({ 'one.graphql': '{ nothing }', 'two.graphql': '{' });
  expect(await complaints(['demo', '--port', '0', '--persisted-documents', folder.path])).toEqual([
    expect.stringMatching(/^identity-center-gateway: .*one\.graphql:1:3: Cannot query field "nothing"/),
    expect.stringMatching(/^identity-center-gateway: .*two\.graphql:1:2: Syntax Error/),
  ]);
});

test('a certificate that is not there is named', async () => {
  const args = ['demo', '--tls-cert', 'nowhere.pem', '--tls-key', 'nowhere.key'];
  expect(await complaints(args)).toEqual([
    expect.stringMatching(/^identity-center-gateway: .*nowhere\.pem does not exist$/),
  ]);
});

test('ways of authentication name the file that they need', async () => {
  expect(await complaints(['serve', '--auth', 'oidc'])).toEqual([
    'identity-center-gateway: --auth: oidc needs --oidc <file>',
  ]);
});
