import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAws } from '../../src/aws/aws.ts';
import { GatewayError } from '../../src/errors.ts';
import { all, callOptions, fakeAws, instantClock } from './fake-aws.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const noInstances = () => ({ body: { Instances: [] } });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aws-config-'));
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test('without a Region anywhere the error says where to set one', async () => {
  await expect(createAws({ credentials: keys })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringMatching(/AWS_REGION or --region/),
    details: { argument: 'region' },
  });
});

test('a Region that is no host name is refused', async () => {
  await expect(createAws({ credentials: keys, region: 'eu west 1' })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('eu west 1'),
  });
});

test('AWS_REGION is used', async () => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  const aws = await createAws({ credentials: keys });
  expect([aws.region, aws.endpoint]).toEqual(['eu-central-1', 'aws/eu-central-1']);
  aws.close();
});

test('the Region and the credentials of a profile are used', async () => {
  await writeFile(join(folder, 'config'), '[profile "audit@team"]\nregion = ap-south-1\n');
  await writeFile(
    join(folder, 'credentials'),
    '[audit@team]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n',
  );
  await using fake = await fakeAws(noInstances);
  vi.stubEnv('AWS_ENDPOINT_URL', fake.url);
  const aws = await createAws({ profile: 'audit@team' });
  await all(aws.ssoAdmin.listInstances(callOptions()));
  expect(fake.asked[0]?.headers.authorization).toMatch(
    /Credential=AKIDPROFILE\/\d+\/ap-south-1\/sso\/aws4_request/,
  );
  aws.close();
});

for (const how of ['option', 'AWS_PROFILE'] as const) {
  test(`a profile that no file has is refused, given by ${how}, even where other credentials would work`, async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDOTHER');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
    if (how === 'AWS_PROFILE') vi.stubEnv('AWS_PROFILE', 'audti');
    await writeFile(
      join(folder, 'config'),
      '[profile audit]\nregion = eu-west-1\n[audti]\n[profile au dti]\n',
    );
    const opening = createAws({ region: 'eu-west-1', ...(how === 'option' ? { profile: 'audti' } : {}) });
    await expect(opening).rejects.toMatchObject({
      code: 'AWS_CREDENTIALS',
      message: expect.stringContaining('no AWS profile "audti"'),
    });
  });
}

test('without credentials anywhere the first call says so, at once', async () => {
  await using fake = await fakeAws(noInstances);
  const clock = instantClock();
  const aws = await createAws({ region: 'eu-west-1', endpoint: fake.url, clock });
  await expect(all(aws.ssoAdmin.listInstances(callOptions()))).rejects.toMatchObject({
    code: 'AWS_CREDENTIALS',
    message: expect.stringContaining('AWS_PROFILE'),
  });
  expect([fake.asked, clock.slept]).toEqual([[], []]);
  aws.close();
});

test('a profile whose sign-in has ended says which command signs in again', async () => {
  vi.stubEnv('HOME', folder);
  const session = '[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://x.awsapps.com/start\n';
  const profile = '[profile audit]\nsso_session = s\nsso_account_id = 111111111111\nsso_role_name = r\n';
  await writeFile(join(folder, 'config'), session + profile);
  const aws = await createAws({ region: 'eu-west-1', profile: 'audit', endpoint: 'http://127.0.0.1:1' });
  await expect(all(aws.ssoAdmin.listInstances(callOptions()))).rejects.toMatchObject({
    code: 'AWS_CREDENTIALS',
    message: expect.stringContaining('aws sso login'),
  });
  aws.close();
});

test('a refusal by STS while credentials are made is a matter of credentials, not of the call', async () => {
  await using fake = await fakeAws(noInstances);
  await using sts = await fakeAws(() => (response) => {
    response.statusCode = 403;
    response.end(
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no sts:AssumeRole</Message></Error></ErrorResponse>',
    );
  });
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
  const role = 'role_arn = arn:aws:iam::111111111111:role/r\nsource_profile = base\nregion = eu-west-1\n';
  await writeFile(join(folder, 'config'), `[profile audit]\n${role}`);
  await writeFile(join(folder, 'credentials'), '[base]\naws_access_key_id = A\naws_secret_access_key = s\n');
  const aws = await createAws({ profile: 'audit', endpoint: fake.url });
  await expect(all(aws.ssoAdmin.listInstances(callOptions()))).rejects.toMatchObject({
    code: 'AWS_CREDENTIALS',
  });
  expect(fake.asked).toEqual([]);
  aws.close();
});

