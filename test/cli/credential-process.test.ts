import { fromProcess } from '@aws-sdk/credential-providers';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenFileName } from '../../src/portal/tokens/cache-files.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { otherProgram } from '../portal/other-program.ts';
import { firstRole, person, somebody, token } from '../sign-in/signing-in.ts';
import { program } from './program.ts';

const folder = () => mkdtemp(join(tmpdir(), 'credential-process-'));

/** Runs the command to its end, with nothing of this machine's AWS config. */
async function run(args: readonly string[], env: Record<string, string> = {}) {
  await using process = program(['credential-process', ...args], { AWS_CONFIG_FILE: '/dev/null', ...env });
  const { code, stdout, stderr } = await process.ended;
  return { code, stdout, stderr };
}

test('alone, it prints one line with the sign-in that the token cache has, as the SDK reads it', async () => {
  const tokenCache = await folder();
  await using me = await person({ config: { tokenCache } });
  await me.signIn();
  const { accountId, roleName } = firstRole(me.sandbox);
  const place = [
    '--start-url',
    me.sandbox.startUrl,
    '--sso-region',
    'us-east-1',
    '--token-cache',
    tokenCache,
  ];
  const args = ['--account', accountId, '--role', roleName, ...place];
  const env = { AWS_ENDPOINT_URL: me.sandbox.url };
  const { code, stdout, stderr } = await run(args, env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')).toHaveLength(2);
  expect(JSON.parse(stdout)).toMatchObject({ Version: 1, AccountId: accountId });

  const configFilepath = join(await folder(), 'config');
  const command = [process.execPath, 'src/main.ts', 'credential-process', ...args].join(' ');
  await writeFile(
    configFilepath,
    `[profile me]\ncredential_process = env AWS_ENDPOINT_URL=${me.sandbox.url} ${command}\n`,
  );
  const credentials = await fromProcess({ profile: 'me', configFilepath, filepath: '/dev/null' })();
  expect(credentials).toMatchObject({ accountId, accessKeyId: expect.any(String) });
});

test('through a gateway, it prints what that hands out', async () => {
  await using me = await person();
  await me.signIn();
  const { accountId, roleName } = firstRole(me.sandbox);
  const tokenFile = join(await folder(), 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const args = ['--account', accountId, '--role', roleName, '--gateway', me.url, '--token-file', tokenFile];
  const { code, stdout } = await run(args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ Version: 1, AccountId: accountId });
});

test('four at once with a sign-in that has to be renewed all get credentials, and AWS renews it once', async () => {
  await using sandbox = await startSandbox({ throttle: false });
  const tokenCache = await folder();
  const cli = await otherProgram(sandbox, join(tokenCache, tokenFileName(sandbox.startUrl)));
  await cli.signIn(somebody(sandbox.organization), { expiresAt: '2026-01-01T00:00:00Z' });
  cli.close();
  sandbox.reset();
  // So slow that all four want it at once.
  sandbox.faults.add({ operation: 'sso-oidc:CreateToken', fault: { hangMs: 2_000 } });
  const { accountId, roleName } = firstRole(sandbox);
  const place = ['--start-url', sandbox.startUrl, '--sso-region', 'us-east-1', '--token-cache', tokenCache];
  const args = ['--account', accountId, '--role', roleName, ...place];
  const env = { AWS_ENDPOINT_URL: sandbox.url };
  const ends = await Promise.all([1, 2, 3, 4].map(() => run(args, env)));
  expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    ends.map(() => ({ code: 0, stderr: '' })),
  );
  expect(sandbox.counts()['sso-oidc:CreateToken']).toBe(1);
  expect(await readdir(tokenCache)).toEqual([tokenFileName(sandbox.startUrl)]);
});

