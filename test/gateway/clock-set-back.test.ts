import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { about, denied, everything, small } from './faults.ts';
import {
  allKeys,
  allNames,
  called,
  countableSandbox,
  gatewayOn,
  keysOf,
  pairsOf,
  timeTravel,
  type Page,
  type TestGateway,
} from './gateway-on-sandbox.ts';

const dayMs = 24 * 3_600_000;
const later = dayMs + 3_600_000;

/** Takes an assignment away, and tells its key. */
function revoke({ organization }: Sandbox): string {
  const [pair] = pairsOf(organization);
  const [row] = organization.assignments(pair!.accountId, pair!.permissionSetArn);
  organization.deleteAssignment(row!);
  return [row!.accountId, row!.permissionSetArn, row!.principalType, row!.principalId].join(' ');
}

/** The page has what is assigned now, all of it, as of a time that has come. */
function expectTruth({ nodes, completeness }: Page, sandbox: Sandbox): void {
  expect(keysOf(nodes)).toEqual(allKeys(sandbox.organization));
  expect(completeness.complete).toBe(true);
  expect(Date.parse(completeness.asOf!)).toBeLessThanOrEqual(Date.now());
}

describe('after the clock ran a day ahead and was set back', () => {
  for (const maxAge of ['PT0S', null])
    it(`at maxAge ${maxAge} what was read meanwhile counts as never read, and is read again once`, async () => {
      using travel = timeTravel();
      await using sandbox = await countableSandbox(small);
      await using gateway = await gatewayOn(sandbox);
      travel.advance(dayMs);
      await gateway.page(everything, allNames);
      travel.advance(-dayMs);
      const revoked = revoke(sandbox);
      const page = await gateway.page({ ...everything, maxAge }, allNames);
      expectTruth(page, sandbox);
      expect(keysOf(page.nodes)).not.toContain(revoked);
      expect(page.aws.calls).toBeGreaterThan(0);
      const again = await gateway.page(everything, allNames);
      expectTruth(again, sandbox);
      expect(again.aws.calls).toBe(0);
    });

  it('facts read before the clock ran ahead still stand, and those read meanwhile follow them', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(everything);
    const [pair] = pairsOf(sandbox.organization);
    const filter = { target: { ids: [pair!.accountId] }, permissionSet: { ids: [pair!.permissionSetArn] } };
    travel.advance(dayMs);
    await gateway.page({ filter });
    travel.advance(-dayMs);
    sandbox.reset();
    expectTruth(await gateway.page(everything), sandbox);
    expect(sandbox.counts()['sso-admin:ListAccountAssignments']).toBeUndefined();
  });

  it('names, groups and members are those of today', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const [user] = sandbox.organization.users();
    const { userId, userName } = user!;
    const names = async () => {
      const { data } = await gateway.ask(
        'query ($name: String!) { principals(first: 1000) { nodes { name } } principal(by: { userName: $name }) { name } }',
        { name: userName },
      );
      return [data.principals.nodes.map(({ name }: any) => name).includes(userName), data.principal?.name];
    };
    travel.advance(dayMs);
    expect(await names()).toEqual([true, userName]);
    travel.advance(-dayMs);
    sandbox.organization.deleteUser(userId);
    expect(await names()).toEqual([false, undefined]);
  });

  it('a refusal of that time is not remembered', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const [pair] = pairsOf(sandbox.organization);
    travel.advance(dayMs);
    sandbox.faults.add({ ...about(pair!.accountId, pair!.permissionSetArn), fault: denied });
    expect((await gateway.page(everything)).completeness.complete).toBe(false);
    sandbox.faults.clear();
    travel.advance(-dayMs);
    expectTruth(await gateway.page(everything), sandbox);
  });

  it('a walk that began then goes on as if it began now, and ends with everything', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    travel.advance(dayMs);
    const begun = await gateway.page({ first: 5, maxAge: 'PT0S' });
    travel.advance(-dayMs);
    sandbox.reset();
    const { rows, pages } = await gateway.walk({
      first: 5,
      maxAge: 'PT0S',
      after: begun.pageInfo.endCursor,
    });
    expect(keysOf([...begun.nodes, ...rows])).toEqual(allKeys(sandbox.organization));
    for (const { completeness } of pages)
      expect(Date.parse(completeness.asOf!)).toBeLessThanOrEqual(Date.now());
    const calls = sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
    expect(new Set(calls).size).toBe(calls.length);
  });

  it('a read that began then and ends now is made again', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox({ ...small, latencyMs: 30 });
    await using gateway = await gatewayOn(sandbox);
    travel.advance(dayMs);
    const asking = gateway.page({ first: 1000 });
    await called(sandbox, 'sso-admin:ListAccountAssignments');
    travel.advance(-dayMs);
    await asking;
    const revoked = revoke(sandbox);
    const page = await gateway.page({ first: 1000, maxAge: 'PT0S' });
    expectTruth(page, sandbox);
    expect(keysOf(page.nodes)).not.toContain(revoked);
  });

  it('a mirror file that was written then is opened without what is dated in the future', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'clock-'));
    const options = { config: { store: join(folder.path, 'mirror.sqlite') } };
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    travel.advance(later);
    {
      await using gateway = await gatewayOn(sandbox, options);
      await gateway.page(everything, allNames);
    }
    travel.advance(-later);
    const revoked = revoke(sandbox);
    await using gateway = await gatewayOn(sandbox, options);
    const page = await gateway.page(everything, allNames);
    expectTruth(page, sandbox);
    expect(keysOf(page.nodes)).not.toContain(revoked);
    expect((await gateway.page(everything, allNames)).aws.calls).toBe(0);
  });
});

