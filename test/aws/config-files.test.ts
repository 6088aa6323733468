import { STSClient } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfigFiles, type ConfigFiles, type Section } from '../../src/aws/connection/config-files.ts';
import { assertProfileExists } from '../../src/aws/connection/credentials.ts';
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

// What the AWS CLI reads, and configparser with it: asked of botocore below, where there is one.
const headers: [header: string, name: string | undefined][] = [
  ['[sso-session main]', 'main'],
  ['[sso-session "my corp"]', 'my corp'],
  ["[sso-session 'my corp']", 'my corp'],
  ['[sso-session my corp]', undefined],
  ['[sso-session   main\t]', 'main'],
  ['[sso-session Zürich]', 'Zürich'],
  ['[sso-session "会社 1"]', '会社 1'],
  ['[sso-session main] # the first', 'main'],
  ['[sso-session main]; the first', 'main'],
  ['[sso-session main]and more', 'main'],
  ['  [sso-session main]', 'main'],
  ['[sso-session a]b]', 'a]b'],
  ['[sso-session [a]', '[a'],
  ['[sso-session "a # b"]', 'a # b'],
  ['[sso-session a#b]', 'a#b'],
  [String.raw`[sso-session my\ corp]`, 'my corp'],
  [String.raw`[sso-session "say \"a\""]`, 'say "a"'],
  ['[sso-session it"s]', undefined],
  ['[sso-session ""]', ''],
  ['[sso-session]', undefined],
  ['[SSO-Session main]', undefined],
];

test.each(headers)('%s names the session %j', async (header, name) => {
  const { ssoSessions } = await read(`${header}\nsso_region = eu-west-1\n`);
  expect([...ssoSessions.keys()]).toEqual(name === undefined ? [] : [name]);
});

test('a comment with brackets after a header hides no name', async () => {
  const { profiles } = await read('[profile a] # was [profile b]\nregion = r\n');
  expect(plain(profiles)).toEqual({ a: { region: 'r' } });
});

test('names of settings have any case, and a colon may stand before a value', async () => {
  const { ssoSessions } = await read(
    '[sso-session a]\nSSO_Region : eu-west-1\nsso_start_url:https://x/start\n',
  );
  expect(plain(ssoSessions)).toEqual({ a: { sso_region: 'eu-west-1', sso_start_url: 'https://x/start' } });
});

const hasBotocore = spawnSync('python3', ['-c', 'import botocore']).status === 0;
const script = `import json, sys, tempfile, botocore.configloader as loader
def read(text):
    with tempfile.NamedTemporaryFile('w', encoding='utf-8') as file:
        file.write(text)
        file.flush()
        try: return loader.load_config(file.name)['sso_sessions']
        except Exception: return None
print(json.dumps([read(text) for text in json.load(sys.stdin)]))`;

test.skipIf(!hasBotocore)('sessions are those that the AWS CLI reads', async () => {
  const characters = ['a', 'b', ' ', ' ', '\t', '"', "'", '\\', '#', ';', ']', '[', 'ü', '😀', '-', '=', ':'];
  const header = fc
    .array(fc.constantFrom(...characters), { maxLength: 9 })
    .map((name) => `[sso-session ${name.join('')}]`);
  const setting = fc.constantFrom('sso_region=x', 'SSO_Region = x', 'sso_region: x', ' sso_region=x');
  const random = fc.sample(fc.tuple(header, setting), { numRuns: 500, seed: 20_260_601 });
  const texts = [...headers.map(([text]) => [text, 'sso_region = x']), ...random].map((lines) =>
    lines.join('\n'),
  );
  const { stdout } = spawnSync('python3', ['-c', script], { input: JSON.stringify(texts), encoding: 'utf8' });
  const answers: (Record<string, object> | null)[] = JSON.parse(stdout);
  const wrong: unknown[] = [];
  for (const [at, text] of texts.entries()) {
    const ours = plain((await read(text)).ssoSessions);
    const theirs = answers[at];
    // Where the CLI reads nothing, a comment may be in its way, and not in ours.
    const isSame = JSON.stringify(ours) === JSON.stringify(theirs ?? {});
    const isKnown = Object.keys(theirs ?? {}).length === 0 && /[#;]/.test(text);
    if (!isSame && !isKnown) wrong.push({ text, ours, theirs });
  }
  expect(wrong).toEqual([]);
  expect(answers.filter((theirs) => Object.keys(theirs ?? {}).length > 0).length).toBeGreaterThan(100);
});

test('a profile that only the AWS CLI can use is refused with the reason', async () => {
  const files = await read('[profile "my corp"]\nregion = eu-west-1\n[profile a@b]\nregion = eu-west-1\n');
  expect(() => assertProfileExists('my corp', files)).toThrow(/"my corp" is one for the AWS CLI alone/);
  expect(() => assertProfileExists('nobody', files)).toThrow(/no AWS profile "nobody"/);
  assertProfileExists('a@b', files);
  // So it is: the SDK finds one and not the other.
  const regionOf = (profile: string) => {
    const client = new STSClient({ profile });
    return client.config.region().finally(() => client.destroy());
  };
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', files.paths.config);
  expect(await regionOf('a@b')).toBe('eu-west-1');
  await expect(regionOf('my corp')).rejects.toThrow('Region is missing');
  vi.unstubAllEnvs();
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
