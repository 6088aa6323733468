import { expect, it } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { createMemoryCache, type TokenCache } from '../../src/portal/tokens/token-cache.ts';
import { anybody, asker } from '../reading/read-scope.ts';
import { alice, all, bob, last, local, portalOnSandbox, region } from './portal-on-sandbox.ts';

it('answers at once with a code, and signs in by itself once the person approves', async () => {
  await using gateway = await portalOnSandbox();
  const login = await gateway.login();
  expect(login).toMatchObject({ state: 'PENDING', startUrl: gateway.sandbox.startUrl, region });
  expect(login.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  expect(login.verificationUriComplete).toBe(`${login.verificationUri}?user_code=${login.userCode}`);
  expect(login.expiresAt).toBe(gateway.now() + 600_000);

  const watched = all(gateway.portal.watchLogin(local, login.id, anybody.signal));
  await gateway.sandbox.approve(login.userCode ?? '', gateway.user);
  await gateway.pass(1_000);
  const states = await watched;
  expect(states.map(({ state }) => state)).toEqual(['PENDING', 'SUCCEEDED']);
  const session = { state: 'SIGNED_IN', refreshable: true, expiresAt: gateway.now() + 3_600_000 };
  expect(states[1]?.session).toMatchObject(session);
  expect(await gateway.portal.session(local, {})).toMatchObject(session);
  expect(gateway.portal.left).toMatchObject({ running: 0, watching: 0 });
  expect(gateway.clock.timers).toBe(0);
});

it('has nothing to do while a token lasts for the expiry window', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  gateway.sandbox.reset();
  const login = await gateway.login();
  expect(login).toMatchObject({ state: 'SUCCEEDED', session: { state: 'SIGNED_IN' } });
  expect(login.userCode).toBeUndefined();
  expect(await last(gateway.portal.watchLogin(local, login.id, anybody.signal))).toEqual(login);
  expect(gateway.sandbox.counts()).toEqual({});
});

it('renews a token silently when the window is longer than what is left', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  // 13 minutes are left: enough for a request, and too little for the default window.
  await gateway.pass(47 * 60_000);
  gateway.sandbox.reset();
  expect(await gateway.login()).toMatchObject({ state: 'SUCCEEDED' });
  expect(gateway.sandbox.counts()).toEqual({ 'sso-oidc:CreateToken': 1 });
  expect(await gateway.portal.session(local, {})).toMatchObject({ expiresAt: gateway.now() + 3_600_000 });
});

it('renews once however many ask, and goes on with the client that is registered', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  await gateway.pass(59 * 60_000);
  gateway.sandbox.reset();
  const asked = Array.from({ length: 5 }, () => gateway.portal.availableAccounts(local, {}, {}, anybody));
  await Promise.all(asked);
  expect(gateway.sandbox.counts()).toMatchObject({ 'sso-oidc:CreateToken': 1, 'sso:ListAccounts': 1 });
});

it('starts anew with forceRefresh, without registering again', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  gateway.sandbox.reset();
  expect(await gateway.login(local, { forceRefresh: true })).toMatchObject({ state: 'PENDING' });
  expect(gateway.sandbox.counts()).toEqual({ 'sso-oidc:StartDeviceAuthorization': 1 });
});

it('gives a second call the first one’s login, also while that is beginning', async () => {
  await using gateway = await portalOnSandbox();
  const [one, other] = await Promise.all([gateway.login(), gateway.login()]);
  const third = await gateway.login(local, { forceRefresh: true });
  expect(new Set([one.id, other.id, third.id]).size).toBe(1);
  expect(gateway.told).toHaveLength(1);
  expect(gateway.sandbox.counts()).toEqual({
    'sso-oidc:RegisterClient': 1,
    'sso-oidc:StartDeviceAuthorization': 1,
  });
});

it('ends as DENIED when the person says no', async () => {
  await using gateway = await portalOnSandbox();
  const { id, userCode = '' } = await gateway.login();
  await gateway.sandbox.deny(userCode);
  await gateway.pass(1_000);
  const end = await last(gateway.portal.watchLogin(local, id, anybody.signal));
  expect(end).toMatchObject({ state: 'DENIED', error: 'The request was denied.' });
  expect(gateway.portal.left.running).toBe(0);
});

