import { expect, test } from 'vitest';
import { grantTypes, type Grant, type Oidc } from '../../src/aws/oidc.ts';
import { createPortalAws } from '../../src/aws/portal-aws.ts';
import { callOptions, instantClock } from './fake-aws.ts';
import { fakePortal, oidcError, type PortalReply } from './fake-portal.ts';

const client = { clientId: 'client-1', clientSecret: 'client-secret' };
const startUrl = 'https://d-1234567890.awsapps.com/start';
const device: Grant = { deviceCode: 'device-code' };
const refresh: Grant = { refreshToken: 'refresh-token' };
const pkce: Grant = {
  code: 'auth-code',
  codeVerifier: 'verifier',
  redirectUri: 'http://127.0.0.1/oauth/callback',
};
const token: PortalReply = {
  body: { accessToken: 'access-token', tokenType: 'Bearer', expiresIn: 28_800 },
};

test('RegisterClient sends what it is given, and reads seconds', async () => {
  await using fake = await fakePortal(() => ({
    body: { ...client, clientIdIssuedAt: 1_700_000_000, clientSecretExpiresAt: 1_707_776_000 },
  }));
  const registration = {
    clientName: 'gateway',
    scopes: ['sso:account:access'],
    redirectUris: ['http://127.0.0.1/oauth/callback'],
    grantTypes: [grantTypes.authorizationCode, grantTypes.refreshToken],
    issuerUrl: startUrl,
  };
  expect(await fake.aws.oidc.registerClient(registration, callOptions())).toStrictEqual({
    ...client,
    expiresAt: 1_707_776_000_000,
  });
  expect(fake.asked).toMatchObject([
    { line: 'POST /client/register', body: { ...registration, clientType: 'public' } },
  ]);
});

test('RegisterClient needs no more than a name', async () => {
  await using fake = await fakePortal(() => ({ body: { ...client, clientSecretExpiresAt: 1 } }));
  await fake.aws.oidc.registerClient({ clientName: 'gateway' }, callOptions());
  expect(fake.asked[0]?.body).toEqual({ clientName: 'gateway', clientType: 'public' });
});

test('StartDeviceAuthorization gives the codes, in milliseconds', async () => {
  const codes = {
    deviceCode: 'device-code',
    userCode: 'ABCD-EFGH',
    verificationUri: 'https://device.sso.eu-west-1.amazonaws.com/',
  };
  const complete = `${codes.verificationUri}?user_code=ABCD-EFGH`;
  await using fake = await fakePortal(() => ({
    body: { ...codes, verificationUriComplete: complete, expiresIn: 600, interval: 1 },
  }));
  expect(await fake.aws.oidc.startDeviceAuthorization(client, startUrl, callOptions())).toStrictEqual({
    ...codes,
    verificationUriComplete: complete,
    expiresInMs: 600_000,
    intervalMs: 1_000,
  });
  expect(fake.asked).toMatchObject([{ line: 'POST /device_authorization', body: { ...client, startUrl } }]);
});

test('without an interval, polls are 5 seconds apart', async () => {
  const body = { deviceCode: 'd', userCode: 'u', verificationUri: 'https://x/', expiresIn: 600 };
  await using fake = await fakePortal(() => ({ body }));
  const started = await fake.aws.oidc.startDeviceAuthorization(client, startUrl, callOptions());
  expect(started).toMatchObject({ intervalMs: 5_000 });
});

for (const [how, grant, grantType] of [
  ['a device code', device, 'urn:ietf:params:oauth:grant-type:device_code'],
  ['a refresh token', refresh, 'refresh_token'],
  ['an authorization code', pkce, 'authorization_code'],
] as const) {
  test(`CreateToken by ${how} sends ${grantType}`, async () => {
    await using fake = await fakePortal(() => token);
    const options = callOptions();
    expect(await fake.aws.oidc.createToken(client, grant, options)).toStrictEqual({
      accessToken: 'access-token',
      expiresInMs: 28_800_000,
    });
    expect(fake.asked).toMatchObject([{ line: 'POST /token' }]);
    expect(fake.asked[0]?.body).toEqual({ ...client, ...grant, grantType });
    expect(options.meter.toJSON()).toMatchObject({ byOperation: { 'sso-oidc:CreateToken': 1 } });
  });
}

