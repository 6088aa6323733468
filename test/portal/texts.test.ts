import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { credentialProcess, environment } from '../../src/portal/credentials-text.ts';
import { loginMessage } from '../../src/portal/login-message.ts';
import type { Login } from '../../src/portal/portal.ts';

const login: Login = {
  id: '1',
  state: 'PENDING',
  startUrl: 'https://x/start',
  region: 'us-east-1',
  userCode: 'ABCD-EFGH',
  verificationUri: 'https://x/device',
  verificationUriComplete: 'https://x/device?user_code=ABCD-EFGH',
};
const credentials = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'se/cr+et',
  sessionToken: 'it\'s a "$(token)" `\\',
  expiresAt: Date.parse('2026-06-01T10:00:00.500Z'),
};

it('fills a template in, each placeholder as often as it stands there, and leaves other braces', () => {
  const template = '{code} at {url}, {code}, {urlWithCode} {other} {{code}}';
  expect(loginMessage(login, template)).toBe(
    'ABCD-EFGH at https://x/device, ABCD-EFGH, https://x/device?user_code=ABCD-EFGH {other} {ABCD-EFGH}',
  );
  expect(loginMessage({ ...login, userCode: '{url} $& $1' }, '{code}')).toBe('{url} $& $1');
});

it('says what to do, also without a link that has the code, and without a code', () => {
  expect(loginMessage(login)).toContain('https://x/device?user_code=ABCD-EFGH');
  const { verificationUriComplete: _link, ...shared } = login;
  expect(loginMessage({ ...shared, isShared: true })).toContain('gives their own session to whoever asked');
  expect(loginMessage(shared, '{urlWithCode}')).toBe('https://x/device');
  const { userCode: _code, ...pkce } = login;
  expect(loginMessage(pkce)).toBe('To sign in, open https://x/device');
  const { id, state, startUrl, region } = login;
  expect(loginMessage({ id, state, startUrl, region })).toBeUndefined();
});

it('prints for credential_process one line with the members of version 1', () => {
  const line = credentialProcess(credentials, '123456789012');
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    Version: 1,
    AccessKeyId: 'ASIA1',
    SecretAccessKey: 'se/cr+et',
    SessionToken: credentials.sessionToken,
    Expiration: '2026-06-01T10:00:00Z',
    AccountId: '123456789012',
  });
});

it('adds the variables of a Region only when there is one', () => {
  expect(environment(credentials)).not.toContain('REGION');
  expect(environment(credentials, 'eu-west-1')).toContain("export AWS_REGION='eu-west-1'\n");
  expect(environment(credentials, 'eu-west-1')).toContain("export AWS_DEFAULT_REGION='eu-west-1'\n");
});

it('quotes so that a POSIX shell takes any text as it is', async () => {
  const text = fc.string({ unit: 'binary-ascii' }).filter((value) => !value.includes('\0'));
  const samples = fc.sample(text, 100);
  for (const chunk of [samples, ["'", '$(id)', '\n', '\\', "''", 'é😀']]) {
    const script = chunk
      .map(
        (sessionToken) =>
          `${environment({ ...credentials, sessionToken })}printf '%s\\0' "$AWS_SESSION_TOKEN"`,
      )
      .join('\n');
    const { stdout } = await promisify(execFile)('sh', ['-c', script]);
    expect(stdout.split('\0').slice(0, -1)).toEqual(chunk);
  }
});
