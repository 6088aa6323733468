import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { describe, expect, it } from 'vitest';
import { failureOf } from './aws-clients.ts';
import { deviceGrant, personClients, signIn, signInBench, somebody } from './sign-in.ts';

describe('signing in with a code', () => {
  it('gives a code, the page to enter it at, and a token once it is approved', async () => {
    await using bench = await signInBench();
    const { sandbox, start, poll } = bench;
    const started = await start();
    expect(started).toMatchObject({
      userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verificationUri: `${sandbox.url}/device`,
      verificationUriComplete: `${sandbox.url}/device?user_code=${started.userCode}`,
      expiresIn: 600,
      interval: 1,
    });
    expect((await failureOf(poll(started.deviceCode))).name).toBe('AuthorizationPendingException');
    await sandbox.approve(started.userCode!, somebody(sandbox));
    expect(await poll(started.deviceCode)).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 3600,
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
    });
  });

  it('takes a code in small letters and without its hyphen', async () => {
    await using bench = await signInBench();
    const { sandbox, start, poll } = bench;
    const { deviceCode, userCode } = await start();
    await sandbox.approve(userCode!.toLowerCase().replace('-', ' '), somebody(sandbox));
    expect((await poll(deviceCode)).accessToken).toBeDefined();
  });

  it('tells a client that polls under the interval to slow down', async () => {
    await using bench = await signInBench({ pollIntervalMs: 5000 });
    const { start, poll, pass } = bench;
    const { deviceCode, interval } = await start();
    const outcomes: string[] = [];
    for (const waitMs of [0, 4000, 5000, 100, 5000]) {
      pass(waitMs);
      outcomes.push((await failureOf(poll(deviceCode))).name);
    }
    const [pending, slowDown] = ['AuthorizationPendingException', 'SlowDownException'];
    expect([interval, ...outcomes]).toEqual([5, pending, slowDown, pending, slowDown, pending]);
  });

  it('says that a person denied, and that a code has expired', async () => {
    await using bench = await signInBench({ deviceCodeTtlMs: 60_000 });
    const { sandbox, start, poll, pass } = bench;
    const [denied, expired] = [await start(), await start()];
    await sandbox.deny(denied.userCode!);
    expect((await failureOf(poll(denied.deviceCode))).name).toBe('AccessDeniedException');
    pass(60_000);
    expect(expired.expiresIn).toBe(60);
    expect((await failureOf(poll(expired.deviceCode))).name).toBe('ExpiredTokenException');
    await expect(sandbox.approve(expired.userCode!, somebody(sandbox))).rejects.toThrow('expired');
  });

  it('gives one token for a device code', async () => {
    await using bench = await signInBench();
    const { sandbox, start, poll } = bench;
    const { deviceCode, userCode } = await start();
    await sandbox.approve(userCode!, somebody(sandbox));
    await poll(deviceCode);
    expect((await failureOf(poll(deviceCode))).name).toBe('InvalidGrantException');
    await expect(sandbox.deny(userCode!)).rejects.toThrow('approved or denied already');
  });

  it('takes no device code from another client', async () => {
    await using bench = await signInBench();
    const { sandbox, oidc, start } = bench;
    const { deviceCode, userCode } = await start();
    await sandbox.approve(userCode!, somebody(sandbox));
    const { clientId, clientSecret } = await oidc.send(
      new RegisterClientCommand({ clientName: 'other', clientType: 'public' }),
    );
    const stolen = new CreateTokenCommand({ clientId, clientSecret, grantType: deviceGrant, deviceCode });
    expect((await failureOf(oidc.send(stolen))).name).toBe('InvalidGrantException');
  });

  it('has an error in a header, and in OAuth words in the body', async () => {
    await using bench = await signInBench();
    const { sandbox, client, start } = bench;
    const { deviceCode } = await start();
    const post = (body: object) =>
      fetch(`${sandbox.url}/token`, { method: 'POST', body: JSON.stringify(body) });
    const pending = await post({ ...client, grantType: deviceGrant, deviceCode });
    expect(pending.status).toBe(400);
    expect(pending.headers.get('x-amzn-errortype')).toBe(
      'AuthorizationPendingException:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/',
    );
    expect(pending.headers.get('x-amzn-requestid')).toHaveLength(36);
    expect(await pending.json()).toEqual({
      error: 'authorization_pending',
      error_description: expect.any(String),
    });
    const unknown = await post({ clientId: 'x', clientSecret: 'y', grantType: deviceGrant });
    expect([unknown.status, await unknown.json()]).toEqual([
      401,
      { error: 'invalid_client', error_description: expect.any(String) },
    ]);
  });
});

