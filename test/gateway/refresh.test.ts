import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { allKeys, allNames, called, countableSandbox, gatewayOn, keysOf } from './gateway-on-sandbox.ts';

const hour = 3_600_000;

/** Resolves once everything was read. */
async function allRead(sandbox: Sandbox): Promise<void> {
  const { organization } = sandbox;
  const counts = () => sandbox.counts();
  const sets = organization.permissionSets().length;
  const pairs = organization
    .accounts()
    .flatMap(({ id }) => organization.permissionSetsProvisionedTo(id)).length;
  const isMissing = () =>
    (counts()['sso-admin:ListAccountAssignments'] ?? 0) < pairs ||
    (counts()['sso-admin:DescribePermissionSet'] ?? 0) < sets ||
    !counts()['identitystore:ListUsers'];
  while (isMissing()) await new Promise((resolve) => setImmediate(resolve));
}

test('with --refresh, a gateway that was asked nothing yet has read everything', async () => {
  await using sandbox = await countableSandbox({ accounts: 10 });
  await using gateway = await gatewayOn(sandbox, { config: { refreshMs: hour, maxAgeMs: 2 * hour } });
  await allRead(sandbox);
  const { rows, pages } = await gateway.walk({ first: 1000 }, allNames);
  expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
  // Who is in no list is described after everything else.
  expect(pages.reduce((sum, { aws }) => sum + aws.calls, 0)).toBeLessThanOrEqual(2);
});

test('an organization that is too large for --refresh is refused at the start, with the figure', async () => {
  await using sandbox = await countableSandbox({ accounts: 40 });
  const mirror = join(mkdtempSync(join(tmpdir(), 'refresh-')), 'mirror.db');
  {
    await using gateway = await gatewayOn(sandbox, { config: { store: mirror } });
    await gateway.walk({ first: 1000 });
  }
  const refreshed = (refreshMs: number) =>
    gatewayOn(sandbox, { config: { store: mirror, refreshMs }, aws: { unlimited: false, ssoAdminTps: 3 } });
  await expect(refreshed(60_000)).rejects.toThrow(
    /^--refresh PT1M: the organization cannot be read that fast: \d+ calls at 1 a second in the background take 0\.\d+ hours, and [\d.]+ a second would be needed; give PT\d+M or more, or raise --background-tps$/,
  );
  await using gateway = await refreshed(hour);
  expect((await gateway.page({ first: 10 })).nodes).toHaveLength(10);
});

test('a gateway whose AWS does not answer closes without waiting for its refresh', async () => {
  await using sandbox = await countableSandbox({ accounts: 10 });
  sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: { hangMs: 600_000 } });
  const gateway = await gatewayOn(sandbox, { config: { refreshMs: hour } });
  await called(sandbox, 'organizations:ListAccounts');
  await gateway[Symbol.asyncDispose]();
  expect(sandbox.counts()['organizations:ListAccounts']).toBe(1);
});
