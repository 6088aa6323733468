import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { everything, small } from './faults.ts';
import {
  allKeys,
  allNames,
  called,
  countableSandbox,
  gatewayOn,
  keysOf,
  pairsOf,
  timeTravel,
} from './gateway-on-sandbox.ts';

const hourMs = 3_600_000;

/** Each call by what it asks for, pages of one list included. */
function asked(sandbox: Sandbox): string[] {
  return sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
}

describe('a walk at maxAge PT0S', () => {
  it('reads afresh what an earlier query has read', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(everything, allNames);
    // Who is gone was asked for by id, since the lists lacked them; that the next lists lack them, too, is enough.
    const {
      'sso-admin:ListInstances': _,
      'identitystore:DescribeUser': users,
      'identitystore:DescribeGroup': groups,
      ...cost
    } = sandbox.counts();
    expect([users, groups]).toEqual([1, 1]);
    sandbox.reset();
    travel.advance(1);
    await gateway.page({ ...everything, maxAge: 'PT0S' }, allNames);
    expect(sandbox.counts()).toEqual(cost);
  });

  it('reads nothing twice that it has read since its start, over however many pages and hours', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(everything);
    travel.advance(1);
    sandbox.reset();
    const rows = [];
    let after: string | null = null;
    for (let hasNextPage = true; hasNextPage; travel.advance(3 * hourMs)) {
      const page = await gateway.page({ first: 7, after, maxAge: 'PT0S' });
      rows.push(...page.nodes);
      ({ hasNextPage, endCursor: after } = page.pageInfo);
    }
    expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
    const calls = asked(sandbox);
    expect(new Set(calls).size).toBe(calls.length);
    const pairs = calls.filter((call) => call.startsWith('ListAccountAssignments '));
    expect(pairs).toHaveLength(pairsOf(sandbox.organization).length);
  });

  it('does not make the next walk believe what it read', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const first = await gateway.page({ ...everything, maxAge: 'PT0S' });
    const { accountId, permissionSetArn } = pairsOf(sandbox.organization)[0]!;
    const { userId } = addUser(sandbox, 'new.comer');
    sandbox.organization.createAssignment({
      accountId,
      permissionSetArn,
      principalType: 'USER',
      principalId: userId,
    });
    travel.advance(1);
    const second = await gateway.page({ ...everything, maxAge: 'PT0S' });
    expect(second.nodes).toHaveLength(first.nodes.length + 1);
    expect(keysOf(second.nodes)).toEqual(allKeys(sandbox.organization));
  });
});

describe('a query at maxAge PT0S', () => {
  it('does not share a read that began before it', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { accountId, permissionSetArn } = pairsOf(sandbox.organization)[0]!;
    const filter = { target: { ids: [accountId] }, permissionSet: { ids: [permissionSetArn] } };
    const operation = 'sso-admin:ListAccountAssignments';
    // The sandbox makes its answer at once, and sends it late.
    sandbox.faults.add({ operation, times: 1, fault: { hangMs: 200 } });
    const before = gateway.page({ filter });
    await called(sandbox, operation);
    const { userId } = addUser(sandbox, 'new.comer');
    sandbox.organization.createAssignment({
      accountId,
      permissionSetArn,
      principalType: 'USER',
      principalId: userId,
    });
    travel.advance(1);
    const after = await gateway.page({ filter, maxAge: 'PT0S' });
    expect(after.nodes).toHaveLength((await before).nodes.length + 1);
    expect(sandbox.counts()[operation]).toBe(2);
  });
});