describe('tokens', () => {
  it('live for 8 hours and are not renewed without the scope sso:account:access', async () => {
    await using bench = await signInBench({}, []);
    const tokens = await signIn(bench);
    expect(tokens.expiresIn).toBe(8 * 3600);
    expect(tokens.refreshToken).toBeUndefined();
  });

  it('are renewed once by each refresh token, until the session is 8 hours old', async () => {
    await using bench = await signInBench();
    const { refresh, pass } = bench;
    const first = await signIn(bench);
    const second = await refresh(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect((await failureOf(refresh(first.refreshToken))).name).toBe('InvalidGrantException');
    pass(7.5 * 3_600_000);
    const last = await refresh(second.refreshToken);
    expect(last.expiresIn).toBe(1800);
    pass(1_800_000);
    expect((await failureOf(refresh(last.refreshToken))).name).toBe('InvalidGrantException');
  });

  it('live as long as asked for, and come without a refresh token when asked to', async () => {
    await using bench = await signInBench({ tokenTtlMs: 90_000, refresh: false });
    const tokens = await signIn(bench);
    expect(tokens.expiresIn).toBe(90);
    expect(tokens.refreshToken).toBeUndefined();
  });

  it('are not renewed for a person who was deleted', async () => {
    await using bench = await signInBench();
    const { organization } = bench.sandbox;
    const tokens = await signIn(bench);
    organization.deleteUser(organization.userByName(somebody(bench.sandbox))!.userId);
    expect((await failureOf(bench.refresh(tokens.refreshToken))).name).toBe('InvalidGrantException');
  });
});

describe('a request that AWS refuses', () => {
  it.each([
    ['InvalidClientMetadataException', { clientType: 'confidential' }],
    ['InvalidScopeException', { scopes: ['with a space'] }],
    ['UnsupportedGrantTypeException', { grantTypes: ['password'] }],
    ['InvalidRedirectUriException', { redirectUris: ['https://example.com/callback'] }],
    ['InvalidRequestException', { grantTypes: ['authorization_code'] }],
    ['InvalidRequestException', { issuerUrl: 'https://example.com/start' }],
  ])('%s for a registration with %o', async (name, more) => {
    await using bench = await signInBench();
    const input = { clientName: 'a-test', clientType: 'public', ...more };
    const error = await failureOf(bench.oidc.send(new RegisterClientCommand(input)));
    expect(error.name).toBe(name);
  });

  it.each([
    ['InvalidClientException', { clientSecret: 'wrong' }],
    ['UnsupportedGrantTypeException', { grantType: 'password' }],
    ['UnauthorizedClientException', { grantType: 'authorization_code' }],
    ['InvalidRequestException', { grantType: deviceGrant }],
    ['InvalidGrantException', { grantType: deviceGrant, deviceCode: 'unknown' }],
    ['InvalidGrantException', { grantType: 'refresh_token', refreshToken: 'unknown' }],
  ])('%s for a token with %o', async (name, more) => {
    await using bench = await signInBench();
    const input = { ...bench.client, grantType: deviceGrant, ...more };
    expect((await failureOf(bench.oidc.send(new CreateTokenCommand(input)))).name).toBe(name);
  });

  it('an unknown start URL, and takes its own and the one in the form of AWS', async () => {
    await using bench = await signInBench();
    const { sandbox, oidc, client } = bench;
    const start = (startUrl: string) =>
      oidc.send(new StartDeviceAuthorizationCommand({ ...client, startUrl }));
    const instanceId = sandbox.organization.instanceArn.split('/').at(-1)!;
    const known = [
      sandbox.startUrl,
      sandbox.awsStartUrl,
      `${sandbox.awsStartUrl}/#/`,
      `https://${instanceId}.portal.us-east-1.app.aws`,
      `https://${instanceId}.us-east-1.portal.amazonaws.com/`,
    ];
    for (const url of known) expect((await start(url)).userCode).toBeDefined();
    const error = await failureOf(start('https://d-0000000000.awsapps.com/start'));
    expect(error.name).toBe('InvalidRequestException');
  });

  it('a registration that is over 90 days old', async () => {
    await using bench = await signInBench();
    bench.pass(90 * 86_400_000);
    expect((await failureOf(bench.start())).name).toBe('InvalidClientException');
  });

  it('more than twenty registrations a second', async () => {
    await using bench = await signInBench({ throttle: true });
    const { oidc } = personClients(bench.sandbox.url);
    const names: string[] = [];
    // One of the twenty has made the bench's own client.
    for (let index = 0; index < 20; index++) {
      const registering = oidc.send(new RegisterClientCommand({ clientName: 'x', clientType: 'public' }));
      names.push(
        await registering.then(
          () => 'ok',
          (error: Error) => error.name,
        ),
      );
    }
    expect(names).toEqual([...Array.from({ length: 19 }, () => 'ok'), 'SlowDownException']);
  });
});

it('keeps secrets out of the log of calls', async () => {
  await using bench = await signInBench();
  const { sandbox, refresh, client } = bench;
  const { accessToken, refreshToken } = await signIn(bench);
  await refresh(refreshToken);
  const log = JSON.stringify(sandbox.calls()) + (await (await fetch(`${sandbox.url}/__calls`)).text());
  for (const secret of [accessToken, refreshToken, client.clientSecret]) expect(log).not.toContain(secret);
  expect(sandbox.counts()).toEqual({
    'sso-oidc:CreateToken': 2,
    'sso-oidc:RegisterClient': 1,
    'sso-oidc:StartDeviceAuthorization': 1,
  });
  expect(sandbox.calls().at(-1)!.input).toMatchObject({ clientId: client.clientId, refreshToken: '***' });
});

it('takes planted faults, with the status that AWS gives the error', async () => {
  await using bench = await signInBench();
  const { sandbox, start } = bench;
  sandbox.faults.add({
    operation: 'sso-oidc:StartDeviceAuthorization',
    fault: { error: 'InternalServerException' },
    times: 1,
  });
  const error = await failureOf(start());
  expect([error.name, error['error'], error['$metadata']]).toMatchObject([
    'InternalServerException',
    'server_error',
    { httpStatusCode: 500 },
  ]);
});
