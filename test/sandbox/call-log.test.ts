import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallLog } from '../../src/sandbox/call-log.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf, rawCall } from './aws-clients.ts';

/** fetch sets no Origin of the caller's choice; a browser does. */
function post(url: string, headers: Record<string, string>): Promise<{ status: number; location?: string }> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      const { location } = response.headers;
      resolve({ status: response.statusCode!, ...(location !== undefined && { location }) });
    })
      .on('error', reject)
      .end();
  });
}

describe('the call log', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeEach(async () => {
    sandbox = await startSandbox({ throttle: false, region: 'eu-central-1' });
    clients = awsClients(sandbox.url, 'eu-central-1');
  });
  afterEach(() => sandbox.close());

  const calls = async () => (await (await fetch(`${sandbox.url}/__calls`)).json()) as { counts: object };

  it('keeps each call with its input and error, and counts by operation', async () => {
    await clients.ssoAdmin.send(new ListInstancesCommand({ MaxResults: 3 }));
    await clients.ssoAdmin.send(new ListInstancesCommand({}));
    await failureOf(clients.organizations.send(new ListAccountsCommand({ MaxResults: 21 })));
    expect(sandbox.counts()).toEqual({ 'organizations:ListAccounts': 1, 'sso-admin:ListInstances': 2 });
    expect(sandbox.calls()).toMatchObject([
      { service: 'sso-admin', operation: 'ListInstances', input: { MaxResults: 3 }, at: expect.any(Number) },
      { input: {} },
      { service: 'organizations', input: { MaxResults: 21 }, error: 'InvalidInputException' },
    ]);
    expect(sandbox.calls()[1]).not.toHaveProperty('error');
    expect(await calls()).toEqual({ counts: sandbox.counts(), calls: sandbox.calls() });
  });

  it('counts no call that is unsigned or unknown', async () => {
    await rawCall(sandbox.url, 'sso-admin:ListInstances', {}, { authorization: 'none' });
    await rawCall(sandbox.url, 'sso-admin:Nothing', {});
    expect(sandbox.counts()).toEqual({});
  });

  it('is set back by POST /__reset, and not from the page of another site', async () => {
    await clients.ssoAdmin.send(new ListInstancesCommand({}));
    expect(await post(`${sandbox.url}/__reset`, { origin: 'https://evil.example' })).toEqual({ status: 403 });
    expect(await post(`${sandbox.url}/__reset`, { origin: 'null' })).toEqual({ status: 403 });
    expect(sandbox.calls()).toHaveLength(1);
    expect(await post(`${sandbox.url}/__reset`, {})).toEqual({ status: 204 });
    expect(sandbox.calls()).toEqual([]);
    expect(sandbox.counts()).toEqual({});
    const fromForm = { origin: sandbox.url, accept: 'text/html' };
    expect(await post(`${sandbox.url}/__reset`, fromForm)).toEqual({ status: 303, location: '/' });
    expect((await fetch(`${sandbox.url}/__reset`)).status).toBe(404);
  });

  it('forgets the oldest calls, and counts them still', () => {
    const log = new CallLog(3);
    for (let at = 0; at < 20; at++) log.add({ service: 's', operation: 'O', input: {}, at });
    expect(log.calls().map(({ at }) => at)).toEqual([17, 18, 19]);
    expect(log.counts()).toEqual({ 's:O': 20 });
  });

  it('is on the page for people, with what they need to set', async () => {
    await clients.ssoAdmin.send(new ListInstancesCommand({}));
    const response = await fetch(sandbox.url);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain(`AWS_ENDPOINT_URL=${sandbox.url}`);
    expect(page).toContain('AWS_REGION=eu-central-1');
    expect(page).toContain(sandbox.organization.instanceArn);
    expect(page).toMatch(/sso-admin:ListInstances<\/th><td>1</);
    expect(page).toContain('<html lang="en">');
    // Nothing is loaded and nothing leads away; the start URL is only told.
    expect(page).not.toMatch(/<script|src=|(?:href|action)="?https?:|url\(/);
    const startUrl = `https://${sandbox.organization.identityStoreId}.awsapps.com/start`;
    expect(page.replaceAll(startUrl, '')).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
  });
});

describe('a sandbox', () => {
  it('names its modes on the page, and no others', async () => {
    await using sandbox = await startSandbox({ modes: { pathsAbsent: true, kmsDenied: false } });
    const page = await (await fetch(sandbox.url)).text();
    expect(page).toContain('Modes: <code>pathsAbsent</code>.');
    await using plain = await startSandbox();
    expect(await (await fetch(plain.url)).text()).not.toContain('Modes');
  });

  it('says which port was taken', async () => {
    await using first = await startSandbox();
    const port = Number(new URL(first.url).port);
    expect((await failureOf(startSandbox({ port })))['code']).toBe('EADDRINUSE');
  });

  it('answers at another address of the machine, and closes twice without complaint', async () => {
    const sandbox = await startSandbox({ host: '::1' });
    expect(sandbox.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(sandbox.url)).status).toBe(200);
    await sandbox.close();
    await sandbox.close();
  });

  it('delays each answer by its latency', async () => {
    await using sandbox = await startSandbox({ latencyMs: 40 });
    const begin = performance.now();
    await rawCall(sandbox.url, 'sso-admin:ListInstances', {});
    expect(performance.now() - begin).toBeGreaterThanOrEqual(39);
  });
});
