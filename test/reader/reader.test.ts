import { expect, test } from 'vitest';
import { encode } from '../../src/mirror/encoding.ts';
import {
  accountsKey,
  pairKey,
  provisionedKey,
  type ExtentKey,
  type FactsByKind,
  type Kind,
} from '../../src/mirror/keys.ts';
import { principalWord } from '../../src/mirror/rows.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { Journal } from '../../src/store/journal.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import type { StoredExtent } from '../../src/store/store.ts';
import { anybody, asker } from '../reading/read-scope.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { readerOnSandbox } from './reader-on-sandbox.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const down = { error: 'InternalServerException', message: 'down' };

test('rows chosen by old names of principals make the page incomplete and as old as the names', async () => {
  await using world = await readerOnSandbox({ accounts: 6, users: 20, groups: 4 });
  const filter = { principal: { name: { contains: 'a' } } };
  const before = await world.ask({ filter, first: 1_000 });
  expect(before.completeness.complete).toBe(true);
  const answeredAt = Date.now();
  world.pass(2 * dayMs);
  world.sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: down });
  world.sandbox.faults.add({ operation: 'identitystore:DescribeUser', fault: down });
  const after = await world.ask({ filter, first: 1_000 });
  expect(after.rows).toEqual(before.rows);
  expect(after.completeness.complete).toBe(false);
  expect(after.completeness.asOf).toBeLessThanOrEqual(answeredAt);
  const failed = after.completeness.failures.filter(({ operation }) => /User/.test(operation));
  expect(failed.length).toBeGreaterThan(0);
});

test('a permission set that only its old name rules out makes the page incomplete', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const filter = { permissionSet: { name: { eq: 'no set is called so' } } };
  expect((await world.ask({ filter })).completeness.complete).toBe(true);
  world.pass(2 * dayMs);
  world.sandbox.faults.add({ operation: 'sso-admin:DescribePermissionSet', fault: down });
  const page = await world.ask({ filter });
  expect(page.rows).toEqual([]);
  expect(page.completeness).toMatchObject({ complete: false });
  expect(page.completeness.failures[0]).toMatchObject({ operation: 'sso-admin:DescribePermissionSet' });
});

test('a permission set that was deleted since it was described leaves a page complete that asks for its tags', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const { rows } = await world.ask({ filter: { permissionSet: { name: { contains: '' } } }, first: 1_000 });
  const arn = rows[0]!.permissionSetArn;
  deleteSet(world.sandbox, arn);
  // A list that named it just now would contradict its going.
  world.pass(hourMs / 30);
  const filter = { permissionSet: { ids: [arn], tags: [{ key: 'team' }] } };
  // The list and the instance vouch that it is the permission set that is gone.
  const asked = ['DescribeInstance', 'DescribePermissionSet', 'ListPermissionSets', 'ListTagsForResource'];
  for (const calls of [asked, []]) {
    world.sandbox.reset();
    const page = await world.ask({ filter, maxAgeMs: hourMs });
    expect(page).toMatchObject({ rows: [], completeness: { complete: true, failures: [] } });
    expect(
      world.sandbox
        .calls()
        .map(({ operation }) => operation)
        .toSorted(),
    ).toEqual(calls);
  }
});

test('assignments of a permission set that was deleted are not answered, though its tags are known', async () => {
  await using world = await readerOnSandbox({ accounts: 3, permissionSets: 5, users: 40, groups: 2 });
  const asked = { filter: { permissionSet: { tags: [{ key: 'team' }] } }, first: 1_000 };
  const { rows } = await world.ask(asked);
  const arn = rows[0]!.permissionSetArn;
  world.pass(2 * hourMs);
  deleteSet(world.sandbox, arn);
  const page = await world.ask({ ...asked, strategy: 'BY_PAIR' });
  expect(page.rows).toEqual(rows.filter(({ permissionSetArn }) => permissionSetArn !== arn));
  expect(page.completeness).toMatchObject({ complete: true, failures: [] });
});

