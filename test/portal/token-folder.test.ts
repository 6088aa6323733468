import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, afterEach, expect, it } from 'vitest';
import { clientFileName, tokenFileName } from '../../src/portal/tokens/cache-files.ts';
import { createFolderCache } from '../../src/portal/tokens/token-folder.ts';
import { anybody } from '../reading/read-scope.ts';
import { local, portalOnSandbox } from './portal-on-sandbox.ts';

let root = '';
let folder = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'token-folder-'));
  folder = join(root, 'sso', 'cache');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const startUrl = 'https://d-1234567890.awsapps.com/start';
const place = { startUrl, region: 'us-east-1', sessionNames: [] };
const session = { ...place, sessionNames: ['my-sso'] };
const token = {
  accessToken: 'access',
  expiresAt: Date.parse('2026-11-23T10:00:00.700Z'),
  refreshToken: 'refresh',
  client: { clientId: 'id', clientSecret: 'secret', expiresAt: Date.parse('2027-02-20T10:00:00Z') },
};

it('names files as botocore does', () => {
  expect(tokenFileName(startUrl)).toBe('7487b5b67d5fa1132cf33fa93ae51ef38cc37752.json');
  expect(tokenFileName('my-sso')).toBe('0ad374308c5a4e22f723adf10145eafad7c4031c.json');
  const scoped = clientFileName(session, ['sso:account:access']);
  expect(scoped).toBe('a8343d65418848d0bc13a5f25cbb32508ceec5d1.json');
  expect(clientFileName(place, undefined)).toBe('365414a68be7c9bfc776c660981dbdbd942acea4.json');
});

it('names files as Python does for text beyond ASCII', async () => {
  const odd = { startUrl: 'https://é.example/"start"\u007f😀', region: 'us-east-1', sessionNames: ['mü'] };
  const script = `import json, hashlib
text = json.dumps({'tool': 'botocore', 'startUrl': 'https://\\u00e9.example/"start"\\x7f\\U0001F600', 'region': 'us-east-1', 'scopes': ['a', 'b'], 'session_name': 'm\\u00fc'}, sort_keys=True)
print(hashlib.sha1(text.encode('utf-8')).hexdigest())`;
  const { stdout } = await promisify(execFile)('python3', ['-c', script]);
  expect(clientFileName(odd, ['a', 'b'])).toBe(`${stdout.trim()}.json`);
});

it('writes what the CLI reads, whole seconds, for its owner only', async () => {
  await createFolderCache(folder).write(session, token);
  const path = join(folder, tokenFileName('my-sso'));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    startUrl,
    region: 'us-east-1',
    accessToken: 'access',
    expiresAt: '2026-11-23T10:00:00Z',
    clientId: 'id',
    clientSecret: 'secret',
    registrationExpiresAt: '2027-02-20T10:00:00Z',
    refreshToken: 'refresh',
  });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toEqual([tokenFileName('my-sso')]);
});

it.each([
  ['the CLI’s time', '2026-11-23T10:00:00Z', Date.parse('2026-11-23T10:00:00Z')],
  ['the JavaScript SDK’s time', '2026-11-23T10:00:00.123Z', Date.parse('2026-11-23T10:00:00.123Z')],
  ['an old time', '2026-11-23T10:00:00UTC', Date.parse('2026-11-23T10:00:00Z')],
])('reads %s', async (_, expiresAt, ms) => {
  await mkdir(folder, { recursive: true });
  const json = { startUrl, region: 'us-east-1', accessToken: 'access', expiresAt };
  await writeFile(join(folder, tokenFileName(startUrl)), JSON.stringify(json));
  expect(await createFolderCache(folder).read(place)).toEqual({ accessToken: 'access', expiresAt: ms });
});

it.each([
  ['damaged', '{"accessToken": "abc'],
  ['empty', ''],
  ['of another program', '{"hello": "world"}'],
  ['of another place', `{"startUrl":"https://x/start","accessToken":"a","expiresAt":"2026-11-23T10:00:00Z"}`],
  ['without a time', '{"accessToken":"a","expiresAt":"soon"}'],
  ['not an object', '[null]'],
])('takes a file that is %s for absent, and leaves it alone', async (_, text) => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, tokenFileName(startUrl));
  await writeFile(path, text);
  const cache = createFolderCache(folder);
  expect(await cache.read(place)).toBeUndefined();
  await cache.remove(place);
  expect(await readFile(path, 'utf8')).toBe(text);
});

