import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBudget, defaultSsoAdminTps } from '../../src/aws/budget/budget.ts';
import { createAws, type AwsOptions } from '../../src/aws/aws.ts';
import { isServiceMissing } from '../../src/aws/call/errors.ts';
import { accountId, entitlement } from './cases.ts';
import { all, applicationArn, callOptions, fakeAws, instantClock } from './fake-aws.ts';
import { ManualClock } from './manual-clock.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const none = () => ({ body: { applications: [] } });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'account-access-'));
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function failureOf(options: AwsOptions): Promise<unknown> {
  const aws = await createAws({ credentials: keys, clock: instantClock(), unlimited: true, ...options });
  try {
    return await all(aws.accountAccess.listApplications(callOptions())).catch((error: unknown) => error);
  } finally {
    aws.close();
  }
}

test('a call is signed for account-access in the Region, with the session token', async () => {
  await using fake = await fakeAws(none);
  await all(fake.aws.accountAccess.listApplications(callOptions()));
  const { headers } = fake.asked[0]!;
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/account-access\/aws4_request, SignedHeaders=\S*host;\S+, Signature=[0-9a-f]{64}$/,
  );
  expect(headers).toMatchObject({
    'x-amz-security-token': 'token-canary',
    'content-type': 'application/json',
  });
});

test.each([
  [
    'its own variable',
    { AWS_ENDPOINT_URL_ACCOUNT_ACCESS: 'URL', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    '',
  ],
  ['the variable for all', { AWS_ENDPOINT_URL: 'URL' }, ''],
  [
    'the services section of the profile',
    {},
    '[default]\nservices = s\n[services s]\naccount_access =\n  endpoint_url = URL\n',
  ],
])('the endpoint is found in %s', async (_, variables, config) => {
  await using fake = await fakeAws(none);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value.replace('URL', fake.url));
  await writeFile(join(folder, 'config'), config.replace('URL', fake.url));
  const aws = await createAws({ region: 'eu-west-1', credentials: keys });
  expect(await all(aws.accountAccess.listApplications(callOptions()))).toEqual([]);
  expect(fake.asked).toHaveLength(1);
  expect(aws.endpoint.split(' ')).toContain(fake.url);
  aws.close();
});

test.each([
  ['eu-nowhere-1', {}, 'account-access.eu-nowhere-1.api.aws'],
  ['cn-nowhere-1', {}, 'account-access.cn-nowhere-1.api.amazonwebservices.com.cn'],
  ['eu-nowhere-1', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'account-access-fips.eu-nowhere-1.api.aws'],
])('a Region without the service, %s, has no host: dual-stack with %j', async (region, variables, host) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  // The name is what is looked at, and nothing but it: it does not exist, or nothing is asked about it here.
  const error = await failureOf({ region });
  expect(error).toMatchObject({
    code: 'AWS_UNAVAILABLE',
    operation: 'account-access:ListApplications',
    message: expect.stringContaining(host),
  });
});

test('a service that is not there is told from one that fails', async () => {
  const answers = [
    [{ error: 'UnknownOperationException', status: 404 }, true],
    [(response: any) => response.writeHead(501, { 'content-type': 'text/html' }).end('<html>'), true],
    [{ error: 'AccessDeniedException', status: 403 }, false],
    [{ error: 'ValidationException', status: 400 }, false],
    [{ error: 'InternalServerException', status: 500 }, false],
  ] as const;
  for (const [reply, isMissing] of answers) {
    await using fake = await fakeAws(() => reply);
    const error = await failureOf({ region: 'eu-west-1', endpoint: fake.url });
    expect([reply, isServiceMissing(error)]).toEqual([reply, isMissing]);
  }
});

test('a denial names the action, and who has to call', async () => {
  await using fake = await fakeAws(() => ({ error: 'AccessDeniedException', status: 403, message: 'no' }));
  expect(await failureOf({ region: 'eu-west-1', endpoint: fake.url })).toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    details: { action: 'account-access:ListApplications' },
    message: expect.stringMatching(
      /allow account-access:ListApplications for the gateway.*management account/,
    ),
  });
});

test('a signature that AWS finds late is made again by the time of AWS', async () => {
  const aheadMs = 3_600_000;
  const date = new Date(Date.now() + aheadMs).toUTCString();
  await using fake = await fakeAws((_, n) =>
    n === 0
      ? { error: 'InvalidSignatureException', status: 403, headers: { date }, message: 'Signature expired' }
      : none(),
  );
  await all(fake.aws.accountAccess.listApplications(callOptions()));
  const [first, second] = fake.asked.map(({ headers }) => String(headers['x-amz-date']));
  // By the hour, such as 20260901T12.
  expect(second!.slice(0, 11) > first!.slice(0, 11)).toBe(true);
});

test('credentials are fetched once for all calls of a connection', async () => {
  let fetched = 0;
  await using metadata = await fakeAws(() => (response) => {
    fetched += 1;
    const expiration = new Date(Date.now() + 3_600_000).toISOString();
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ AccessKeyId: 'A', SecretAccessKey: 's', Token: 't', Expiration: expiration }),
    );
  });
  await using fake = await fakeAws(none);
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${metadata.url}/credentials`);
  const aws = await createAws({ region: 'eu-west-1', endpoint: fake.url });
  for (let n = 0; n < 3; n++) await all(aws.accountAccess.listApplications(callOptions()));
  expect([fake.asked.length, fetched]).toEqual([3, 1]);
  aws.close();
});

test('an abort ends a call that hangs with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('the client is gone');
  await using fake = await fakeAws(() => () => controller.abort(reason));
  const asked = { accountId };
  await expect(
    all(fake.aws.accountAccess.listEntitlements(applicationArn, asked, callOptions(controller.signal))),
  ).rejects.toBe(reason);
});

test('a list goes on with its token, and leaving it early asks for no further page', async () => {
  await using fake = await fakeAws(({ input }) => ({
    body: {
      entitlements: [{ ...entitlement({ userId: 'user-1' }), entitlementId: `e-${input['nextToken'] ?? 0}` }],
      ...(input['nextToken'] !== '2' && { nextToken: String(Number(input['nextToken'] ?? 0) + 1) }),
    },
  }));
  const list = () => fake.aws.accountAccess.listEntitlements(applicationArn, { accountId }, callOptions());
  expect((await all(list())).map(({ entitlementId }) => entitlementId)).toEqual(['e-0', 'e-1', 'e-2']);
  expect(fake.asked.map(({ input }) => input['nextToken'])).toEqual([undefined, '1', '2']);
  for await (const page of list()) {
    expect(page).toHaveLength(1);
    break;
  }
  expect(fake.asked).toHaveLength(4);
});

test('account-access has a budget of its own, below 20 calls a second', () => {
  const budget = createBudget(defaultSsoAdminTps, new ManualClock());
  const own = budget.bucketOf('account-access:ListEntitlements');
  expect(own).toBe(budget.bucketOf('account-access:ListApplications'));
  expect(own).not.toBe(budget.bucketOf('sso-admin:ListAccountAssignments'));
  const { perSecond, tokens } = own!.state();
  expect(perSecond + tokens).toBe(20);
});
