import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/aws/budget/clock.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { about, denied, everything, failureOf, onlyByAccount, small } from './faults.ts';
import {
  allKeys,
  allNames,
  completenessFields,
  countableSandbox,
  gatewayOn,
  keysOf,
  pairsOf,
  timeTravel,
} from './gateway-on-sandbox.ts';

describe('when one read is denied', () => {
  it("on an account's provisioned list, all but that account comes, and the failure names it", async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    onlyByAccount(sandbox);
    const { accountId } = pairsOf(sandbox.organization)[3]!;
    sandbox.faults.add({
      operation: 'sso-admin:ListPermissionSetsProvisionedToAccount',
      ...about(accountId),
      fault: denied,
    });
    const page = await gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization, (id) => id !== accountId));
    expect(page.completeness).toMatchObject({ complete: false, failuresOmitted: 0 });
    expect(failureOf(page)).toMatchObject({
      operation: 'sso-admin:ListPermissionSetsProvisionedToAccount',
      accountId,
      permissionSetArn: null,
      principalId: null,
      code: 'AWS_ACCESS_DENIED',
      message: expect.stringContaining('sso:ListPermissionSetsProvisionedToAccount'),
      asOf: null,
    });
    expect(page.totalCount).toBeNull();
  });

  it('on one pair, all but that pair comes, and the failure names it', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const pair = pairsOf(sandbox.organization)[2]!;
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      ...about(pair.accountId, pair.permissionSetArn),
      fault: denied,
    });
    const page = await gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(
      allKeys(sandbox.organization, (id, arn) => id !== pair.accountId || arn !== pair.permissionSetArn),
    );
    expect(failureOf(page)).toMatchObject({ ...pair, code: 'AWS_ACCESS_DENIED', asOf: null });
    expect(page.totalCount).toBeNull();
  });

  it('of a walk only the one page that the denied pair would stand on is incomplete', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const pairs = pairsOf(sandbox.organization);
    const pair = pairs[Math.floor(pairs.length / 2)]!;
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      ...about(pair.accountId, pair.permissionSetArn),
      fault: denied,
    });
    for (const first of [1, 3, 8]) {
      const { pages } = await gateway.walk({ first });
      const incomplete = pages.filter(({ completeness }) => !completeness.complete);
      expect(incomplete).toHaveLength(1);
      expect(failureOf(incomplete[0]!)).toMatchObject(pair);
    }
  });

  it('a filter that cannot match what is denied gets a complete answer', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const [pair, other] = pairsOf(sandbox.organization);
    sandbox.faults.add({ ...about(pair!.accountId, pair!.permissionSetArn), fault: denied });
    const filter = {
      target: { ids: [other!.accountId] },
      permissionSet: { ids: [other!.permissionSetArn] },
    };
    const page = await gateway.page({ ...everything, filter });
    expect(page).toMatchObject({ completeness: { complete: true }, totalCount: page.nodes.length });
    expect(page.nodes.length).toBeGreaterThan(0);
  });

  it('the same refusal is not asked for again with every query', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const pair = pairsOf(sandbox.organization)[0]!;
    sandbox.faults.add({ ...about(pair.accountId, pair.permissionSetArn), fault: denied });
    await gateway.page(everything);
    const again = await gateway.page(everything);
    expect(again.aws.calls).toBe(0);
    expect(failureOf(again)).toMatchObject(pair);
  });

  it('a refusal is asked for again once its memory has faded, and then the page is whole', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const pair = pairsOf(sandbox.organization)[0]!;
    sandbox.faults.add({ ...about(pair.accountId, pair.permissionSetArn), fault: denied });
    await gateway.page(everything);
    sandbox.faults.clear();
    travel.advance(5 * 60_000 + 1);
    const page = await gateway.page(everything);
    expect(page.completeness.complete).toBe(true);
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
  });

  it('with maxAge PT0S the refusal is asked for at once', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const pair = pairsOf(sandbox.organization)[0]!;
    sandbox.faults.add({ ...about(pair.accountId, pair.permissionSetArn), fault: denied });
    await gateway.page(everything);
    sandbox.faults.clear();
    const page = await gateway.page({ ...everything, maxAge: 'PT0S' });
    expect(page.completeness.complete).toBe(true);
  });

  it('requireComplete turns it into INCOMPLETE, and siblings in the same response are untouched', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const pairs = pairsOf(sandbox.organization);
    const pair = pairs[0]!;
    const other = pairs.at(-1)!;
    expect(other.accountId).not.toBe(pair.accountId);
    sandbox.faults.add({ ...about(pair.accountId, pair.permissionSetArn), fault: denied });
    const { data, errors } = await gateway.ask(
      `query ($other: [String!]) {
        strict: assignments(first: 1000, requireComplete: true) { nodes { id } }
        lax: assignments(first: 1000) { nodes { id } completeness { ${completenessFields} } }
        other: assignments(filter: { target: { ids: $other } }, requireComplete: true) { nodes { id } }
        instance { arn }
      }`,
      { other: [other.accountId] },
    );
    expect(errors).toMatchObject([
      {
        path: ['strict'],
        message: expect.stringMatching(
          /^The answer would not be complete: 1 read failed, the first: AWS denies sso:/,
        ),
        extensions: { code: 'INCOMPLETE', failures: [{ ...pair, code: 'AWS_ACCESS_DENIED' }] },
      },
    ]);
    expect(data).toMatchObject({
      strict: null,
      lax: { completeness: { complete: false } },
      instance: { arn: sandbox.organization.instanceArn },
    });
    expect(data.lax.nodes.length).toBeGreaterThan(0);
    expect(data.other.nodes.length).toBeGreaterThan(0);
  });

  it('more than 100 failures are counted beyond the first 100', async () => {
    await using sandbox = await countableSandbox({ accounts: 130, permissionSets: 2, users: 10, groups: 3 });
    await using gateway = await gatewayOn(sandbox);
    onlyByAccount(sandbox);
    sandbox.faults.add({ operation: 'sso-admin:ListPermissionSetsProvisionedToAccount', fault: denied });
    const page = await gateway.page(everything);
    expect(page.nodes).toEqual([]);
    expect(page.pageInfo.hasNextPage).toBe(false);
    expect(page.completeness.failures).toHaveLength(100);
    expect(page.completeness.failuresOmitted).toBe(30);
    expect(page.totalCount).toBeNull();
  });
});

