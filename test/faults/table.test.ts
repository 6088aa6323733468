import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { everything, failureOf } from '../gateway/faults.ts';
import {
  allKeys,
  countableSandbox,
  gatewayOn,
  keysOf,
  pairsOf,
  timeTravel,
} from '../gateway/gateway-on-sandbox.ts';
import { authModes, type EveryWay, everyWay, openBy } from '../openid/every-way.ts';
import { proxyTo } from './proxy.ts';
import { faults, passingFaults, type Fault } from './table.ts';

const operation = 'sso-admin:ListAccountAssignments';

let ways: EveryWay;
let gateways = 0;
beforeAll(async () => {
  ways = await everyWay();
});
afterAll(() => ways[Symbol.asyncDispose]());

/** A gateway, in each mode of authentication in turn, whose calls go through a proxy, in which the fault waits to be planted on one pair. */
async function behindProxy({ strike, attemptTimeoutMs = 15_000 }: Partial<Fault>) {
  const resources = new AsyncDisposableStack();
  const sandbox = resources.use(
    await countableSandbox({ accounts: 4, permissionSets: 3, users: 12, groups: 4 }),
  );
  const proxy = resources.use(await proxyTo(sandbox.url));
  const opened = await openBy(authModes[gateways++ % authModes.length]!, ways);
  resources.defer(() => opened.close());
  const { auth, authorization } = opened;
  const gateway = resources.use(
    await gatewayOn(sandbox, { aws: { endpoint: proxy.url, attemptTimeoutMs }, auth, authorization }),
  );
  const pair = pairsOf(sandbox.organization)[2]!;
  const isOfPair = (input: Readonly<Record<string, any>>) =>
    input['AccountId'] === pair.accountId && input['PermissionSetArn'] === pair.permissionSetArn;
  return {
    sandbox,
    proxy,
    gateway,
    pair,
    plant: (times = Number.POSITIVE_INFINITY) =>
      proxy.plant({ operation, when: isOfPair, times, fault: strike ?? (() => {}) }),
    /** Calls for the pair since the last `clear`. */
    calls: () => proxy.calls.filter((call) => call.operation === operation && isOfPair(call.input)).length,
    /** Everything that is assigned, or everything but the pair. */
    all: () => allKeys(sandbox.organization),
    others: () => allKeysBut(sandbox, pair),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function allKeysBut(
  { organization }: Sandbox,
  { accountId, permissionSetArn }: ReturnType<typeof pairsOf>[0],
) {
  return allKeys(organization, (id, arn) => id !== accountId || arn !== permissionSetArn);
}

describe.each(faults)('$name in place of a pair', (fault) => {
  it('is a failed read after so many calls: the rest comes, nothing of it is kept, and the next answer is whole', async () => {
    await using at = await behindProxy(fault);
    at.plant();
    const page = await at.gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(at.others());
    expect(page.totalCount).toBeNull();
    expect(page.completeness.complete).toBe(false);
    expect(failureOf(page)).toMatchObject({
      operation,
      ...at.pair,
      code: fault.code,
      message: expect.stringMatching(fault.says),
      asOf: null,
    });
    expect(failureOf(page).message).not.toMatch(/SyntaxError|canary/);
    expect(at.calls()).toBe(fault.calls);

    at.proxy.clear();
    const whole = await at.gateway.page({ ...everything, requireComplete: true });
    expect(keysOf(whole.nodes)).toEqual(at.all());
    expect(whole.totalCount).toBe(at.all().length);
    // Of all that was asked for, only what had failed is asked for again.
    expect(at.proxy.calls.map((call) => call.operation)).toEqual([operation]);
  });

  it('leaves older facts in their place, with their age', async () => {
    using travel = timeTravel();
    await using at = await behindProxy(fault);
    const before = await at.gateway.page(everything);
    travel.advance(61 * 60_000);
    at.plant();
    const page = await at.gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(at.all());
    expect(page.completeness.complete).toBe(false);
    const { code, asOf } = failureOf(page);
    expect(code).toBe(fault.code);
    expect(Date.parse(asOf!)).toBeGreaterThanOrEqual(Date.parse(before.completeness.asOf!));
    expect(Date.parse(asOf!)).toBeLessThan(Date.now() - 60 * 60_000);
  });
});

describe.each(passingFaults)('$name that passes', (fault) => {
  it('is tried again, and leaves no trace in the answer', async () => {
    await using at = await behindProxy(fault);
    at.plant(1);
    const page = await at.gateway.page({ ...everything, requireComplete: true });
    expect(keysOf(page.nodes)).toEqual(at.all());
    expect(page.totalCount).toBe(at.all().length);
    expect(at.calls()).toBe(2);
  });
});
