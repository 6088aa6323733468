import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SignIn } from '../../src/viewers/sign-in.ts';
import { runningServer, type TestServer, token } from '../server/running-server.ts';

const signIn: SignIn = {
  issuer: 'https://id.example',
  label: '</script><b>Example',
  clientId: 'gateway',
  scope: 'openid',
  token: 'access_token',
  parameters: {},
  authorizationEndpoint: 'https://id.example/authorize',
  tokenEndpoint: 'https://tokens.id.example/token',
};

let issuers: readonly SignIn[] = [signIn];
let server: TestServer;
beforeAll(async () => {
  server = await runningServer({ auth: { mode: 'known', ways: [], signIns: async () => issuers } });
});
afterAll(() => server.close());

const get = (path: string) =>
  fetch(new URL(path, server.url), { headers: { Accept: 'text/html' }, redirect: 'manual' });

test('the page that finishes a sign-in may ask the issuers for tokens, and nobody else', async () => {
  const response = await get('/sign-in?code=x');
  expect(response.status).toBe(200);
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).toContain("; connect-src 'self' https://tokens.id.example;");
  const [, nonce] = /script-src 'nonce-([\w+/]{22}==)';/.exec(policy)!;
  expect(response.headers.get('cache-control')).toBe('no-store');
  const html = await response.text();
  expect(html).toContain(String.raw`\u003c/script>\u003cb>Example`);
  expect(html).not.toContain('</script><b>');
  expect(html).toContain(`nonce="${nonce}" src="/sign-in/`);
});

test('every module of the sign-in, and what it imports, is a file of the gateway that a browser may keep', async () => {
  const page = await (await get('/sign-in')).text();
  const entry = /src="(\/sign-in\/[\da-f]{16}\/finish\.js)"/.exec(page)?.[1];
  const queue = new Set([entry!]);
  for (const path of queue) {
    const response = await get(path);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('immutable');
    const text = await response.text();
    for (const [, specifier = ''] of text.matchAll(
      /^(?:import|export)\s[^;'"()]*?from\s*["']([^"']+)["']/gm,
    )) {
      expect(specifier).toMatch(/^\.\//);
      queue.add(new URL(specifier, new URL(path, server.url)).pathname);
    }
  }
  expect(queue.size).toBeGreaterThan(3);
});

test('GraphiQL offers the issuers that can be reached, and itself asks nobody but the gateway', async () => {
  const response = await get('/graphql');
  expect(response.headers.get('content-security-policy')).toContain("connect-src 'self';");
  const settings = JSON.parse(/id="settings">(.*?)<\/script>/.exec(await response.text())![1]!);
  expect(settings).toMatchObject({ needsToken: true, hasLink: false, signIn: { issuers: [signIn] } });
  expect((await get(settings.signIn.script)).status).toBe(200);
  issuers = [];
  expect(await (await get('/graphql')).text()).toContain('"issuers":[]');
});

test('without issuers there is no page for signing in', async () => {
  await using other = await runningServer({ auth: { mode: 'token', token } });
  expect((await fetch(new URL('/sign-in', other.url))).status).toBe(404);
});
