import { expect, it } from 'vitest';
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