test('an abort while credentials are being fetched rejects with its reason at once', async () => {
  await using slow = await fakeAws(() => () => controller.abort(reason));
  const controller = new AbortController();
  const reason = new Error('the client is gone');
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${slow.url}/credentials`);
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'x');
  const aws = await createAws({ region: 'eu-west-1', endpoint: slow.url });
  await expect(all(aws.ssoAdmin.listInstances(callOptions(controller.signal)))).rejects.toBe(reason);
  aws.close();
});

test('a profile given to us decides the endpoint, not the one that AWS_PROFILE names', async () => {
  await using fake = await fakeAws(noInstances);
  const keysOf = (name: string) => `[${name}]\naws_access_key_id = A\naws_secret_access_key = s\n`;
  await writeFile(join(folder, 'credentials'), `${keysOf('mine')}${keysOf('other')}`);
  await writeFile(
    join(folder, 'config'),
    `[profile mine]\nendpoint_url = ${fake.url}\n[profile other]\nendpoint_url = http://127.0.0.1:1\n`,
  );
  vi.stubEnv('AWS_PROFILE', 'other');
  const aws = await createAws({ region: 'eu-west-1', profile: 'mine' });
  expect(await all(aws.ssoAdmin.listInstances(callOptions()))).toEqual([]);
  expect([aws.endpoint, fake.asked.length]).toEqual([fake.url, 1]);
  aws.close();
});

test('a profile without an endpoint does not borrow the one of AWS_PROFILE', async () => {
  await using fake = await fakeAws(noInstances);
  await writeFile(join(folder, 'config'), `[profile mine]\n[profile other]\nendpoint_url = ${fake.url}\n`);
  await writeFile(join(folder, 'credentials'), '[mine]\nregion = r\n');
  vi.stubEnv('AWS_PROFILE', 'other');
  // No AWS, so that nothing is reached on the way to the failure.
  const region = 'eu-nowhere-1';
  const aws = await createAws({ region, profile: 'mine', credentials: keys, clock: instantClock() });
  await expect(all(aws.ssoAdmin.listInstances(callOptions()))).rejects.toThrow('sso.eu-nowhere-1');
  expect([aws.endpoint, fake.asked]).toEqual([`aws/${region}`, []]);
  aws.close();
});

test('where endpoints are to be ignored, the SDK does not find one either', async () => {
  vi.stubEnv('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true');
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  const aws = await createAws({ region: 'eu-west-1', credentials: keys });
  expect(aws.endpoint).toBe('aws/eu-west-1');
  aws.close();
});

test('an endpoint for one service leaves the others at AWS, and shows in the identity', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_IDENTITYSTORE', 'http://127.0.0.1:4600');
  const aws = await createAws({ region: 'eu-west-1', credentials: keys });
  expect(aws.endpoint).toBe('aws/eu-west-1 http://127.0.0.1:4600');
  aws.close();
});

test('an endpoint is the same place however it is spelled, and shows no password', async () => {
  const aws = await createAws({
    region: 'eu-west-1',
    credentials: keys,
    endpoint: 'HTTP://user:password-canary@LOCALHOST:4600/',
  });
  expect(aws.endpoint).toBe('http://localhost:4600');
  aws.close();
});

test('an endpoint that is no URL is refused by name', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'localhost');
  await expect(createAws({ region: 'eu-west-1', credentials: keys })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('AWS_ENDPOINT_URL'),
  });
});

test('AWS_ENDPOINT_URL is for all services; an endpoint given to us goes before it', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
  const ambient = await createAws({ region: 'eu-west-1', credentials: keys });
  expect(ambient.endpoint).toBe('http://127.0.0.1:1');
  ambient.close();
  await using fake = await fakeAws(noInstances);
  const given = await createAws({ region: 'eu-west-1', credentials: keys, endpoint: fake.url });
  expect(given.endpoint).toBe(fake.url);
  await all(given.ssoAdmin.listInstances(callOptions()));
  expect(fake.asked).toHaveLength(1);
  given.close();
});

test('a Region that AWS does not have is AWS_UNAVAILABLE, saying to check it', async () => {
  const aws = await createAws({
    region: 'eu-nowhere-1',
    endpoint: 'http://sso.eu-nowhere-1.invalid',
    credentials: keys,
    clock: instantClock(),
  });
  const failure = await all(aws.ssoAdmin.listInstances(callOptions())).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GatewayError);
  expect(failure).toMatchObject({
    code: 'AWS_UNAVAILABLE',
    message: expect.stringContaining('sso.eu-nowhere-1.invalid'),
  });
  aws.close();
});
