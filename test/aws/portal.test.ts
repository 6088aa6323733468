import { inspect } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { isSignInEnded } from '../../src/aws/call/errors.ts';
import { createPortalAws, type PortalAws } from '../../src/aws/portal-aws.ts';
import { AwsError } from '../../src/errors.ts';
import { all, callOptions, instantClock } from './fake-aws.ts';
import { fakePortal, oidcError, portalError, type PortalReply } from './fake-portal.ts';
import { ManualClock, settled } from './manual-clock.ts';

const accountId = '111111111111';
const accessToken = 'access-token';
const credentials = { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'session' };

afterEach(() => {
  vi.unstubAllEnvs();
});

test('accounts are listed in pages of 100, with the token in its header and no signature', async () => {
  await using fake = await fakePortal(({ line }) =>
    line.includes('next_token')
      ? { body: { accountList: [{ accountId: '222222222222' }], nextToken: null } }
      : {
          body: {
            accountList: [{ accountId, accountName: 'Prod', emailAddress: 'prod@x' }],
            nextToken: 'page 2',
          },
        },
  );
  const options = callOptions();
  expect(await all(fake.aws.portal.listAccounts(accessToken, options))).toStrictEqual([
    { accountId, name: 'Prod', email: 'prod@x' },
    { accountId: '222222222222' },
  ]);
  expect(fake.asked.map(({ line }) => line)).toEqual([
    'GET /assignment/accounts?max_result=100',
    'GET /assignment/accounts?max_result=100&next_token=page%202',
  ]);
  for (const { headers } of fake.asked) {
    expect(headers['x-amz-sso_bearer_token']).toBe(accessToken);
    expect(headers).not.toHaveProperty('authorization');
  }
  expect(options.meter.toJSON()).toMatchObject({ byOperation: { 'sso:ListAccounts': 2 } });
});

test('roles of an account are listed by name', async () => {
  await using fake = await fakePortal(() => ({
    body: { roleList: [{ roleName: 'Admin', accountId }, { roleName: 'ReadOnly' }] },
  }));
  const pages = fake.aws.portal.listAccountRoles(accessToken, accountId, callOptions());
  expect(await all(pages)).toEqual(['Admin', 'ReadOnly']);
  expect(fake.asked[0]?.line).toBe(`GET /assignment/roles?account_id=${accountId}&max_result=100`);
});

test('an empty page with a token does not end the list, a token that leads back does', async () => {
  await using fake = await fakePortal(() => ({ body: { accountList: [], nextToken: 'again' } }));
  await expect(all(fake.aws.portal.listAccounts(accessToken, callOptions()))).rejects.toThrow('NextToken');
  expect(fake.asked).toHaveLength(2);
});

test('credentials of a role expire at a time in milliseconds', async () => {
  const expiration = 1_790_000_000_000;
  await using fake = await fakePortal(() => ({ body: { roleCredentials: { ...credentials, expiration } } }));
  expect(
    await fake.aws.portal.getRoleCredentials(accessToken, accountId, 'Admin', callOptions()),
  ).toStrictEqual({ ...credentials, expiresAt: expiration });
  expect(fake.asked[0]?.line).toBe(`GET /federation/credentials?account_id=${accountId}&role_name=Admin`);
});

test('logout posts the token, and its empty answer will do', async () => {
  await using fake = await fakePortal(() => ({}));
  await expect(fake.aws.portal.logout(accessToken, callOptions())).resolves.toBeUndefined();
  expect(fake.asked[0]).toMatchObject({
    line: 'POST /logout',
    headers: { 'x-amz-sso_bearer_token': accessToken },
  });
});

