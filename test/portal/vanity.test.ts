import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPortalAws } from '../../src/aws/portal-aws.ts';
import { tokenFileName } from '../../src/portal/tokens/cache-files.ts';
import { anybody } from '../reading/read-scope.ts';
import { local, portalOnSandbox } from './portal-on-sandbox.ts';

const startUrl = 'https://aws.example.com/sign-in';
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vanity-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A company's web server, reached without the TLS that it would have. */
async function companySite(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    fetch: ((url: string, init) =>
      fetch(url.replace('https://aws.example.com', `http://127.0.0.1:${port}`), init)) as typeof fetch,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A gateway for whoever has that start URL in their config file, and the Regions that it connects to. */
async function gatewayAt(site: { fetch: typeof fetch }, setting = '') {
  const config = join(folder, 'config');
  await writeFile(config, `[sso-session corp]\nsso_start_url = ${startUrl}\n${setting}\n`);
  const regions: string[] = [];
  const endpoint = { url: '' };
  const gateway = await portalOnSandbox({
    tokenCache: { folder },
    environment: { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: '/nowhere' },
    startUrl: undefined,
    region: undefined,
    fetch: site.fetch,
    connect(region) {
      regions.push(region);
      return createPortalAws({ region, endpoint: endpoint.url, unlimited: true });
    },
  });
  endpoint.url = gateway.sandbox.url;
  const instanceId = gateway.sandbox.organization.instanceArn.split('/').at(-1)!;
  return { ...gateway, regions, dualStack: `https://${instanceId}.portal.us-west-2.app.aws/` };
}

it('signs in where a company’s own start URL leads, in the Region of that host, and keeps the token under its own name', async () => {
  let target = '';
  await using site = await companySite((_, response) => response.writeHead(302, { location: target }).end());
  await using gateway = await gatewayAt(site, 'sso_region = eu-west-1');
  target = gateway.dualStack;
  const login = await gateway.signIn();
  expect(login).toMatchObject({ state: 'SUCCEEDED', startUrl, session: { startUrl, region: 'us-west-2' } });
  expect(site.asked).toEqual(['HEAD /sign-in']);
  const file = JSON.parse(await readFile(join(folder, tokenFileName('corp')), 'utf8'));
  expect(file).toMatchObject({ startUrl, region: 'us-west-2' });

  // Whoever comes later takes the Region from the file, and asks nobody; so does a renewal.
  const next = gateway.start();
  await gateway.pass(55 * 60_000);
  expect((await next.availableRoles(local, {}, {}, anybody)).rows.length).toBeGreaterThan(0);
  expect(await next.session(local, {})).toMatchObject({ state: 'SIGNED_IN', region: 'us-west-2' });
  expect(await next.logout(local, {}, anybody)).toMatchObject({ signedOut: true });
  await next.close();
  expect(site.asked).toHaveLength(1);
  expect(new Set(gateway.regions)).toEqual(new Set(['us-west-2']));
  expect(gateway.sandbox.counts()).toMatchObject({ 'sso-oidc:CreateToken': 2, 'sso:Logout': 1 });
});

it('needs no configured Region where the host tells it, and asks by GET where HEAD is refused', async () => {
  let target = '';
  await using site = await companySite(({ method }, response) =>
    method === 'HEAD'
      ? response.writeHead(405).end()
      : response.writeHead(307, { location: target }).end('moved'),
  );
  await using gateway = await gatewayAt(site);
  target = gateway.dualStack;
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'SIGNED_OUT', region: 'us-west-2' });
  expect(site.asked).toEqual(['HEAD /sign-in', 'GET /sign-in']);
  expect(await gateway.signIn()).toMatchObject({ state: 'SUCCEEDED', region: 'us-west-2' });
});

it('takes the configured Region where a start URL of AWS’s does not tell it', async () => {
  let target = '';
  await using site = await companySite((_, response) => response.writeHead(301, { location: target }).end());
  await using gateway = await gatewayAt(site, 'sso_region = eu-west-1');
  target = `${gateway.sandbox.awsStartUrl}/#/`;
  expect(await gateway.signIn()).toMatchObject({ state: 'SUCCEEDED', session: { region: 'eu-west-1' } });
});

it.each<[string, number, string | undefined, object]>([
  ['to nowhere', 200, undefined, { code: 'BAD_INPUT', message: expect.stringMatching(/leads nowhere else/) }],
  ['to somebody else', 302, 'https://awsapps.com.evil.example/start?secret', { code: 'BAD_INPUT' }],
  ['to a second redirect', 302, '/elsewhere', { code: 'BAD_INPUT' }],
  ['to AWS without TLS', 302, 'http://d-1234567890.awsapps.com/start', { code: 'BAD_INPUT' }],
  [
    'to an address without a Region',
    302,
    'https://d-1234567890.awsapps.com/start',
    { details: { argument: 'region' } },
  ],
])('does not sign in where a start URL leads %s', async (_, status, location, error) => {
  await using site = await companySite((_request, response) =>
    response.writeHead(status, location === undefined ? {} : { location }).end(),
  );
  await using gateway = await gatewayAt(site);
  const refusal = await gateway.login().catch((reason: unknown) => reason);
  expect(refusal).toMatchObject(error);
  expect(String(refusal)).not.toContain('secret');
  expect(gateway.regions).toEqual([]);
});

it('says that a start URL cannot be reached', async () => {
  const site = {
    fetch: (() =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('no such host') }))) as typeof fetch,
  };
  await using gateway = await gatewayAt(site, 'sso_region = eu-west-1');
  await expect(gateway.login()).rejects.toMatchObject({
    code: 'AWS_UNAVAILABLE',
    message: `The start URL ${startUrl} cannot be reached: no such host`,
  });
});

it('leaves AWS’s own start URLs, and those without a public name, as they are', async () => {
  const site = { fetch: (() => Promise.reject(new Error('nobody is to be asked'))) as typeof fetch };
  await using gateway = await gatewayAt(site, 'sso_region = eu-west-1');
  for (const own of [gateway.sandbox.awsStartUrl, gateway.dualStack, gateway.sandbox.startUrl]) {
    const login = await gateway.login(local, { startUrl: own, region: 'us-east-1' });
    expect(login).toMatchObject({ state: 'PENDING', startUrl: own, region: 'us-east-1' });
  }
});
