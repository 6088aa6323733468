import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { allEntitlements, entitlementKeys, entitlementPage, entitlementWalk } from './entitlements-of.ts';
import { everything, small } from './faults.ts';
import { allKeys, countableSandbox, gatewayOn, keysOf, timeTravel } from './gateway-on-sandbox.ts';

const list = 'account-access:ListEntitlements';
const applications = 'account-access:ListApplications';
const all = { first: 1_000, withTotalCount: true };

/** How often account-access was asked, by operation. */
function asked(sandbox: Sandbox): Record<string, number> {
  return Object.fromEntries(
    Object.entries(sandbox.counts())
      .filter(([operation]) => operation.startsWith('account-access:'))
      .map(([operation, calls]) => [operation.replace('account-access:', ''), calls]),
  );
}

function someHolder({ organization }: Sandbox, type: 'USER' | 'GROUP') {
  return organization.accountAccess.entitlements().find(({ principalType }) => principalType === type)!;
}

it('all entitlements take a call for each account and one for the applications, and no other of their service', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const page = await entitlementPage(gateway, all);
  const { organization } = sandbox;
  expect(entitlementKeys([page])).toEqual(allEntitlements(organization));
  expect(page).toMatchObject({
    totalCount: page.nodes.length,
    completeness: { complete: true, failures: [] },
  });
  // One account has more than fit on a page.
  expect(asked(sandbox)).toEqual({
    ListApplications: 1,
    ListEntitlements: organization.accounts().length + 1,
  });
  expect(Object.keys(sandbox.counts()).filter((operation) => operation.startsWith('identitystore:'))).toEqual(
    [],
  );
});

it('a page of entitlements reads no more accounts than fill it, but for a few that are read ahead, and none the second time', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const page = await entitlementPage(gateway, { first: 3 });
  expect(entitlementKeys([page])).toEqual(allEntitlements(sandbox.organization).slice(0, 3));
  // One row more than the page tells that there is another, and 8 reads may run ahead of it.
  const [last = ''] = allEntitlements(sandbox.organization)[3]?.split(' ') ?? [];
  const filling = sandbox.organization.accounts().filter(({ id }) => id <= last).length;
  expect(asked(sandbox)['ListEntitlements']).toBeLessThanOrEqual(filling + 8);
  const again = await entitlementPage(gateway, { first: 3 });
  expect([again.nodes, again.aws.calls]).toEqual([page.nodes, 0]);
});

it('an account by its id takes one call, and no list of accounts', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { accountId } = someHolder(sandbox, 'GROUP');
  const page = await entitlementPage(gateway, { ...all, target: { ids: [accountId] } });
  expect(entitlementKeys([page])).toEqual(
    allEntitlements(sandbox.organization, (one) => one.accountId === accountId),
  );
  const pages = Math.ceil(page.nodes.length / 100);
  expect(sandbox.counts()).toEqual({
    'sso-admin:ListInstances': 1,
    [applications]: 1,
    [list]: pages,
  });
});

it('a principal by id takes one call of its own, and a name that of the lists; a user is not told what groups hold', async () => {
  await using sandbox = await countableSandbox();
  const { organization } = sandbox;
  for (const type of ['USER', 'GROUP'] as const) {
    const { principalId } = someHolder(sandbox, type);
    const wanted = allEntitlements(organization, (one) => one.principalId === principalId);
    const name =
      type === 'USER'
        ? organization.user(principalId)!.userName
        : organization.group(principalId)!.displayName;
    for (const principal of [
      { type, ids: [principalId] },
      { type, name: { eq: name } },
    ]) {
      sandbox.reset();
      await using gateway = await gatewayOn(sandbox);
      const page = await entitlementPage(gateway, { ...all, principal });
      expect(entitlementKeys([page])).toEqual(wanted);
      expect(page.completeness).toMatchObject({ complete: true, unmatched: [] });
      expect(asked(sandbox)).toEqual({ ListApplications: 1, ListEntitlements: 1 });
    }
  }
});

