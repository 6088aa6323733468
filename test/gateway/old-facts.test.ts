import { describe, expect, it } from 'vitest';
import { about, denied, everything, failureOf, onlyByAccount, small } from './faults.ts';
import {
  allKeys,
  allNames,
  countableSandbox,
  gatewayOn,
  keysOf,
  pairsOf,
  timeTravel,
} from './gateway-on-sandbox.ts';

describe('when facts are too old and cannot be read again', () => {
  it('the old ones are served, and the failure says how old they are', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const readAt = Date.now();
    const before = await gateway.page(everything);
    travel.advance(2 * 3_600_000);
    const pair = pairsOf(sandbox.organization)[1]!;
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      ...about(pair.accountId, pair.permissionSetArn),
      fault: denied,
    });
    const page = await gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(keysOf(before.nodes));
    const failure = failureOf(page);
    expect(failure).toMatchObject({ ...pair, code: 'AWS_ACCESS_DENIED' });
    expect(Date.parse(failure.asOf!)).toBeGreaterThanOrEqual(readAt);
    expect(Date.parse(failure.asOf!)).toBeLessThan(readAt + 3_600_000);
    expect(page.completeness.complete).toBe(false);
    expect(page.completeness.asOf).toBe(failure.asOf);
    expect(page.totalCount).toBeNull();
  });

  it('a provisioned list that fails leaves the pairs that were known, and asks them afresh', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    onlyByAccount(sandbox);
    const before = await gateway.page(everything);
    travel.advance(2 * 3_600_000);
    const { accountId } = pairsOf(sandbox.organization)[0]!;
    const operation = 'sso-admin:ListPermissionSetsProvisionedToAccount';
    sandbox.faults.add({ operation, ...about(accountId), fault: denied });
    const page = await gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(keysOf(before.nodes));
    expect(failureOf(page)).toMatchObject({ operation, accountId, asOf: expect.any(String) });
  });

  it('an account list that fails is answered from the old one, and reported', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    onlyByAccount(sandbox);
    const before = await gateway.page(everything);
    travel.advance(2 * 3_600_000);
    sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: denied });
    const page = await gateway.page({ first: 1000 });
    expect(keysOf(page.nodes)).toEqual(keysOf(before.nodes));
    expect(failureOf(page)).toMatchObject({
      operation: 'organizations:ListAccounts',
      accountId: null,
      code: 'AWS_ACCESS_DENIED',
      asOf: expect.any(String),
    });
  });

  it('old names are shown rather than none', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const before = await gateway.page(everything, allNames);
    travel.advance(25 * 3_600_000);
    for (const operation of [
      'identitystore:ListUsers',
      'identitystore:ListGroups',
      'identitystore:DescribeUser',
      'identitystore:DescribeGroup',
      'sso-admin:DescribePermissionSet',
    ])
      sandbox.faults.add({ operation, fault: denied });
    const { nodes } = await gateway.page(everything, allNames);
    expect(nodes).toEqual(before.nodes);
  });
});

describe('without an account list, and without an old one', () => {
  it('assignments are found by permission set, all of them', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: denied });
    for (const first of [3, 1000]) {
      const { rows, pages } = await gateway.walk({ first });
      expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
      expect(pages.every(({ completeness }) => completeness.complete)).toBe(true);
    }
  });

  it('assignments without any list to start from fail with the permission to allow, and siblings are untouched', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    onlyByAccount(sandbox);
    sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: denied });
    const { data, errors } = await gateway.ask(`{
      all: assignments { nodes { id } }
      instance { arn name }
    }`);
    expect(data).toMatchObject({ all: null, instance: { arn: sandbox.organization.instanceArn } });
    expect(errors).toMatchObject([
      {
        path: ['all'],
        extensions: {
          code: 'AWS_ACCESS_DENIED',
          operation: 'organizations:ListAccounts',
          action: 'organizations:ListAccounts',
        },
      },
    ]);
  });

  it('a filter that names its accounts does without', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: denied });
    const { accountId } = pairsOf(sandbox.organization)[0]!;
    const page = await gateway.page({ ...everything, filter: { target: { ids: [accountId] } } });
    expect(page.completeness.complete).toBe(true);
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization, (id) => id === accountId));
  });
});