describe('a fault that passes', () => {
  const passing: Record<string, FaultRule['fault']> = {
    'a 500': { error: 'InternalServerException' },
    'a dropped connection': 'drop',
    'a throttle': { error: 'ThrottlingException' },
  };
  for (const [name, fault] of Object.entries(passing))
    it(`a passing fault, ${name}, is tried again and leaves no trace in the answer`, async () => {
      await using sandbox = await countableSandbox(small);
      await using gateway = await gatewayOn(sandbox);
      sandbox.faults.add({ operation: 'sso-admin:ListAccountAssignments', times: 2, fault });
      sandbox.faults.add({ operation: 'organizations:ListAccounts', times: 1, fault });
      const page = await gateway.page({ ...everything, requireComplete: true }, allNames);
      expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
      expect(page.totalCount).toBe(page.nodes.length);
      expect(page.aws.throttled).toBe(name === 'a throttle' ? 3 : 0);
    });

  it('in the middle of a list of several pages loses and repeats nothing', async () => {
    await using sandbox = await countableSandbox({ accounts: 3, permissionSets: 2, users: 160, groups: 3 });
    const longest = longestPair(sandbox.organization);
    expect(longest.size).toBeGreaterThan(100);
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      ...about(longest.accountId, longest.permissionSetArn),
      afterCalls: 1,
      times: 2,
      fault: { error: 'InternalServerException' },
    });
    const page = await gateway.page({ ...everything, requireComplete: true });
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
  });
});

describe('a fault that stays', () => {
  for (const [name, fault] of [
    ['a 500', { error: 'InternalServerException' }],
    ['a dropped connection', 'drop'],
  ] as const)
    it(`a list that ${name} cuts off again and again is given up: no half list is taken for a whole one`, async () => {
      await using sandbox = await countableSandbox({ accounts: 3, permissionSets: 2, users: 160, groups: 3 });
      const { size: _, ...pair } = longestPair(sandbox.organization);
      await using gateway = await gatewayOn(sandbox);
      const operation = 'sso-admin:ListAccountAssignments';
      sandbox.faults.add({
        operation,
        ...about(pair.accountId, pair.permissionSetArn),
        afterCalls: 1,
        fault,
      });
      const page = await gateway.page(everything);
      expect(keysOf(page.nodes)).toEqual(
        allKeys(sandbox.organization, (id, arn) => id !== pair.accountId || arn !== pair.permissionSetArn),
      );
      expect(failureOf(page)).toMatchObject({ ...pair, operation, code: 'AWS_UNAVAILABLE', asOf: null });
      expect(failureOf(page).message).toContain('4 attempts');
      expect(page.totalCount).toBeNull();
      sandbox.faults.clear();
      const whole = await gateway.page(everything);
      expect(keysOf(whole.nodes)).toEqual(allKeys(sandbox.organization));
      expect(whole.completeness.complete).toBe(true);
    });
});