it('an entitlement of somebody who was deleted names them, and is found by id and by deleted', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const isGone = (one: { principalType: string; principalId: string }) =>
    !(one.principalType === 'USER'
      ? organization.user(one.principalId)
      : organization.group(one.principalId));
  const gone = organization.accountAccess.entitlements().filter(isGone);
  expect(gone.length).toBeGreaterThan(1);
  for (const principal of [
    { deleted: true },
    { ids: [...new Set(gone.map(({ principalId }) => principalId))] },
  ]) {
    await using gateway = await gatewayOn(sandbox);
    const page = await entitlementPage(gateway, { ...all, principal });
    expect(entitlementKeys([page])).toEqual(allEntitlements(organization, isGone));
    expect(page.completeness).toMatchObject({ complete: true, unmatched: [] });
    const { data } = await gateway.ask(
      `query ($principal: PrincipalFilter) { entitlements(principal: $principal) { nodes { principal { principalId deleted name } } } }`,
      { principal },
    );
    expect(data.entitlements.nodes).toEqual(
      page.nodes.map(() => ({ principal: { principalId: expect.any(String), deleted: true, name: null } })),
    );
  }
});

it('node answers an entitlement as a grant, for one call, and null once it is gone', async () => {
  await using sandbox = await countableSandbox(small);
  using travel = timeTravel();
  await using gateway = await gatewayOn(sandbox);
  const { nodes } = await entitlementPage(gateway, { first: 1 });
  const { id, entitlementId } = nodes[0]!;
  const held = sandbox.organization.accountAccess.entitlement(entitlementId)!;
  const query = `query ($id: ID!) { node(id: $id) { __typename id ... on Grant { principal { principalId } target { targetId } } ... on Entitlement { entitlementId roleArn roleName applicationArn createdAt } } }`;
  await using cold = await gatewayOn(sandbox);
  sandbox.reset();
  expect((await cold.ask(query, { id })).data.node).toEqual({
    __typename: 'Entitlement',
    id,
    principal: { principalId: held.principalId },
    target: { targetId: held.accountId },
    entitlementId,
    roleArn: held.roleArn,
    roleName: held.roleArn.split('/').at(-1),
    applicationArn: sandbox.organization.accountAccess.application!.arn,
    createdAt: new Date(held.createdAt * 1000).toISOString(),
  });
  expect(asked(sandbox)).toEqual({ ListApplications: 1, ListEntitlements: 1 });
  sandbox.organization.accountAccess.deleteEntitlement(entitlementId);
  travel.advance(24 * 3_600_000);
  expect((await cold.ask(query, { id })).data.node).toBeNull();
});

describe('where account access manager is not to be had', () => {
  it('one call finds that there is no application, which is remembered', async () => {
    await using sandbox = await countableSandbox(small);
    const { accountAccess } = sandbox.organization;
    for (const { id } of accountAccess.entitlements().slice()) accountAccess.deleteEntitlement(id);
    accountAccess.deleteApplication();
    await using gateway = await gatewayOn(sandbox);
    for (const args of [all, { target: { ids: [sandbox.organization.accounts()[0]!.id] } }]) {
      const page = await entitlementPage(gateway, args);
      expect(page).toMatchObject({ nodes: [], completeness: { complete: true, failures: [] } });
    }
    expect(sandbox.counts()).toEqual({ 'sso-admin:ListInstances': 1, [applications]: 1 });
  });

  it.each([
    ['the caller may not list applications', applications, 'AWS_ACCESS_DENIED'],
    ['the caller may not list entitlements', list, 'AWS_ACCESS_DENIED'],
    ['the Region lacks the service', applications, 'AWS_UNAVAILABLE'],
  ])(
    '%s: that is told once, with the action, asked for no more, and assignments stay complete',
    async (_, operation, code) => {
      const isMissing = code === 'AWS_UNAVAILABLE';
      await using sandbox = await countableSandbox({
        ...small,
        accounts: 30,
        modes: isMissing ? { noAccountAccess: true } : {},
      });
      if (!isMissing)
        sandbox.faults.add({ operation, fault: { error: 'AccessDeniedException', status: 403 } });
      await using gateway = await gatewayOn(sandbox);
      const page = await entitlementPage(gateway, all);
      expect(page).toMatchObject({ nodes: [], totalCount: null, completeness: { complete: false } });
      expect(page.completeness.failures).toMatchObject([
        { operation, code, accountId: null, principalId: null, message: expect.stringContaining(operation) },
      ]);
      const first = sandbox.counts()[operation];
      expect(first).toBeLessThanOrEqual(8);
      for (const args of [all, { first: 1, principal: { ids: [someHolder(sandbox, 'USER').principalId] } }])
        expect((await entitlementPage(gateway, args)).completeness.failures).toMatchObject([
          { operation, code, accountId: null },
        ]);
      expect(sandbox.counts()[operation]).toBe(first);
      const assignments = await gateway.page(everything);
      expect(keysOf(assignments.nodes)).toEqual(allKeys(sandbox.organization));
      expect(assignments.completeness).toMatchObject({ complete: true, failures: [] });
    },
  );

  it('one account that cannot be read is a failure of that account, and old facts stand in for it', async () => {
    await using sandbox = await countableSandbox(small);
    using travel = timeTravel();
    await using gateway = await gatewayOn(sandbox);
    const { accountId } = someHolder(sandbox, 'GROUP');
    const before = await entitlementPage(gateway, all);
    travel.advance(24 * 3_600_000);
    const operation = list;
    const isIt = (input: any) => input.filter.principalRole.account === accountId;
    sandbox.faults.add({ operation, when: isIt, fault: { error: 'InternalServerException' } });
    const page = await entitlementPage(gateway, all);
    expect(page.nodes).toEqual(before.nodes);
    expect(page.totalCount).toBeNull();
    expect(page.completeness.failures).toMatchObject([
      { operation, accountId, code: 'AWS_UNAVAILABLE', asOf: expect.any(String) },
    ]);
  });
});