test('a permission set that the list of all has lost is gone, although its accounts named it a moment before', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const { rows } = await world.ask({ first: 1_000, strategy: 'BY_ACCOUNT' });
  const arn = rows[0]!.permissionSetArn;
  deleteSet(world.sandbox, arn);
  world.pass(10);
  const page = await world.ask({ first: 1_000, maxAgeMs: 0, strategy: 'BY_PERMISSION_SET' });
  expect(page.rows).toEqual(rows.filter(({ permissionSetArn }) => permissionSetArn !== arn));
  expect(page.completeness).toMatchObject({ complete: true, failures: [] });
});

function deleteSet({ organization }: Sandbox, arn: string): void {
  for (const { id } of organization.accounts())
    for (const row of organization.assignments(id, arn)) organization.deleteAssignment(row);
  organization.deletePermissionSet(arn);
}

test('an account that only its old name rules out makes the page incomplete', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const [account] = world.sandbox.organization.accounts();
  const filter = { target: { ids: [account!.id], name: { eq: 'no account is called so' } } };
  expect((await world.ask({ filter })).completeness.complete).toBe(true);
  world.pass(dayMs);
  world.sandbox.faults.add({ operation: 'organizations:DescribeAccount', fault: down });
  world.sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: down });
  const page = await world.ask({ filter });
  expect(page.rows).toEqual([]);
  expect(page.completeness.failures).toEqual([
    expect.objectContaining({ accountId: account!.id, asOf: expect.any(Number) }),
  ]);
});

test('people whom a filter rules out without their names do not make the answer as old as these', async () => {
  await using world = await readerOnSandbox({ accounts: 12, permissionSets: 6, users: 60, groups: 1 });
  const described = await world.ask({ filter: { principal: { name: { contains: '' } } }, first: 1_000 });
  expect(described.rows.some(({ principalType }) => principalType === 'USER')).toBe(true);
  world.pass(hourMs);
  const pairs = await world.ask({ first: 1_000, maxAgeMs: 0 });
  const { completeness } = await world.ask({
    filter: { principal: { type: 'GROUP', name: { eq: 'nobody' } } },
    maxAgeMs: hourMs / 2,
    strategy: 'BY_ACCOUNT',
  });
  expect(completeness.asOf).toBeGreaterThanOrEqual(pairs.completeness.asOf ?? Number.NaN);
});

test('a name that fails to be read beyond the page leaves the page complete', async () => {
  await using world = await readerOnSandbox({ accounts: 12, users: 40, groups: 6 });
  const { rows } = await world.ask({ first: 1_000 });
  const ids = rows.map((row) => row.principalId);
  const principalId = ids.findLast((id, n) => ids.indexOf(id) === n)!;
  for (const operation of ['DescribeUser', 'DescribeGroup'])
    world.sandbox.faults.add({
      operation: `identitystore:${operation}`,
      when: (input) => Object.values(input).includes(principalId),
      fault: down,
    });
  // Descriptions, one by one: a list would tell the name after all.
  for (const operation of ['ListUsers', 'ListGroups'])
    world.sandbox.faults.add({
      operation: `identitystore:${operation}`,
      fault: { error: 'AccessDeniedException' },
    });
  const filter = { principal: { deleted: false } };
  const page = await world.ask({ filter, first: 1 });
  expect(page.rows).toHaveLength(1);
  expect(page.completeness).toMatchObject({ complete: true, failures: [] });
  const whole = await world.ask({ filter, first: 1_000 });
  expect(whole.completeness.failures).toEqual([expect.objectContaining({ principalId })]);
});

test('an account outside the organization is under no OU, and its page is complete', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const { root } = world.sandbox.organization;
  const outside = { target: { ids: ['999999999999'] } };
  const page = await world.ask({
    filter: { and: [outside, { not: { target: { ids: [root.id], recursive: true } } }] },
  });
  expect(page).toMatchObject({ rows: [], hasNextPage: false, completeness: { complete: true } });
});

test('a question asked a little later does not read again what another has just read', async () => {
  await using world = await readerOnSandbox({ accounts: 20 });
  const first = world.ask({ first: 1_000 });
  const later = new Promise((resolve) => setImmediate(resolve)).then(() => world.ask({ first: 1_000 }));
  const narrow = world.ask({ first: 1_000, filter: { principal: { type: 'USER' } } });
  const pages = await Promise.all([first, later, narrow]);
  const calls = world.calls();
  expect(pages[1]).toMatchObject({ rows: pages[0].rows });
  await using alone = await readerOnSandbox({ accounts: 20 });
  await alone.ask({ first: 1_000 });
  expect(calls).toBe(alone.calls());
});