describe('while AWS throttles', () => {
  const throttle = {
    operation: 'sso-admin:ListAccountAssignments',
    fault: { error: 'ThrottlingException' },
  } as const;

  /** A gateway that knows the first accounts, when for all others AWS begins to throttle. */
  async function throttledHalfWay(sandbox: Sandbox) {
    const clock = stoppedClock();
    const gateway = await gatewayOn(sandbox, { config: { requestTimeoutMs: 500 }, aws: { clock } });
    const accountIds = pairsOf(sandbox.organization).map(({ accountId }) => accountId);
    const filter = { target: { ids: accountIds.slice(0, 8) } };
    const known = await gateway.walk({ filter });
    const stop = () => {
      sandbox.faults.clear();
      clock.wake();
    };
    sandbox.faults.add(throttle);
    return { gateway, known: known.rows, stop };
  }

  it('the page ends at the deadline with a cursor, and after it the walk completes with nothing lost', async () => {
    await using sandbox = await countableSandbox(small);
    const { gateway: throttled, known, stop } = await throttledHalfWay(sandbox);
    await using gateway = throttled;
    const interrupted = await gateway.page({ first: 1000 });
    expect(keysOf(interrupted.nodes)).toEqual(keysOf(known));
    expect(interrupted.pageInfo).toMatchObject({ hasNextPage: true, endCursor: expect.any(String) });
    const stuck = await gateway.page({ first: 1000, after: interrupted.pageInfo.endCursor });
    expect(stuck.nodes).toEqual([]);
    expect(stuck.pageInfo).toMatchObject({ hasNextPage: true, endCursor: expect.any(String) });
    stop();
    const { pages } = await gateway.walk({ first: 1000, after: stuck.pageInfo.endCursor });
    const rows = [...interrupted.nodes, ...pages.flatMap(({ nodes }) => nodes)];
    expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
    for (const { completeness } of [interrupted, stuck, ...pages])
      expect(completeness).toMatchObject({ complete: true, failures: [] });
  });

  it('requireComplete does not fail a page that only ended early', async () => {
    await using sandbox = await countableSandbox(small);
    const { gateway: throttled, known } = await throttledHalfWay(sandbox);
    await using gateway = throttled;
    const page = await gateway.page({ first: 1000, requireComplete: true });
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(page.nodes).toHaveLength(known.length);
  });

  it('totalCount that could not be read in time is null, and completeness says why', async () => {
    await using sandbox = await countableSandbox(small);
    const { gateway: throttled } = await throttledHalfWay(sandbox);
    await using gateway = throttled;
    const page = await gateway.page(everything);
    expect(page.totalCount).toBeNull();
    expect(page.completeness).toMatchObject({ complete: false, failures: [{ code: 'TIMEOUT' }] });
  });

  it('a read that is throttled without end is given up as AWS_THROTTLED and the rest comes', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const pair = pairsOf(sandbox.organization)[1]!;
    sandbox.faults.add({
      ...about(pair.accountId, pair.permissionSetArn),
      fault: { error: 'ThrottlingException' },
    });
    const page = await gateway.page(everything);
    expect(failureOf(page)).toMatchObject({ ...pair, code: 'AWS_THROTTLED' });
    expect(keysOf(page.nodes)).toEqual(
      allKeys(sandbox.organization, (id, arn) => id !== pair.accountId || arn !== pair.permissionSetArn),
    );
  });
});

/** A clock whose sleepers wait until they are woken: a minute of throttling that takes no time. */
function stoppedClock(): Clock & { wake(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    now: () => performance.now(),
    async sleep(_ms, signal) {
      const gone = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => gone.reject(signal.reason), { once: true });
      signal.throwIfAborted();
      await Promise.race([promise, gone.promise]);
    },
    wake: () => resolve(),
  };
}

function longestPair(organization: Parameters<typeof pairsOf>[0]) {
  const sized = pairsOf(organization).map((pair) => ({
    ...pair,
    size: organization.assignments(pair.accountId, pair.permissionSetArn).length,
  }));
  return sized.toSorted((one, other) => other.size - one.size)[0]!;
}