it('uses the token that lasts longest, by session or by start URL, and removes both', async () => {
  const cache = createFolderCache(folder);
  await cache.write(session, token);
  await cache.write(place, { accessToken: 'longer', expiresAt: token.expiresAt + 60_000 });
  expect(await cache.read(session)).toMatchObject({ accessToken: 'longer' });
  await cache.remove(session);
  expect(await readdir(folder)).toEqual([]);
});

it.each(['/', '#/', '/#/'])(
  'finds what is kept under the start URL with %j at its end, and signs it out',
  async (end) => {
    const cache = createFolderCache(folder);
    await cache.write({ ...place, startUrl: `${startUrl}${end}` }, token);
    expect(await readdir(folder)).toEqual([tokenFileName(`${startUrl}${end}`)]);
    expect(await cache.read(place)).toMatchObject({ accessToken: 'access' });
    expect(await cache.read(session)).toMatchObject({ accessToken: 'access' });
    await cache.remove(place);
    expect(await readdir(folder)).toEqual([]);
  },
);

it('of a session that is chosen by its name uses, writes and removes that one’s token only', async () => {
  const cache = createFolderCache(folder);
  const chosen = { ...session, session: 'my-sso' };
  await cache.write(place, { ...token, accessToken: 'of another' });
  expect(await cache.read(chosen)).toBeUndefined();
  await cache.write(chosen, token);
  expect(await cache.read(chosen)).toMatchObject({ accessToken: 'access' });
  await cache.remove(chosen);
  expect(await readdir(folder)).toEqual([tokenFileName(startUrl)]);
});

it('waits a moment for what another program is about to write in place of a token that AWS refused', async () => {
  const cache = createFolderCache(folder, { settleMs: 1_000 });
  await cache.write(place, token);
  const reading = cache.readInsteadOf(place, token);
  await createFolderCache(folder).write(place, { ...token, accessToken: 'renewed' });
  expect(await reading).toMatchObject({ accessToken: 'renewed' });
  expect(await cache.readInsteadOf(place, token)).toMatchObject({ accessToken: 'renewed' });
});

it('says what cannot be written, and leaves no half file', async () => {
  await writeFile(join(root, 'file'), '');
  const cache = createFolderCache(join(root, 'file', 'cache'));
  await expect(cache.write(place, token)).rejects.toThrow(/cannot be written \(ENOTDIR\)/);
  await mkdir(join(folder, tokenFileName(startUrl)), { recursive: true });
  await chmod(folder, 0o700);
  await expect(createFolderCache(folder).write(place, token)).rejects.toThrow(/cannot be written/);
  expect(await readdir(folder)).toEqual([tokenFileName(startUrl)]);
});

it('shares a sign-in through the folder with the next gateway, under the session of the config file', async () => {
  const config = join(root, 'config');
  const environment = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
  await using gateway = await portalOnSandbox({ tokenCache: { folder }, environment });
  const lines = `sso_start_url = ${gateway.sandbox.startUrl}\nsso_region = us-east-1\n`;
  await writeFile(config, `[sso-session my-sso]\n${lines}`);
  await gateway.signIn();
  const names = await readdir(folder);
  expect(names).toHaveLength(2);
  expect(names).toContain(tokenFileName('my-sso'));
  const next = gateway.start();
  expect(await next.login(local, {}, anybody)).toMatchObject({ state: 'SUCCEEDED' });
  expect(await next.session(local, {})).toMatchObject({ state: 'SIGNED_IN', refreshable: true });
  await next.logout(local, {}, anybody);
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'SIGNED_OUT' });
  expect(await readdir(folder)).toHaveLength(1);
  await next.close();
});

it('without a session asks for a token of 8 hours, as the CLI does', async () => {
  await using gateway = await portalOnSandbox({ tokenCache: { folder } });
  await gateway.signIn();
  const session8 = await gateway.portal.session(local, {});
  expect(session8).toMatchObject({ refreshable: false, expiresAt: gateway.now() + 8 * 3_600_000 });
});
