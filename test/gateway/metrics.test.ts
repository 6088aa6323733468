import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { coverageMetrics } from '../../src/main/gateway/coverage-metrics.ts';
import { ManualClock, settled } from '../aws/manual-clock.ts';
import { small } from './faults.ts';
import { countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';

/** The samples of one metric, by the values of their labels. */
async function metric({ url }: TestGateway, name: string): Promise<Record<string, number>> {
  const response = await fetch(new URL('/metrics', url));
  expect(response.status).toBe(200);
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map((line) => {
      const values = [...line.matchAll(/="([^"]*)"/g)].map(([, value]) => value);
      return [values.join(' '), Number(line.replace(/^.*} /, ''))];
    }),
  );
}

const calls = 'identity_center_gateway_aws_calls_total';

it('the metrics count the calls that the sandbox answered', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  expect(await metric(gateway, calls)).toEqual({});
  await gateway.walk();
  const expected = Object.entries(sandbox.counts()).map(([operation, n]) => [`us-east-1 ${operation}`, n]);
  expect(await metric(gateway, calls)).toEqual(Object.fromEntries(expected));
});

it('the metrics tell of throttles, of the rate that they leave, and of who waits', async () => {
  await using sandbox = await countableSandbox(small);
  const clock = new ManualClock();
  await using gateway = await gatewayOn(sandbox, { aws: { unlimited: false, clock } });
  const rate = 'identity_center_gateway_aws_rate';
  expect(await metric(gateway, rate)).toMatchObject({ 'us-east-1 sso-admin': 15 });
  sandbox.faults.add({
    operation: 'sso-admin:ListInstances',
    fault: { error: 'ThrottlingException' },
    times: 1,
  });
  let isAnswered = false;
  const page = gateway.page({ first: 1000 }).finally(() => (isAnswered = true));
  while (clock.timers === 0) await settled();
  expect(await metric(gateway, 'identity_center_gateway_aws_throttled_total')).toMatchObject({
    'us-east-1 sso-admin:ListInstances': 1,
  });
  expect(await metric(gateway, rate)).toMatchObject({ 'us-east-1 sso-admin': 7.5 });
  expect(await metric(gateway, 'identity_center_gateway_aws_tokens')).toMatchObject({
    'us-east-1 sso-admin': 0,
  });
  const waiting = async () =>
    (await metric(gateway, 'identity_center_gateway_aws_calls_waiting'))['us-east-1 sso-admin interactive'];
  await clock.advance(0);
  while ((await waiting()) === 0) await clock.advance(50);
  while (!isAnswered) await clock.advance(50);
  await page;
  const waited = await metric(gateway, 'identity_center_gateway_aws_wait_seconds_total');
  expect(waited['us-east-1 sso-admin interactive']).toBeGreaterThan(1);
  expect(waited['us-east-1 sso-admin background']).toBe(0);
});

it('the metrics tell how much of the whole organization was read, and how old that is', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const [pairs, lists] = ['pairs', 'lists'].map((kind) => `${sandbox.organization.instanceArn} ${kind}`);
  const coverage = (name: string) => metric(gateway, `identity_center_gateway_coverage_${name}`);
  const isComplete = async () => Object.values(await coverage('complete'));
  expect(await isComplete()).toEqual([]);
  const [account] = sandbox.organization.accounts();
  await gateway.page({ filter: { target: { ids: [account!.id] } } });
  const ofOne = sandbox.counts()['sso-admin:ListAccountAssignments'];
  expect(await coverage('read')).toMatchObject({ [pairs!]: ofOne });
  expect(await isComplete()).toEqual([0]);
  await gateway.walk();
  const read = await coverage('read');
  expect(read).toEqual(await coverage('known'));
  expect(read).toEqual({
    [pairs!]: sandbox.counts()['sso-admin:ListAccountAssignments'],
    [lists!]: 1 + sandbox.counts()['sso-admin:ListAccountsForProvisionedPermissionSet']!,
  });
  expect(await isComplete()).toEqual([1]);
  const oldest = (await coverage('oldest_seconds'))[pairs!];
  expect(oldest).toBeGreaterThan(0);
  expect(oldest).toBeLessThan(60);
});

it('the lag of the refresh is by how much the oldest is older than it may be', () => {
  const standing = {
    lists: { known: 2, read: 1, oldestAt: 900_000 },
    pairs: { known: 9, read: 9, oldestAt: 100_000 },
    isComplete: false,
  };
  const lagOf = (refreshMs?: number) =>
    coverageMetrics([{ instanceArn: 'arn', standing }], refreshMs, 1_000_000).find(({ name }) =>
      name.includes('lag'),
    );
  expect(lagOf(600_000)?.samples.map(({ labels, value }) => [labels['kind'], value])).toEqual([
    ['lists', 0],
    ['pairs', 300],
  ]);
  expect(lagOf()).toBeUndefined();
});

/** Prometheus's own program, where it is at hand: `PROMTOOL=/usr/bin/promtool`. */
const promtool = process.env['PROMTOOL'];

it.skipIf(promtool === undefined)('Prometheus finds nothing wrong with the metrics', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, {
    config: { refreshMs: 3_600_000 },
    aws: { unlimited: false },
  });
  await gateway.ask('query Page { assignments(first: 1) { nodes { id } } }');
  await gateway.ask('{ nothing }');
  const input = await (await fetch(new URL('/metrics', gateway.url))).text();
  const { status, stdout, stderr } = spawnSync(promtool!, ['check', 'metrics'], { input, encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});