it('ends as EXPIRED with the code, and polls no more', async () => {
  await using gateway = await portalOnSandbox({}, { deviceCodeTtlMs: 5_000 });
  const { id } = await gateway.login();
  await gateway.pass(6_000);
  expect(await last(gateway.portal.watchLogin(local, id, anybody.signal))).toMatchObject({
    state: 'EXPIRED',
  });
  expect(gateway.clock.timers).toBe(0);
  expect(gateway.sandbox.counts()['sso-oidc:CreateToken']).toBe(4);
});

it('polls no faster than AWS asks, and five seconds slower after each slow_down', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.login();
  gateway.sandbox.faults.add({
    operation: 'sso-oidc:CreateToken',
    times: 1,
    fault: { error: 'SlowDownException', status: 400 },
  });
  await gateway.pass(30_000);
  // After 1 second, and from then on every 6.
  expect(gateway.sandbox.counts()['sso-oidc:CreateToken']).toBe(5);
});

it('waits longer and longer while the network is gone, and goes on when it is back', async () => {
  await using gateway = await portalOnSandbox();
  const { id, userCode = '' } = await gateway.login();
  const mend = gateway.sandbox.faults.add({ operation: 'sso-oidc:CreateToken', fault: 'drop' });
  await gateway.pass(120_000);
  const tries = gateway.sandbox.counts()['sso-oidc:CreateToken'] ?? 0;
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(12);
  mend();
  await gateway.sandbox.approve(userCode, gateway.user);
  await gateway.pass(60_000);
  expect(await last(gateway.portal.watchLogin(local, id, anybody.signal))).toMatchObject({
    state: 'SUCCEEDED',
  });
});

it('stops polling when it is cancelled, and tells whoever watches', async () => {
  await using gateway = await portalOnSandbox();
  const { id } = await gateway.login();
  const watched = all(gateway.portal.watchLogin(local, id, anybody.signal));
  expect(await gateway.portal.cancelLogin(local, id)).toMatchObject({ state: 'CANCELLED' });
  expect((await watched).at(-1)).toMatchObject({ state: 'CANCELLED' });
  expect(gateway.clock.timers).toBe(0);
  expect(gateway.portal.left).toEqual({ running: 0, watching: 0, kept: 1 });
  expect(await gateway.portal.cancelLogin(local, id)).toMatchObject({ state: 'CANCELLED' });
  expect(await gateway.login()).toMatchObject({ state: 'PENDING' });
});

it('leaves nothing behind of a watcher that goes, by its signal or by itself', async () => {
  await using gateway = await portalOnSandbox();
  const { id } = await gateway.login();
  const leaving = new AbortController();
  const bySignal = all(gateway.portal.watchLogin(local, id, leaving.signal));
  const itself = await gateway.portal.watchLogin(local, id, anybody.signal);
  await itself.next();
  const waiting = itself.next();
  await expect.poll(() => gateway.portal.left.watching).toBe(2);
  leaving.abort();
  await itself.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await bySignal).toHaveLength(1);
  expect(gateway.portal.left.watching).toBe(0);
});

it('ends a login that waits as FAILED when the gateway closes, and does not know it after a restart', async () => {
  await using gateway = await portalOnSandbox();
  const { id } = await gateway.login();
  const watched = all(gateway.portal.watchLogin(local, id, anybody.signal));
  await gateway.portal.close();
  expect((await watched).at(-1)).toMatchObject({ state: 'FAILED', error: 'The gateway was closed.' });
  expect(gateway.clock.timers).toBe(0);
  const next = gateway.start();
  await expect(next.watchLogin(local, id, anybody.signal)).rejects.toThrow(/started anew/);
  await next.close();
});

it('forgets logins ten minutes after they ended, and all but the latest twenty', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  for (let login = 0; login < 30; login += 1) await gateway.login();
  expect(gateway.portal.left.kept).toBe(20);
  const { id } = await gateway.login();
  await gateway.pass(10 * 60_000 + 1);
  await expect(gateway.portal.watchLogin(local, id, anybody.signal)).rejects.toThrow(/no such login/);
  expect(gateway.portal.left.kept).toBe(0);
});