test('counting and paging what the mirror has gives others their turn, and heeds the deadline', async () => {
  const { extents, groupRows: expected } = manyPairs();
  await using world = await readerOnSandbox({ accounts: 1 }, storeWith(extents));
  const calls = world.calls();
  // Each row has to be looked at: nobody has the id.
  const nobody = '9096c94604-00000000-0000-4000-8000-000000000000';
  const filter = { or: [{ principal: { type: 'GROUP' as const } }, { principal: { ids: [nobody] } }] };
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  const page = await world.ask({ filter, withTotalCount: true, first: 1 });
  clearInterval(others);
  expect(page).toMatchObject({ totalCount: expected, completeness: { complete: true } });
  expect(turns).toBeGreaterThan(2);

  const late = asker();
  setImmediate(() => late.timeOut());
  const cut = await world.ask({ filter, withTotalCount: true, first: 1_000 }, late.scope);
  expect(cut).toMatchObject({ hasNextPage: true, totalCount: undefined, endCursor: expect.any(String) });
  expect(cut.completeness.failures).toEqual([expect.objectContaining({ code: 'TIMEOUT' })]);
  expect(world.calls()).toBe(calls);
});

/** Many thousand pairs as if they had been read just now, and how many assignments of groups they hold. */
function manyPairs() {
  const readAt = Date.now();
  const ids = Array.from({ length: 400 }, (_, n) => String(n).padStart(12, '0'));
  const arns = Array.from({ length: 100 }, (_, n) => `arn:aws:sso:::permissionSet/ssoins-1/ps-${n}`);
  const holders = ['GROUP', 'USER'].flatMap((type) =>
    Array.from({ length: 10 }, (_, n) => principalWord({ principalType: type, principalId: String(n) })),
  );
  const accounts = ids.map((accountId) => ({
    accountId,
    name: null,
    email: null,
    state: null,
    ancestors: [],
  }));
  const stored = <K extends Kind>(key: ExtentKey<K>, facts: FactsByKind[K]) => ({
    key: key.text,
    readAt,
    facts: encode(key, facts),
  });
  const ofAccount = (accountId: string) => [
    stored(provisionedKey(accountId), arns),
    ...arns.map((arn) => stored(pairKey(accountId, arn), holders)),
  ];
  return {
    extents: [stored(accountsKey, accounts), ...ids.flatMap(ofAccount)],
    groupRows: ids.length * arns.length * 10,
  };
}

/** Has what it is given, and keeps nothing. */
function storeWith(extents: readonly StoredExtent[]): OpenStore {
  return {
    isShared: false,
    async journal(_scope, { onExtents, everything }) {
      const kept = extents.map((extent) => ({ ...extent, knownSince: extent.readAt }));
      await onExtents(kept, () => new Set());
      return new Journal(await new MemoryStore().log({ endpoint: '', instanceArn: '' }), {
        onExtents: () => [],
        everything,
        onState() {},
      });
    },
    state: () => ({ isUsable: true, pending: 0, lostChanges: 0 }),
    async [Symbol.asyncDispose]() {},
  };
}

test('closing ends what is being read, for every instance', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const asked = hangAtAccounts(world.sandbox);
  const page = world.ask();
  await asked;
  world.reader.close();
  await expect(page).rejects.toThrow('The gateway is closing');
});

/** Lets ListAccounts hang, and resolves when it is asked for. */
function hangAtAccounts({ faults }: Sandbox): Promise<void> {
  return new Promise((resolve) => {
    const when = () => {
      resolve();
      return true;
    };
    faults.add({ operation: 'organizations:ListAccounts', when, fault: { hangMs: 60_000 } });
  });
}

test('a client that goes stops its reads', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const asked = hangAtAccounts(world.sandbox);
  const client = asker();
  const page = world.ask({}, client.scope);
  await asked;
  client.leave();
  await expect(page).rejects.toBe(client.gone);
  world.sandbox.faults.clear();
  expect((await world.ask({}, anybody)).rows.length).toBeGreaterThan(0);
});
