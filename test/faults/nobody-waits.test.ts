import { once } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { allKeys, countableSandbox, gatewayOn, keysOf, pairsOf } from '../gateway/gateway-on-sandbox.ts';
import { proxyTo } from './proxy.ts';

const operation = 'sso-admin:ListAccountAssignments';
const longMs = 24 * 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('reading ahead of an answer ends a minute after it, when nobody asks for more', async () => {
  await using sandbox = await countableSandbox({ accounts: 3, permissionSets: 2, users: 160, groups: 3 });
  const { organization } = sandbox;
  const [pair] = pairsOf(organization);
  const { accountId, permissionSetArn } = pair!;
  const ofPair = allKeys(organization, (id, arn) => id === accountId && arn === permissionSetArn);
  await using proxy = await proxyTo(sandbox.url);
  await using gateway = await gatewayOn(sandbox, {
    config: { requestTimeoutMs: longMs },
    aws: { endpoint: proxy.url, attemptTimeoutMs: longMs },
  });
  const hanging: Promise<unknown>[] = [];
  proxy.plant({
    operation,
    when: (input) => input['AccountId'] !== accountId || input['PermissionSetArn'] !== permissionSetArn,
    fault: ({ response }) => hanging.push(once(response, 'close')),
  });
  const page = await gateway.page({ first: ofPair.length - 1 });
  expect(keysOf(page.nodes)).toEqual(ofPair.slice(0, -1));
  expect(hanging.length).toBeGreaterThan(0);
  // The gateway hears of the end of its answer when it has looked after what came in meanwhile.
  await gateway.ask('{ __typename }');
  vi.advanceTimersByTime(60_000);
  await Promise.all(hanging);
  const calls = proxy.calls.length;
  await gateway.ask('{ __typename }');
  expect(proxy.calls).toHaveLength(calls);
});