describe('a write in AWS', () => {
  it('is seen after maxAge, and not before', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const before = await gateway.page(everything);
    const pair = pairsOf(sandbox.organization)[2]!;
    const [gone] = sandbox.organization.assignments(pair.accountId, pair.permissionSetArn);
    const { userId } = addUser(sandbox, 'new.comer');
    sandbox.organization.createAssignment({ ...pair, principalType: 'USER', principalId: userId });
    sandbox.organization.deleteAssignment(gone!);
    travel.advance(hourMs / 2);
    expect((await gateway.page(everything)).nodes).toEqual(before.nodes);
    travel.advance(hourMs / 2 + 1000);
    const after = await gateway.page(everything);
    expect(keysOf(after.nodes)).toEqual(allKeys(sandbox.organization));
    expect(after.totalCount).toBe(after.nodes.length);
    expect(Date.parse(after.completeness.asOf!)).toBeGreaterThan(Date.parse(before.completeness.asOf!));
  });

  it('a write that takes a permission set from an account takes its rows along', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(everything);
    const { accountId, permissionSetArn } = pairsOf(sandbox.organization)[1]!;
    for (const row of sandbox.organization.assignments(accountId, permissionSetArn).slice())
      sandbox.organization.deleteAssignment(row);
    travel.advance(hourMs + 1);
    const page = await gateway.page(everything);
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
    // Also where the pair itself is asked for, which no provisioned list covers.
    const filter = { target: { ids: [accountId] }, permissionSet: { ids: [permissionSetArn] } };
    const pair = await gateway.page({ filter, withTotalCount: true });
    expect(pair).toMatchObject({ nodes: [], totalCount: 0, completeness: { complete: true } });
  });

  it('a write that brings a permission set back brings its rows back', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { accountId, permissionSetArn } = pairsOf(sandbox.organization)[1]!;
    const rows = sandbox.organization.assignments(accountId, permissionSetArn).slice();
    const living = rows.filter(({ principalType: type, principalId: id }) =>
      type === 'USER' ? sandbox.organization.user(id) : sandbox.organization.group(id),
    );
    for (const change of ['deleteAssignment', 'createAssignment'] as const) {
      for (const row of change === 'deleteAssignment' ? rows : living) sandbox.organization[change](row);
      const page = await gateway.page(everything);
      expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
      travel.advance(hourMs + 1);
    }
  });

  it('a write that adds, moves or closes an account is seen by filters of places and states', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { organization } = sandbox;
    const unit = organization.createOrganizationalUnit(organization.root.id, 'New');
    const inUnit = { ...everything, filter: { target: { ids: [unit.id] } } };
    const closed = { ...everything, filter: { target: { states: ['SUSPENDED', 'CLOSED'] } } };
    expect((await gateway.page(inUnit)).nodes).toEqual([]);
    const before = await gateway.page(closed);
    const moved = pairsOf(organization).find(
      ({ accountId }) =>
        accountId !== organization.managementAccountId && organization.account(accountId)!.state === 'ACTIVE',
    )!.accountId;
    organization.moveAccount(moved, organization.account(moved)!.parentId, unit.id);
    organization.closeAccount(moved);
    const created = organization.createAccount({ name: 'brand new', email: 'new@accounts.example' });
    organization.createAssignment({
      accountId: created.id,
      permissionSetArn: pairsOf(organization)[0]!.permissionSetArn,
      principalType: 'USER',
      principalId: organization.users()[0]!.userId,
    });
    travel.advance(hourMs + 1);
    const there = await gateway.page(inUnit);
    expect(keysOf(there.nodes)).toEqual(allKeys(organization, (id) => id === moved));
    expect(there.nodes.length).toBeGreaterThan(0);
    const afterwards = await gateway.page(closed);
    expect(afterwards.nodes).toHaveLength(before.nodes.length + there.nodes.length);
    expect(keysOf((await gateway.page(everything)).nodes)).toEqual(allKeys(organization));
  });

  it('a write that deletes a user leaves the rows, with deleted true and no name', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { organization } = sandbox;
    const { nodes } = await gateway.page(everything, allNames);
    const held = nodes.filter(({ names }) => names!.deleted === false).map(({ principal }) => principal);
    const user = held.find(({ principalType }) => principalType === 'USER')!;
    const group = held.find(({ principalType }) => principalType === 'GROUP')!;
    organization.deleteUser(user.principalId);
    organization.deleteGroup(group.principalId);
    travel.advance(24 * hourMs + 1);
    const page = await gateway.page(everything, allNames);
    expect(keysOf(page.nodes)).toEqual(keysOf(nodes));
    for (const { principalId } of [user, group]) {
      const rows = page.nodes.filter(({ principal }) => principal.principalId === principalId);
      expect(rows.length).toBeGreaterThan(0);
      for (const { names } of rows) expect(names).toEqual({ name: null, deleted: true });
    }
    const deleted = await gateway.page({ ...everything, filter: { principal: { deleted: true } } });
    expect(keysOf(deleted.nodes)).toEqual(keysOf(page.nodes.filter(({ names }) => names!.deleted === true)));
    for (const { userId } of organization.users()) expect(userId).not.toBe(user.principalId);
  });

  it('a write that gives a row to a user who is newer than the list of users does not make that user deleted', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(everything, allNames);
    const pair = pairsOf(sandbox.organization)[0]!;
    const { userId } = addUser(sandbox, 'new.comer');
    sandbox.organization.createAssignment({ ...pair, principalType: 'USER', principalId: userId });
    travel.advance(hourMs + 1);
    // Assignments are old enough to be read again, names are not.
    const page = await gateway.page(everything, allNames);
    const row = page.nodes.find(({ principal }) => principal.principalId === userId);
    expect(row!.names).toEqual({ name: 'new.comer', deleted: false });
  });
});

describe('completeness.asOf', () => {
  it('is when the oldest fact of the page was asked for', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const [first, ...others] = pairsOf(sandbox.organization);
    const filter = {
      target: { ids: [first!.accountId] },
      permissionSet: { ids: [first!.permissionSetArn] },
    };
    const early = await gateway.page({ filter });
    travel.advance(hourMs / 2);
    const all = await gateway.page({ first: 1000 });
    expect(all.completeness.asOf).toBe(early.completeness.asOf);
    const other = others.find(({ accountId }) => accountId !== first!.accountId)!;
    const late = await gateway.page({ filter: { target: { ids: [other.accountId] } } });
    expect(Date.parse(late.completeness.asOf!) - Date.parse(early.completeness.asOf!)).toBeGreaterThan(
      hourMs / 2 - 1000,
    );
  });
});

function addUser(sandbox: Sandbox, userName: string) {
  return sandbox.organization.createUser({
    userName,
    displayName: userName,
    givenName: 'New',
    familyName: 'Comer',
  });
}