for (const [members, missing] of [
  [{ accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' }, 'expiration'],
  [{ ...credentials, sessionToken: null, expiration: 1 }, 'sessionToken'],
] as const) {
  test(`credentials without ${missing} cannot be used`, async () => {
    await using fake = await fakePortal(() => ({ body: { roleCredentials: members } }));
    const call = fake.aws.portal.getRoleCredentials(accessToken, accountId, 'Admin', callOptions());
    await expect(call).rejects.toMatchObject({
      code: 'AWS_UNAVAILABLE',
      message: expect.stringContaining(missing),
    });
  });
}

/** What a call comes to when the portal answers with `reply`. */
async function failureOf(reply: PortalReply): Promise<AwsError> {
  await using fake = await fakePortal(() => reply);
  const call = fake.aws.portal.getRoleCredentials(accessToken, accountId, 'Admin', callOptions());
  const error = await call.catch((failure: unknown) => failure);
  if (!(error instanceof AwsError)) throw new Error('not an AwsError', { cause: error });
  return error;
}

test('a token that AWS refuses is LOGIN_REQUIRED, known as a sign-in that ended', async () => {
  for (const reply of [portalError('UnauthorizedException', 401), { status: 401, body: {} }]) {
    const error = await failureOf(reply);
    expect(error).toMatchObject({
      code: 'LOGIN_REQUIRED',
      operation: 'sso:GetRoleCredentials',
      details: { sessionState: 'EXPIRED' },
    });
    expect(isSignInEnded(error)).toBe(true);
  }
});

for (const [reply, code, text] of [
  [portalError('ForbiddenException', 403, 'No access'), 'FORBIDDEN', 'ForbiddenException: No access'],
  [{ status: 403, body: {} }, 'FORBIDDEN', 'no such access'],
  [portalError('AccessDeniedException', 403, 'No access'), 'FORBIDDEN', 'No access'],
  [portalError('ResourceNotFoundException', 404), 'NOT_FOUND', 'about ResourceNotFoundException'],
  [portalError('InvalidRequestException', 400), 'AWS_UNAVAILABLE', 'about InvalidRequestException'],
  [portalError('MethodNotAllowed', 405), 'AWS_UNAVAILABLE', 'about MethodNotAllowed'],
  [portalError('TooManyRequestsException', 429), 'AWS_THROTTLED', '6 attempts'],
  [{ status: 200, body: 'not JSON' }, 'AWS_UNAVAILABLE', 'HTTP 200 with a body that is no JSON object'],
] as const) {
  test(`${reply.error ?? 'an answer'} with status ${reply.status} is ${code}, and no reason to sign in again`, async () => {
    const error = await failureOf(reply);
    expect(error).toMatchObject({ code, message: expect.stringContaining(text) });
    expect(isSignInEnded(error)).toBe(false);
  });
}

test('nothing else than such an error is a sign-in that ended', () => {
  for (const error of [undefined, 'LOGIN_REQUIRED', new Error('x')]) expect(isSignInEnded(error)).toBe(false);
});

test('a 429 is waited out as long as the portal asks', async () => {
  const clock = instantClock();
  const busy = { ...portalError('TooManyRequestsException', 429), headers: { 'retry-after': '3' } };
  await using fake = await fakePortal((_, index) => (index === 0 ? busy : { body: { accountList: [] } }), {
    clock,
    random: () => 0,
  });
  await all(fake.aws.portal.listAccounts(accessToken, callOptions()));
  expect(clock.slept).toEqual([3_000]);
});

test('the portal is asked 10 times a second after a burst of 5, over all its operations', async () => {
  const clock = new ManualClock();
  await using fake = await fakePortal(() => ({ body: {} }), { clock, unlimited: false });
  const calls = [
    ...Array.from({ length: 10 }, () => all(fake.aws.portal.listAccounts(accessToken, callOptions()))),
    ...Array.from({ length: 10 }, () =>
      all(fake.aws.portal.listAccountRoles(accessToken, accountId, callOptions())),
    ),
  ];
  while (fake.asked.length < 5) await settled();
  await clock.advance(999);
  while (fake.asked.length < 14) await settled();
  await clock.advance(501);
  await Promise.all(calls);
  expect(fake.asked).toHaveLength(20);
});

test('no AWS credentials are looked for', async () => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  await using fake = await fakePortal(() => ({ body: {} }));
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${fake.url}/credentials`);
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'x');
  await fake.aws.portal.logout(accessToken, callOptions());
  expect(fake.asked.map(({ line }) => line)).toEqual(['POST /logout']);
});

test('AWS_ENDPOINT_URL and its forms for single services are honoured', async () => {
  await using fake = await fakePortal(() => ({ body: {} }));
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', fake.url);
  const aws = await createPortalAws({ region: 'eu-west-1' });
  await aws.portal.logout(accessToken, callOptions());
  expect(aws.endpoint).toBe(`${fake.url} http://127.0.0.1:1`);
  aws.close();
});

test('a Region that is no host name is refused', async () => {
  await expect(createPortalAws({ region: 'eu west 1' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('an abort ends a call with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('the client is gone');
  await using fake = await fakePortal(() => () => controller.abort(reason));
  await expect(fake.aws.portal.logout(accessToken, callOptions(controller.signal))).rejects.toBe(reason);
});

const canaries = {
  token: 'canary-access-token',
  client: { clientId: 'client-1', clientSecret: 'canary-client-secret' },
  grants: [
    { deviceCode: 'canary-device-code' },
    { refreshToken: 'canary-refresh-token' },
    { code: 'canary-code', codeVerifier: 'canary-verifier', redirectUri: 'http://127.0.0.1/' },
  ],
} as const;
const everyCall: ((aws: PortalAws) => Promise<unknown>)[] = [
  ({ portal }) => all(portal.listAccounts(canaries.token, callOptions())),
  ({ portal }) => all(portal.listAccountRoles(canaries.token, accountId, callOptions())),
  ({ portal }) => portal.getRoleCredentials(canaries.token, accountId, 'Admin', callOptions()),
  ({ portal }) => portal.logout(canaries.token, callOptions()),
  ({ oidc }) => oidc.registerClient({ clientName: 'x' }, callOptions()),
  ({ oidc }) => oidc.startDeviceAuthorization(canaries.client, 'https://x/', callOptions()),
  ...canaries.grants.map(
    (grant) =>
      ({ oidc }: PortalAws) =>
        oidc.createToken(canaries.client, grant, callOptions()),
  ),
];
const secretAnswer = `{"accessToken":"canary-1","clientSecret":"canary-2","roleCredentials":{"secretAccessKey":"canary-3"`;

for (const [what, reply] of [
  [
    'a refusal that quotes what was sent',
    (sent: string) => oidcError('InvalidRequestException', 'x', { error_description: sent }),
  ],
  [
    'a portal error that quotes what was sent',
    (sent: string) => portalError('InvalidRequestException', 400, sent),
  ],
  [
    'an unknown error that quotes what was sent',
    (sent: string) => ({ status: 418, error: 'Teapot', body: { error: sent, Message: sent } }),
  ],
  [
    'an error that is named as what was sent',
    (sent: string) => ({ status: 400, error: encodeURI(sent), body: { region: sent } }),
  ],
  [
    'a throttle that quotes what was sent',
    (sent: string) => portalError('TooManyRequestsException', 429, sent),
  ],
  ['an answer that breaks off', () => ({ body: secretAnswer })],
  ['an answer with rubbish behind', () => ({ body: `${secretAnswer}}}canary-4` })],
  [
    'an answer without what is required',
    () => ({
      body: {
        accessToken: 'canary-1',
        clientSecret: 'canary-2',
        deviceCode: 'canary-3',
        roleCredentials: { secretAccessKey: 'canary-4' },
        accountList: [{ accountName: 'x' }],
        roleList: [{}],
      },
    }),
  ],
  ['a server fault with a secret page', () => ({ status: 500, body: secretAnswer })],
] satisfies [string, (sent: string) => PortalReply][]) {
  test(`after ${what} no secret is in the error, its details or its causes`, async () => {
    await using fake = await fakePortal(({ body, headers }) =>
      reply(`${JSON.stringify(body)} ${String(headers['x-amz-sso_bearer_token'])} ${headers.authorization}`),
    );
    let failures = 0;
    for (const call of everyCall) {
      const error = await call(fake.aws).catch((failure: unknown) => failure);
      if (!(error instanceof AwsError)) continue;
      failures += 1;
      const text = `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error.details)} ${error.stack}`;
      expect(text).not.toContain('canary');
    }
    expect(failures).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(fake.asked)).toContain('canary');
  });
}