test('a token that can be renewed comes with its refresh token', async () => {
  const body = { accessToken: 'a', expiresIn: 3600, refreshToken: 'r' };
  await using fake = await fakePortal(() => ({ body }));
  const answer = await fake.aws.oidc.createToken(client, refresh, callOptions());
  expect(answer).toStrictEqual({ accessToken: 'a', expiresInMs: 3_600_000, refreshToken: 'r' });
});

for (const [name, word] of [
  ['AuthorizationPendingException', 'authorization_pending'],
  ['SlowDownException', 'slow_down'],
  ['ExpiredTokenException', 'expired_token'],
  ['AccessDeniedException', 'access_denied'],
  ['InvalidGrantException', 'invalid_grant'],
  ['InvalidClientException', 'invalid_client'],
  ['UnauthorizedClientException', 'unauthorized_client'],
] as const) {
  test(`${name} is the state ${word} and no failure, with and without AWS's header`, async () => {
    const reply = oidcError(name, word);
    const { error: _, ...headerless } = reply;
    for (const answer of [reply, headerless]) {
      await using fake = await fakePortal(() => answer);
      for (const grant of [device, refresh, pkce]) {
        const options = callOptions();
        expect(await fake.aws.oidc.createToken(client, grant, options)).toStrictEqual({ refused: word });
        expect(options.meter.toJSON()).toMatchObject({ calls: 1, throttled: 0 });
      }
    }
  });
}

for (const [name, word] of [
  ['InvalidClientException', 'invalid_client'],
  ['UnauthorizedClientException', 'unauthorized_client'],
] as const) {
  test(`a device authorization with a client that AWS forgot is ${word}`, async () => {
    await using fake = await fakePortal(() => oidcError(name, word));
    const started = await fake.aws.oidc.startDeviceAuthorization(client, startUrl, callOptions());
    expect(started).toStrictEqual({ refused: word });
  });
}

const calls: [what: string, call: (oidc: Oidc) => Promise<unknown>][] = [
  ['RegisterClient', (oidc) => oidc.registerClient({ clientName: 'x' }, callOptions())],
  ['StartDeviceAuthorization', (oidc) => oidc.startDeviceAuthorization(client, startUrl, callOptions())],
  ['CreateToken', (oidc) => oidc.createToken(client, refresh, callOptions())],
];

for (const [operation, call] of calls) {
  test(`${operation} that AWS calls invalid fails with AWS's text`, async () => {
    await using fake = await fakePortal(() => oidcError('InvalidRequestException', 'invalid_request'));
    await expect(call(fake.aws.oidc)).rejects.toMatchObject({
      code: operation === 'StartDeviceAuthorization' ? 'BAD_INPUT' : 'AWS_UNAVAILABLE',
      operation: `sso-oidc:${operation}`,
      message: expect.stringContaining('InvalidRequestException: about invalid_request'),
      details: { awsError: 'InvalidRequestException', requestId: 'request-1' },
    });
  });

  test(`${operation} without its members cannot be used`, async () => {
    await using fake = await fakePortal(() => ({ body: {} }));
    await expect(call(fake.aws.oidc)).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' });
  });

  test(`${operation} is made again after a server fault`, async () => {
    await using fake = await fakePortal((_, index) =>
      index === 0
        ? { status: 500, error: 'InternalServerException', body: { error: 'server_error' } }
        : { body: {} },
    );
    await expect(call(fake.aws.oidc)).rejects.toThrow('is missing');
    expect(fake.asked).toHaveLength(2);
  });
}