it('registers anew when AWS has forgotten the client', async () => {
  await using gateway = await portalOnSandbox();
  const { id } = await gateway.login();
  await gateway.portal.cancelLogin(local, id);
  gateway.sandbox.faults.add({
    operation: 'sso-oidc:StartDeviceAuthorization',
    times: 1,
    fault: { error: 'InvalidClientException', status: 401 },
  });
  gateway.sandbox.reset();
  expect(await gateway.login()).toMatchObject({ state: 'PENDING' });
  expect(gateway.sandbox.counts()['sso-oidc:RegisterClient']).toBe(1);
});

it('opens the browser for the local person, unless the environment or the call says no', async () => {
  const opened: string[] = [];
  const openBrowser = async (url: string) => void opened.push(url);
  const begin = async (environment: NodeJS.ProcessEnv, person = local, input = {}) => {
    const none = { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
    await using gateway = await portalOnSandbox({ openBrowser, environment: { ...none, ...environment } });
    return await gateway.login(person, input);
  };
  const { verificationUriComplete } = await begin({});
  expect(opened).toEqual([verificationUriComplete]);
  await begin({ AWS_SSO_DISABLE_BROWSER: 'true' }, local, { openBrowser: true });
  await begin({}, local, { openBrowser: false });
  await begin({}, alice, { openBrowser: true });
  expect(opened).toHaveLength(1);
});

it('keeps people apart: logins, sessions and roles', async () => {
  await using gateway = await portalOnSandbox();
  const hers = await gateway.login(alice);
  expect(hers.verificationUriComplete).toBeUndefined();
  await expect(gateway.portal.watchLogin(bob, hers.id, anybody.signal)).rejects.toThrow(
    /no such login of yours/,
  );
  await expect(gateway.portal.cancelLogin(bob, hers.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const his = await gateway.login(bob);
  expect(his.userCode).not.toBe(hers.userCode);
  await gateway.portal.cancelLogin(bob, his.id);
  await gateway.sandbox.approve(hers.userCode ?? '', gateway.user);
  await gateway.pass(1_000);
  expect(await gateway.portal.session(alice, {})).toMatchObject({ state: 'SIGNED_IN' });
  for (const other of [bob, local]) {
    expect(await gateway.portal.session(other, {})).toMatchObject({ state: 'SIGNED_OUT' });
    await expect(gateway.portal.availableRoles(other, {}, {}, anybody)).rejects.toMatchObject({
      code: 'LOGIN_REQUIRED',
      details: { sessionState: 'SIGNED_OUT', startUrl: gateway.sandbox.startUrl },
    });
    expect(await gateway.portal.accessToken(other, {})).toBeUndefined();
  }
  expect(gateway.told).toEqual([]);
});

it('signs nobody of a shared gateway in anywhere but where it may', async () => {
  await using gateway = await portalOnSandbox();
  const elsewhere = gateway.login(alice, { startUrl: 'https://evil.awsapps.com/start' });
  await expect(elsewhere).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(gateway.login(alice, { region: 'eu-west-1' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(gateway.sandbox.counts()).toEqual({});
});

it('ends a session at AWS and here, and says whether there was one', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const token = await gateway.portal.accessToken(local, {});
  gateway.sandbox.reset();
  const signedOut = { state: 'SIGNED_OUT', refreshable: false };
  expect(await gateway.portal.logout(local, {}, anybody)).toMatchObject({
    signedOut: true,
    session: signedOut,
  });
  expect(await gateway.portal.logout(local, {}, anybody)).toMatchObject({ signedOut: false });
  expect(gateway.sandbox.counts()).toEqual({ 'sso:Logout': 1 });
  const ended = await fetch(`${gateway.sandbox.url}/assignment/accounts`, {
    headers: { 'x-amz-sso_bearer_token': token ?? '' },
  });
  expect(ended.status).toBe(401);
  // The registration is kept.
  await gateway.login();
  expect(gateway.sandbox.counts()['sso-oidc:RegisterClient']).toBeUndefined();
});

it('forgets the token even when AWS cannot be told, and says so', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  gateway.sandbox.faults.add({ operation: 'sso:Logout', fault: 'drop' });
  await expect(gateway.portal.logout(local, {}, anybody)).rejects.toMatchObject({
    code: 'AWS_UNAVAILABLE',
    message: expect.stringContaining('forgotten here, but AWS could not be told'),
    details: { signedOut: true },
  });
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'SIGNED_OUT' });
});

it('uses a token as long as it lasts while it cannot be renewed, without asking at each call', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  await gateway.pass(55 * 60_000);
  const mend = gateway.sandbox.faults.add({ operation: 'sso-oidc:CreateToken', fault: 'drop' });
  gateway.sandbox.reset();
  for (let call = 0; call < 3; call += 1) await gateway.portal.availableAccounts(local, {}, {}, anybody);
  // One renewal, with its attempts.
  expect(gateway.sandbox.counts()['sso-oidc:CreateToken']).toBe(4);
  await gateway.pass(10 * 60_000);
  const late = gateway.portal.availableAccounts(local, {}, {}, anybody);
  await expect(late).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' });
  mend();
  expect((await gateway.portal.availableAccounts(local, {}, {}, anybody)).rows).not.toEqual([]);
});

it('is EXPIRED, and no longer renewable, once the sign-in itself is over', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  await gateway.pass(9 * 3_600_000);
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'EXPIRED', refreshable: true });
  const late = gateway.portal.availableAccounts(local, {}, {}, anybody);
  await expect(late).rejects.toMatchObject({ code: 'LOGIN_REQUIRED', details: { sessionState: 'EXPIRED' } });
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'EXPIRED', refreshable: false });
  expect(await gateway.login()).toMatchObject({ state: 'PENDING' });
});