it('an application that goes between two reads leaves no entitlements, and is no failure', async () => {
  await using sandbox = await countableSandbox(small);
  using travel = timeTravel();
  await using gateway = await gatewayOn(sandbox);
  const [one, other] = [
    ...new Set(sandbox.organization.accountAccess.entitlements().map((row) => row.accountId)),
  ];
  expect((await entitlementPage(gateway, { target: { ids: [one!] } })).nodes).not.toEqual([]);
  const { accountAccess } = sandbox.organization;
  for (const { id } of accountAccess.entitlements().slice()) accountAccess.deleteEntitlement(id);
  accountAccess.deleteApplication();
  // Long enough for the list to be doubted, and not for it to be too old.
  travel.advance(5 * 60_000);
  for (const id of [other!, one!])
    expect(await entitlementPage(gateway, { target: { ids: [id] } })).toMatchObject({
      nodes: [],
      completeness: { complete: true, failures: [] },
    });
});

it('counting all entitlements is refused where it is planned to make more calls than a request may', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 5 } });
  const { errors } = await gateway.ask('{ entitlements { totalCount } }');
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY', limit: 5 } }]);
  expect(asked(sandbox)).toEqual({ ListApplications: 1 });
  const page = await entitlementPage(gateway, { first: 1 });
  expect(page.nodes).toHaveLength(1);
});

it('a sweep of assignments, and what grows old, ask nothing about entitlements', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await gateway.page(everything);
  expect(asked(sandbox)).toEqual({});
});

it('entitlements are kept in the store with everything else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'entitlements-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = join(folder, 'store.db');
  await using sandbox = await countableSandbox(small);
  const pages = [];
  for (let n = 0; n < 2; n++) {
    await using gateway = await gatewayOn(sandbox, { config: { store } });
    pages.push(await entitlementWalk(gateway, { first: 7 }));
    if (n === 0) sandbox.reset();
  }
  expect(entitlementKeys(pages[1]!)).toEqual(allEntitlements(sandbox.organization));
  expect(entitlementKeys(pages[0]!)).toEqual(entitlementKeys(pages[1]!));
  expect(asked(sandbox)).toEqual({});
});

it('values that nothing answers to are told by their arguments', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await entitlementPage(gateway, all);
  await gateway.ask('{ principals { nodes { id } } }');
  const nobody = '11111111-2222-4333-8444-555555555555';
  const page = await entitlementPage(gateway, {
    principal: { ids: [nobody] },
    target: { ids: ['999999999999'], name: { eq: 'no such account' } },
  });
  expect(page.completeness.unmatched.map(({ path, value }) => [path, value])).toEqual([
    ['principal.ids', nobody],
    ['target.ids', '999999999999'],
    ['target.name.eq', 'no such account'],
  ]);
  const { errors } = await gateway.ask('{ entitlements(target: { type: AWS_OU }) { nodes { id } } }');
  expect(errors![0]).toMatchObject({
    message: expect.stringMatching(/^target\.type: AWS_OU needs ids/),
    extensions: { code: 'BAD_INPUT' },
  });
});