describe('changes that were seen while the clock ran ahead', () => {
  const changesQuery = `query ($since: DateTime!, $until: DateTime) {
    changes(since: $since, until: $until) { nodes { kind lastReadBefore firstReadAfter
      ... on AssignmentChange { assignment { principal { principalId } held { firstSeen lastAbsent } } } } }
  }`;

  async function changesOf(gateway: TestGateway, until?: number) {
    const variables = {
      since: '2020-01-01T00:00:00Z',
      ...(until && { until: new Date(until).toISOString() }),
    };
    const { data, errors } = await gateway.ask(changesQuery, variables);
    expect(errors).toBeUndefined();
    return data.changes.nodes;
  }

  const afresh = { ...everything, maxAge: 'PT0S' };

  it('are dated by when the clock was set back, at the latest', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(afresh);
    const before = Date.now();
    travel.advance(dayMs);
    const [pair] = pairsOf(sandbox.organization);
    const held = sandbox.organization.assignments(pair!.accountId, pair!.permissionSetArn);
    const { userId } = sandbox.organization
      .users()
      .find((user) => !held.some((row) => row.principalId === user.userId))!;
    const row = { ...pair!, principalType: 'USER', principalId: userId } as const;
    sandbox.organization.createAssignment(row);
    await gateway.page(afresh);
    sandbox.organization.deleteAssignment(row);
    await gateway.page(afresh);
    sandbox.organization.createAssignment(row);
    await gateway.page(afresh);
    travel.advance(-dayMs);
    // The gateway notices with the next question.
    await gateway.page({ first: 1 });
    const nodes = await changesOf(gateway, Date.now());
    expect(nodes.map(({ kind }: { kind: string }) => kind)).toEqual(['ADDED', 'REMOVED', 'ADDED']);
    for (const { lastReadBefore, firstReadAfter } of nodes) {
      expect(Date.parse(lastReadBefore)).toBeLessThanOrEqual(before);
      expect(Date.parse(firstReadAfter)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(firstReadAfter)).toBeLessThanOrEqual(Date.now());
    }
    expect(await changesOf(gateway)).toEqual(nodes);
  });

  it('do not stand in for the same change that happens again, which is told as well as what came between', async () => {
    using travel = timeTravel();
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    await gateway.page(afresh);
    travel.advance(dayMs);
    const revoked = revoke(sandbox);
    await gateway.page(afresh);
    const [accountId = '', permissionSetArn = '', principalType = '', principalId = ''] = revoked.split(' ');
    const row = {
      accountId,
      permissionSetArn,
      principalId,
      principalType: principalType as 'GROUP' | 'USER',
    };
    travel.advance(-dayMs);
    sandbox.organization.createAssignment(row);
    await gateway.page(afresh);
    sandbox.organization.deleteAssignment(row);
    await gateway.page(afresh);
    const nodes = await changesOf(gateway);
    expect(nodes.map(({ kind }: { kind: string }) => kind)).toEqual(['REMOVED', 'ADDED', 'REMOVED']);
  });

  it('are not all that is left where the clock ran ahead for longer than changes are kept', async () => {
    using travel = timeTravel();
    await using folder = await mkdtempDisposable(join(tmpdir(), 'clock-'));
    const config = { store: join(folder.path, 'store.db'), historyMs: 30 * dayMs };
    await using sandbox = await countableSandbox(small);
    {
      await using gateway = await gatewayOn(sandbox, { config });
      await gateway.page(afresh);
      revoke(sandbox);
      await gateway.page(afresh);
      travel.advance(400 * dayMs);
      revoke(sandbox);
      await gateway.page(afresh);
    }
    {
      await using gateway = await gatewayOn(sandbox, { config });
      revoke(sandbox);
      await gateway.page(afresh);
    }
    travel.advance(-400 * dayMs);
    await using gateway = await gatewayOn(sandbox, { config });
    expect(await changesOf(gateway)).toHaveLength(3);
  });

  it('are those of a store, too, where another process finds them', async () => {
    using travel = timeTravel();
    await using folder = await mkdtempDisposable(join(tmpdir(), 'clock-'));
    const config = { store: join(folder.path, 'store.db') };
    await using sandbox = await countableSandbox(small);
    {
      await using gateway = await gatewayOn(sandbox, { config });
      await gateway.page(afresh);
      travel.advance(dayMs);
      revoke(sandbox);
      await gateway.page(afresh);
    }
    travel.advance(-dayMs);
    await using gateway = await gatewayOn(sandbox, { config });
    const soon = Date.now() + 60_000;
    const [change, ...others] = await changesOf(gateway, soon);
    expect(others).toEqual([]);
    expect(Date.parse(change.firstReadAfter)).toBeLessThanOrEqual(soon);
  });
});
