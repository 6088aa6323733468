import { expect, it } from 'vitest';
import { anybody } from '../reading/read-scope.ts';
import { alice, last, local, portalOnSandbox } from './portal-on-sandbox.ts';

/** Does as a browser does at AWS's page, and goes where it is sent. */
async function decide(page: string, decision: 'approve' | 'deny', user: string): Promise<Response> {
  const answer = await fetch(page, {
    method: 'POST',
    body: new URLSearchParams({ user, decision }),
    redirect: 'manual',
  });
  return fetch(answer.headers.get('location') ?? '');
}

async function isListening(redirectUri: string): Promise<boolean> {
  return fetch(redirectUri).then(
    () => true,
    () => false,
  );
}

it('signs in through the browser of this machine, and stops listening', async () => {
  const opened: string[] = [];
  const openBrowser = async (url: string) => void opened.push(url);
  await using gateway = await portalOnSandbox({ flow: 'pkce', openBrowser });
  const login = await gateway.login();
  expect(login).toMatchObject({ state: 'PENDING', expiresAt: gateway.now() + 600_000 });
  expect(login.userCode).toBeUndefined();
  expect(opened).toEqual([login.verificationUri]);
  const query = new URL(opened[0] ?? '').searchParams;
  expect(Object.fromEntries(query)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/),
  });

  const page = await decide(opened[0] ?? '', 'approve', gateway.user);
  expect(page.status).toBe(200);
  expect(page.headers.get('cache-control')).toBe('no-store');
  const end = await last(gateway.portal.watchLogin(local, login.id, anybody.signal));
  expect(end).toMatchObject({ state: 'SUCCEEDED', session: { state: 'SIGNED_IN', refreshable: true } });
  expect(await isListening(query.get('redirect_uri') ?? '')).toBe(false);
  expect((await gateway.portal.availableAccounts(local, {}, {}, anybody)).rows).not.toEqual([]);
  expect(gateway.clock.timers).toBe(0);
});

it('is DENIED when the person says no there', async () => {
  await using gateway = await portalOnSandbox({ flow: 'pkce' });
  const { id, verificationUri = '' } = await gateway.login();
  expect(await (await decide(verificationUri, 'deny', gateway.user)).text()).toContain('not granted');
  expect(await last(gateway.portal.watchLogin(local, id, anybody.signal))).toMatchObject({ state: 'DENIED' });
});

it('turns away whoever does not know the state, and goes on waiting', async () => {
  await using gateway = await portalOnSandbox({ flow: 'pkce' });
  const { id, verificationUri = '' } = await gateway.login();
  const redirectUri = new URL(verificationUri).searchParams.get('redirect_uri') ?? '';
  expect((await fetch(`${redirectUri}?code=forged&state=guessed`)).status).toBe(400);
  expect((await fetch(`${redirectUri}?error=access_denied`)).status).toBe(400);
  expect((await fetch(new URL('/', redirectUri))).status).toBe(404);
  expect((await fetch(redirectUri, { method: 'POST' })).status).toBe(404);
  expect(gateway.portal.left.running).toBe(1);
  await decide(verificationUri, 'approve', gateway.user);
  expect(await last(gateway.portal.watchLogin(local, id, anybody.signal))).toMatchObject({
    state: 'SUCCEEDED',
  });
});

it.each(['cancelled', 'out of time', 'closed'])('stops listening when it is %s', async (how) => {
  await using gateway = await portalOnSandbox({ flow: 'pkce' });
  const { id, verificationUri = '' } = await gateway.login();
  const end = last(gateway.portal.watchLogin(local, id, anybody.signal));
  const redirectUri = new URL(verificationUri).searchParams.get('redirect_uri') ?? '';
  expect(await isListening(redirectUri)).toBe(true);
  if (how === 'cancelled') await gateway.portal.cancelLogin(local, id);
  else if (how === 'closed') await gateway.portal.close();
  else await gateway.clock.advance(600_000);
  const state = { cancelled: 'CANCELLED', closed: 'FAILED' }[how] ?? 'EXPIRED';
  expect(await end).toMatchObject({ state });
  await expect.poll(() => gateway.portal.left.running).toBe(0);
  expect(await isListening(redirectUri)).toBe(false);
  expect(gateway.clock.timers).toBe(0);
});

it('shows no word of what a browser brought but OAuth’s', async () => {
  await using gateway = await portalOnSandbox({ flow: 'pkce' });
  const { id, verificationUri = '' } = await gateway.login();
  const { searchParams } = new URL(verificationUri);
  const answer = new URL(searchParams.get('redirect_uri') ?? '');
  answer.search = new URLSearchParams({
    state: searchParams.get('state') ?? '',
    error: '<b>call 555</b>',
  }).toString();
  expect(await (await fetch(answer)).text()).not.toContain('555');
  const end = await last(gateway.portal.watchLogin(local, id, anybody.signal));
  expect(end.state).toBe('FAILED');
  expect(end.error).not.toContain('555');
});

it('is for the local person only: everybody else has a device code', async () => {
  await using gateway = await portalOnSandbox({ flow: 'pkce' });
  expect(await gateway.login(alice)).toMatchObject({ userCode: expect.any(String), isShared: true });
});
