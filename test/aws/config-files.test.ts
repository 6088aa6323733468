import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfigFiles, type ConfigFiles, type Section } from '../../src/aws/connection/config-files.ts';
import { configuredEndpoints } from '../../src/aws/connection/endpoints.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aws-config-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function read(config: string, credentials = ''): Promise<ConfigFiles> {
  const env = {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  };
  await writeFile(env.AWS_CONFIG_FILE, config);
  await writeFile(env.AWS_SHARED_CREDENTIALS_FILE, credentials);
  return readConfigFiles(env);
}

const plain = (sections: ReadonlyMap<string, Section>) =>
  Object.fromEntries([...sections].map(([name, section]) => [name, Object.fromEntries(section)]));

test('sections are told apart by the word before their name', async () => {
  const files = await read(
    [
      '[default]',
      'region = eu-west-1',
      '[profile "audit@team"]',
      'region=ap-south-1',
      '[sso-session main]',
      'sso_region = eu-central-1',
      '[services local]',
      'sts =',
      '  endpoint_url = http://127.0.0.1:1',
      '[audit]',
      'region = nowhere',
      '[profile au dit]',
      'region = nowhere',
    ].join('\n'),
  );
  expect(plain(files.profiles)).toEqual({
    default: { region: 'eu-west-1' },
    'audit@team': { region: 'ap-south-1' },
  });
  expect(plain(files.ssoSessions)).toEqual({ main: { sso_region: 'eu-central-1' } });
  expect(plain(files.services)).toEqual({ local: { 'sts.endpoint_url': 'http://127.0.0.1:1' } });
});

test('comments, blank lines and Windows line ends are no part of a value', async () => {
  const files = await read(
    '# top\r\n[profile a] ; of a team\r\n\r\nsso_start_url = https://x/start#/ # here\r\n; no = thing\r\n  region = r\r\n',
  );
  expect(plain(files.profiles)).toEqual({ a: { sso_start_url: 'https://x/start#/', region: 'r' } });
});

test('an indented block ends with the next line that is not indented', async () => {
  const files = await read('[profile a]\ns3 =\n  region = inner\n  x = 1\nregion = outer\n  y = 2\n');
  expect(plain(files.profiles)).toEqual({
    a: { 's3.region': 'inner', 's3.x': '1', region: 'outer', y: '2' },
  });
});

test('a profile is what both files say of it, the config file before the credentials file', async () => {
  const files = await read(
    '[profile a]\nregion = config\n',
    '[a]\nregion = credentials\nkey = k\n[b]\nkey = b\n',
  );
  expect(plain(files.profiles)).toEqual({ a: { region: 'config', key: 'k' }, b: { key: 'b' } });
});

test('files that are not there have no sections', async () => {
  const env = { AWS_CONFIG_FILE: join(folder, 'none'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
  const files = await readConfigFiles(env);
  expect([files.profiles.size, files.ssoSessions.size, files.services.size]).toEqual([0, 0, 0]);
  expect(files.paths).toEqual({ config: join(folder, 'none'), credentials: join(folder, 'none') });
});

const config = [
  '[default]',
  'endpoint_url = http://default',
  '[profile local]',
  'endpoint_url = http://profile',
  'services = parts',
  '[profile off]',
  'endpoint_url = http://off',
  'ignore_configured_endpoint_urls = true',
  '[profile broken]',
  'services = nowhere',
  '[services parts]',
  'sso_admin =',
  '  endpoint_url = http://sso-admin',
].join('\n');

for (const [what, profile, env, url] of [
  ['the profile for a service', 'local', {}, 'http://sso-admin'],
  ['the variable for all before the profile', 'local', { AWS_ENDPOINT_URL: 'http://all' }, 'http://all'],
  [
    'the variable for the service before that for all',
    'local',
    { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_SSO_ADMIN: 'http://one' },
    'http://one',
  ],
  ['the default profile', undefined, {}, 'http://default'],
  ['none where the profile says to ignore them', 'off', { AWS_ENDPOINT_URL: 'http://all' }, undefined],
  [
    'none where a variable says to ignore them',
    'local',
    { AWS_ENDPOINT_URL: 'http://all', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    undefined,
  ],
] as const) {
  test(`an endpoint comes from ${what}`, async () => {
    expect(configuredEndpoints(await read(config), profile, env)('sso_admin')).toBe(url);
  });
}

test('a service that its section does not have takes the URL of the profile', async () => {
  expect(configuredEndpoints(await read(config), 'local', {})('organizations')).toBe('http://profile');
});

test('a services section that is not there is refused by name', async () => {
  const files = await read(config);
  expect(() => configuredEndpoints(files, 'broken', {})).toThrow('services section "nowhere"');
});
