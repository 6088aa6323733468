import { expect, test } from 'vitest';
import type { EffectiveQuery } from '../../src/reader/effective/page.ts';
import type { EffectiveRow } from '../../src/reader/effective/rows.ts';
import type { AssignmentFilterInput } from '../../src/reader/filter/input.ts';
import type { EntitlementQuery } from '../../src/reader/query/entitlements.ts';
import type { Awaitable } from '../../src/reading/coroutine.ts';
import type { ReadScope } from '../../src/reading/scope.ts';
import { anybody, asker } from '../reading/read-scope.ts';
import { changes } from '../../src/resolvers/access/changes.ts';
import { readerOnSandbox } from './reader-on-sandbox.ts';

const filters: readonly AssignmentFilterInput[] = [
  {},
  { principal: { type: 'GROUP' } },
  { permissionSet: { name: { contains: 'a' } } },
  { principal: { name: { contains: 'a' } } },
  { or: [{ principal: { name: { startsWith: 'a' } } }, { target: { states: ['ACTIVE'] } }] },
];

/**
 * Asks again, each time as a request of its own, until the answer is there at once. On a busy machine a question may
 * take longer than its turn, and then lets others have theirs; that happens now and then, not always.
 */
async function atOnce<T>(ask: (scope: ReadScope) => Awaitable<T>): Promise<T> {
  for (let left = 50; left > 0; left--) {
    const answer = ask(asker().scope);
    if (!(answer instanceof Promise)) return answer;
    await answer;
  }
  throw new Error('It is always a promise');
}

test.each(filters)(
  'a page of %j and its count come without a promise when asked for again',
  async (filter) => {
    await using world = await readerOnSandbox({ accounts: 6, permissionSets: 4, users: 20, groups: 4 });
    for (const withTotalCount of [false, true]) {
      const query = { filter, first: 5, withTotalCount };
      const read = await world.ask(query);
      const calls = world.calls();
      const page = await atOnce((scope) => world.instance.assignments(query, scope));
      expect(page.rows).toEqual(read.rows);
      expect(page.totalCount).toBe(read.totalCount);
      expect(page.completeness).toMatchObject({ complete: true, failures: [] });
      expect(world.calls()).toBe(calls);
    }
  },
);

const peopleQuestions: readonly (readonly [string, (row: EffectiveRow) => Partial<EffectiveQuery>])[] = [
  ['everybody', () => ({})],
  ['one person', ({ userId }) => ({ user: { ids: [userId] } })],
  ['the disabled', () => ({ user: { enabled: false } })],
  ['one account', ({ grant }) => ({ filter: { target: { ids: [grant.accountId] } } })],
  ['a name of a permission set', () => ({ filter: { permissionSet: { name: { contains: 'a' } } } })],
  ['a name of a group', () => ({ filter: { principal: { name: { contains: 'a' } } } })],
];

test.each(peopleQuestions)(
  'a page of people about %s and its count come without a promise when asked for again',
  async (_, questionOf) => {
    await using world = await readerOnSandbox({ accounts: 6, permissionSets: 4, users: 20, groups: 4 });
    const { instance } = world;
    const everybody = { first: 5, withTotalCount: true };
    const { rows, endCursor } = await instance.effectiveAccess(everybody, anybody);
    const question = questionOf(rows[0]!);
    const next = Object.keys(question).length === 0 ? [{ after: endCursor }] : [];
    for (const more of [{}, { withTotalCount: true }, ...next]) {
      const query = { first: 5, withTotalCount: false, ...question, ...more };
      const read = await instance.effectiveAccess(query, anybody);
      const calls = world.calls();
      const page = await atOnce((scope) => instance.effectiveAccess(query, scope));
      expect(page.rows).toEqual(read.rows);
      expect(page.totalCount).toBe(read.totalCount);
      expect(page.completeness).toMatchObject({ complete: true, failures: [] });
      expect(world.calls()).toBe(calls);
    }
  },
);

test('a page of entitlements and its count come without a promise when asked for again', async () => {
  await using world = await readerOnSandbox({ accounts: 6, permissionSets: 4, users: 20, groups: 4 });
  const { instance } = world;
  const whole = await instance.entitlements({ first: 5, withTotalCount: true }, anybody);
  const [row] = whole.rows;
  const questions: readonly EntitlementQuery[] = [
    { withTotalCount: true },
    { withTotalCount: false, after: whole.endCursor },
    { withTotalCount: false, principal: { ids: [row!.principalId] } },
    { withTotalCount: false, principal: { name: { contains: 'a' } } },
  ];
  for (const question of questions) {
    const query = { ...question, first: 5 };
    const read = await instance.entitlements(query, anybody);
    const calls = world.calls();
    const page = await atOnce((scope) => instance.entitlements(query, scope));
    expect(page.rows).toEqual(read.rows);
    expect(page.completeness).toMatchObject({ complete: true, failures: [] });
    expect(world.calls()).toBe(calls);
  }
});

test('a further page of changes comes without a promise, for whoever answers with it, too', async () => {
  await using world = await readerOnSandbox({ accounts: 3, permissionSets: 2, users: 8, groups: 2 });
  const since = Date.now();
  const list = () =>
    world.instance.listPrincipals({ type: 'USER' }, { first: 5, withTotalCount: false }, anybody);
  await list();
  const users = world.sandbox.organization.users().slice(0, 3);
  for (const user of users)
    world.sandbox.organization.updateUser(user.userId, { ...user, userName: `new-${user.userName}` });
  world.pass(2 * 86_400_000);
  await list();
  const asked = (scope: ReadScope) => ({ reader: world.reader, scope });
  const page = await changes({ since, first: 1 }, false, asked(anybody));
  expect([page.edges.length, page.hasNextPage]).toEqual([1, true]);
  const next = await atOnce((scope) =>
    changes({ since, first: 1, after: page.endCursor }, false, asked(scope)),
  );
  expect(next.edges).toHaveLength(1);
  expect(next.edges[0]!.node.change.id).not.toBe(page.edges[0]!.node.change.id);
});

test('names that are known, and lists whose names need not be looked up, come without a promise', async () => {
  await using world = await readerOnSandbox({ accounts: 3, users: 8, groups: 2 });
  const { instance } = world;
  const { rows } = await world.ask({ first: 3 });
  const list = { first: 5, withTotalCount: false };
  const [row] = rows;
  const looks = [
    (scope: ReadScope) => instance.principals(rows, 0, scope),
    (scope: ReadScope) => instance.accounts([row!.accountId], 0, scope),
    (scope: ReadScope) => instance.permissionSets([row!.permissionSetArn], 0, scope),
    (scope: ReadScope) => instance.listProvisionedTo(row!.accountId, list, scope),
  ];
  for (const look of looks) {
    const read = await look(anybody);
    const calls = world.calls();
    expect(await atOnce<unknown>(look)).toMatchObject(Array.isArray(read) ? read : { rows: read.rows });
    expect(world.calls()).toBe(calls);
  }
});