it('begins nothing for whoever has left already', async () => {
  await using gateway = await portalOnSandbox();
  const gone = asker();
  gone.leave();
  await expect(gateway.portal.login(local, {}, gone.scope)).rejects.toBe(gone.gone);
  expect(gateway.portal.left).toEqual({ running: 0, watching: 0, kept: 0 });
});

it('goes on without a browser, a terminal and a log that fail', async () => {
  const broken = () => {
    throw new Error('broken');
  };
  await using gateway = await portalOnSandbox({ openBrowser: broken, tell: broken, changed: broken });
  const { state } = await gateway.signIn();
  expect(state).toBe('SUCCEEDED');
  expect(gateway.faults.length).toBeGreaterThan(2);
});

it('forgets a token for good that is being renewed at that moment', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  await gateway.pass(58 * 60_000);
  gateway.sandbox.faults.add({ operation: 'sso-oidc:CreateToken', fault: { hangMs: 50 } });
  const renewing = gateway.portal.availableAccounts(local, {}, {}, anybody);
  await expect.poll(() => gateway.sandbox.counts()['sso-oidc:CreateToken']).toBeGreaterThan(1);
  expect(await gateway.portal.logout(local, {}, anybody)).toMatchObject({ signedOut: true });
  await renewing.catch(() => {});
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'SIGNED_OUT' });
});

it('is SUCCEEDED once its token is kept, though nothing can be read there just then', async () => {
  let isAway = false;
  const memory = createMemoryCache();
  const cache: TokenCache = {
    ...memory,
    async write(place, token) {
      await memory.write(place, token);
      isAway = true;
    },
    async read(place) {
      if (isAway) throw new GatewayError('STORE_UNAVAILABLE', 'away');
      return memory.read(place);
    },
  };
  await using gateway = await portalOnSandbox({ tokensOf: () => cache });
  const login = await gateway.login(alice);
  await gateway.sandbox.approve(login.userCode ?? '', gateway.user);
  await gateway.pass(1_000);
  expect(await last(gateway.portal.watchLogin(alice, login.id, anybody.signal))).toMatchObject({
    state: 'SUCCEEDED',
    session: { state: 'SIGNED_IN' },
  });
});