test('a start URL of another Region is BAD_INPUT that names the Region', async () => {
  const region = 'us-east-2';
  await using fake = await fakePortal(() =>
    oidcError('InvalidRequestRegionException', 'invalid_request', { region }),
  );
  await expect(fake.aws.oidc.startDeviceAuthorization(client, startUrl, callOptions())).rejects.toMatchObject(
    {
      code: 'BAD_INPUT',
      message: expect.stringContaining('it belongs to us-east-2'),
      details: { argument: 'startUrl', region },
    },
  );
});

test('a KMS key that denies is nothing that a person decided', async () => {
  const reason = 'KMS_AccessDeniedException';
  await using fake = await fakePortal(() => oidcError('AccessDeniedException', 'access_denied', { reason }));
  await expect(fake.aws.oidc.createToken(client, device, callOptions())).rejects.toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    message: expect.stringContaining('kms:Decrypt'),
    details: { reason },
  });
});

test('slow_down in place of a registration is a throttle, and waited out', async () => {
  await using fake = await fakePortal((_, index) =>
    index === 0
      ? oidcError('SlowDownException', 'slow_down')
      : { body: { ...client, clientSecretExpiresAt: 1 } },
  );
  const options = callOptions();
  await fake.aws.oidc.registerClient({ clientName: 'x' }, options);
  expect(options.meter.toJSON()).toMatchObject({ calls: 2, throttled: 1 });
});

for (const [what, reply, code] of [
  ['a server fault', { status: 500, body: {} }, 'AWS_UNAVAILABLE'],
  ['a throttle', { status: 429, body: {} }, 'AWS_THROTTLED'],
] as const) {
  test(`a poll is one attempt: after ${what} whoever polls decides when to ask again`, async () => {
    const clock = instantClock();
    await using fake = await fakePortal(() => reply, { clock });
    await expect(fake.aws.oidc.createToken(client, device, callOptions())).rejects.toMatchObject({ code });
    expect([fake.asked.length, clock.slept]).toEqual([1, []]);
  });
}

test('the address for a browser asks for a code with a challenge', async () => {
  await using fake = await fakePortal(() => ({}));
  const url = fake.aws.oidc.authorizationUrl({
    clientId: 'client-1',
    redirectUri: 'http://127.0.0.1:4711/oauth/callback',
    state: 'state-1',
    codeChallenge: 'challenge',
    scopes: ['sso:account:access', 'other'],
  });
  expect(`${url.origin}${url.pathname}`).toBe(`${fake.url}/authorize`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'client-1',
    redirect_uri: 'http://127.0.0.1:4711/oauth/callback',
    state: 'state-1',
    code_challenge_method: 'S256',
    code_challenge: 'challenge',
    scopes: 'sso:account:access other',
  });
});

test('a path of the endpoint is kept, its password is not', async () => {
  const aws = await createPortalAws({ region: 'eu-west-1', endpoint: 'http://me:canary@127.0.0.1:1/aws/' });
  const request = { clientId: 'c', redirectUri: 'r', state: 's', codeChallenge: 'c', scopes: [] };
  expect(aws.oidc.authorizationUrl(request).href).toMatch(/^http:\/\/127\.0\.0\.1:1\/aws\/authorize\?/);
  aws.close();
});

for (const [region, address] of [
  ['eu-west-1', 'https://oidc.eu-west-1.amazonaws.com/authorize'],
  ['cn-north-1', 'https://oidc.cn-north-1.amazonaws.com.cn/authorize'],
] as const) {
  test(`in ${region} a browser begins at ${address}`, async () => {
    const aws = await createPortalAws({ region });
    const request = { clientId: 'c', redirectUri: 'r', state: 's', codeChallenge: 'c', scopes: [] };
    const url = aws.oidc.authorizationUrl(request);
    expect([`${url.origin}${url.pathname}`, aws.endpoint]).toEqual([address, `aws/${region}`]);
    aws.close();
  });
}
