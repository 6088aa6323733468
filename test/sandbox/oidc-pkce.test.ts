import { CreateTokenCommand, RegisterClientCommand } from '@aws-sdk/client-sso-oidc';
import { describe, expect, it } from 'vitest';
import { failureOf } from './aws-clients.ts';
import { challengeOf, scope, signInBench, somebody } from './sign-in.ts';

const verifier = 'a-verifier-of-at-least-forty-three-characters-0123456789';
const redirectUri = 'http://127.0.0.1:34567/oauth/callback';

async function pkceBench() {
  const bench = await signInBench();
  const { oidc, sandbox } = bench;
  const { clientId, clientSecret } = await oidc.send(
    new RegisterClientCommand({
      clientName: 'a-test',
      clientType: 'public',
      scopes: [scope],
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: sandbox.startUrl,
    }),
  );
  const page = (more: Record<string, string> = {}): string => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId!,
      redirect_uri: redirectUri,
      state: 'a-state',
      code_challenge_method: 'S256',
      code_challenge: challengeOf(verifier),
      scopes: scope,
      ...more,
    });
    return `${sandbox.url}/authorize?${query}`;
  };
  const decide = (form: Record<string, string>, url = page()) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  const callback = async (form: Record<string, string>) => {
    const response = await decide(form);
    return new URL(response.headers.get('location')!);
  };
  const redeem = (code: string, more: object = {}) =>
    oidc.send(
      new CreateTokenCommand({
        clientId,
        clientSecret,
        grantType: 'authorization_code',
        code,
        redirectUri,
        codeVerifier: verifier,
        ...more,
      }),
    );
  return {
    ...bench,
    page,
    decide,
    callback,
    redeem,
    approved: async () => {
      const url = await callback({ user: somebody(sandbox), decision: 'approve' });
      return url.searchParams.get('code')!;
    },
  };
}

describe('signing in by PKCE', () => {
  it('shows the same page, goes back with a code and the state, and gives a token for the code', async () => {
    await using bench = await pkceBench();
    const html = await (await fetch(bench.page())).text();
    expect(html).toContain('This is a sandbox, not AWS.');
    expect(html).toContain('<strong>a-test</strong>');
    const url = await bench.callback({ user: somebody(bench.sandbox), decision: 'approve' });
    expect([url.origin + url.pathname, url.searchParams.get('state')]).toEqual([redirectUri, 'a-state']);
    const tokens = await bench.redeem(url.searchParams.get('code')!);
    expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600, refreshToken: expect.any(String) });
  });

  it('gives a token for a code once', async () => {
    await using bench = await pkceBench();
    const code = await bench.approved();
    await bench.redeem(code);
    expect((await failureOf(bench.redeem(code))).name).toBe('InvalidGrantException');
  });

  it.each([
    ['verifier', { codeVerifier: `${verifier}x` }],
    ['redirect URI', { redirectUri: 'http://127.0.0.1:1/oauth/callback' }],
  ])('gives none for another %s', async (_what, more) => {
    await using bench = await pkceBench();
    expect((await failureOf(bench.redeem(await bench.approved(), more))).name).toBe('InvalidGrantException');
  });

  it('gives none after the lifetime of a code', async () => {
    await using bench = await pkceBench();
    const code = await bench.approved();
    bench.pass(600_000);
    expect((await failureOf(bench.redeem(code))).name).toBe('InvalidGrantException');
  });

  it('goes back with access_denied when the person denies', async () => {
    await using bench = await pkceBench();
    const url = await bench.callback({ decision: 'deny' });
    expect(Object.fromEntries(url.searchParams)).toEqual({ error: 'access_denied', state: 'a-state' });
  });

  it.each([
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'short' }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_scope', { scopes: 'sso:account:access more' }],
  ])('goes back with %s for %o', async (error, more: Record<string, string>) => {
    await using bench = await pkceBench();
    const response = await fetch(bench.page(more), { redirect: 'manual' });
    const url = new URL(response.headers.get('location')!);
    expect([url.searchParams.get('error'), url.searchParams.get('state')]).toEqual([error, 'a-state']);
  });

  it.each([
    ['an unknown client', { client_id: 'unknown' }],
    ['another path', { redirect_uri: 'http://127.0.0.1:34567/elsewhere' }],
    ['another site', { redirect_uri: 'http://example.com/oauth/callback' }],
    ['what only looks like loopback', { redirect_uri: 'http://127.0.0.1:1@example.com/oauth/callback' }],
  ])('redirects nowhere for %s', async (_what, more: Record<string, string>) => {
    await using bench = await pkceBench();
    const form = { user: somebody(bench.sandbox), decision: 'approve' };
    for (const response of [
      await fetch(bench.page(more), { redirect: 'manual' }),
      await bench.decide(form, bench.page(more)),
    ]) {
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
  });
});