test('a session of the config file is chosen by its name or by AWS_PROFILE, and errors name flags', async () => {
  await using sandbox = await startSandbox({ throttle: false });
  const tokenCache = await folder();
  const config = join(tokenCache, 'config');
  const session = (name: string, url: string) =>
    `[sso-session ${name}] # of ours\nsso_start_url = ${url}\nsso_region = us-east-1\n`;
  const profile = '[profile "mein Profil"]\nsso_session = my corp\n';
  await writeFile(
    config,
    session('"my corp"', `${sandbox.awsStartUrl}/#/`) +
      session('other', 'https://other.awsapps.com/start') +
      profile,
  );
  const cli = await otherProgram(sandbox, join(tokenCache, tokenFileName('my corp')));
  await cli.signIn(somebody(sandbox.organization), { startUrl: sandbox.awsStartUrl });
  cli.close();
  const { accountId, roleName } = firstRole(sandbox);
  const args = ['--account', accountId, '--role', roleName, '--token-cache', tokenCache];
  const env = { AWS_ENDPOINT_URL: sandbox.url, AWS_CONFIG_FILE: config };
  const answered = { code: 0, stdout: expect.stringContaining(accountId), stderr: '' };
  const choices = [
    run([...args, '--sso-session', 'my corp'], env),
    run(args, { ...env, AWS_PROFILE: 'mein Profil' }),
    run([...args, '--start-url', `${sandbox.awsStartUrl}/`], env),
  ];
  expect(await Promise.all(choices)).toEqual(choices.map(() => answered));

  const complaints: [string[], RegExp][] = [
    [[], /: --start-url: give .*--sso-session.* several: my corp at https:.*, other at https:/],
    [['--sso-session', 'corp'], /: --sso-session: .* has no "corp" .*: my corp, other/],
    [['--sso-session', 'other'], /no sign-in to .* run "aws sso login --sso-session other"/],
    [['--start-url', 'https://new.awsapps.com/start'], /: --sso-region: give the Region/],
  ];
  const ends = await Promise.all(complaints.map(([more]) => run([...args, ...more], env)));
  expect(ends).toEqual(
    complaints.map(([, complaint]) => ({ code: 1, stdout: '', stderr: expect.stringMatching(complaint) })),
  );
});

test('a session of this machine tells a running gateway where, and what that complains of are flags', async () => {
  await using me = await person();
  await me.signIn();
  const { accountId, roleName } = firstRole(me.sandbox);
  const config = join(await folder(), 'config');
  const tokenFile = join(await folder(), 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  await writeFile(
    config,
    `[sso-session corp]\nsso_start_url = ${me.sandbox.startUrl}/\nsso_region = us-east-1\n`,
  );
  const gateway = ['--gateway', me.url, '--token-file', tokenFile];
  const args = ['--account', accountId, '--role', roleName, ...gateway];
  const env = { AWS_CONFIG_FILE: config };
  expect(await run([...args, '--sso-session', 'corp'], env)).toMatchObject({ code: 0, stderr: '' });
  const wrong = ['--account', accountId, '--role', 'x', ...gateway, '--start-url', 'ftp://x'];
  expect((await run(wrong, env)).stderr).toMatch(/: --start-url: give a URL/);
});

test('every fault is told on standard error, and standard output stays empty', async () => {
  await using me = await person();
  const tokenFile = join(await folder(), 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const role = ['--account', '111122223333', '--role', 'Billing'];
  const empty = [
    '--start-url',
    me.sandbox.startUrl,
    '--sso-region',
    'us-east-1',
    '--token-cache',
    await folder(),
  ];
  const gateway = ['--gateway', me.url, '--token-file', tokenFile];
  const cases: [string[], RegExp][] = [
    [[], /--account: is needed\n.*--role: is needed/],
    [[...role, ...empty], /\(LOGIN_REQUIRED\)/],
    [[...role, ...gateway], /\(LOGIN_REQUIRED\)/],
    [[...role, '--gateway', 'http://127.0.0.1:1/graphql'], /no gateway answers at/],
    [[...role, '--gateway', me.sandbox.url, '--token-file', tokenFile], /is no gateway/],
  ];
  for (const [args, complaint] of cases) {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(complaint);
    expect(stderr).not.toMatch(/^\s+at /m);
  }
});
