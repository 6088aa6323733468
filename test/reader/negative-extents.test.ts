import { describe, expect, test } from 'vitest';
import { accountKey, pairKey, provisionedKey } from '../../src/mirror/keys.ts';
import type { PrincipalId } from '../../src/mirror/rows.ts';
import { openMirror } from '../../src/reader/keeping/open-mirror.ts';
import type { InstanceReader } from '../../src/reader/instance-reader.ts';
import { journalsOf } from '../../src/store/open-store.ts';
import { extentsAbout } from '../mirror/made-up-extents.ts';
import { anybody } from '../reading/read-scope.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { madeUp, readerThatKeeps } from './made-up-ids.ts';
import { answered } from './strategies/history.ts';

const scope = { endpoint: 'e', instanceArn: 'arn:aws:sso:::instance/ssoins-1' };
const list = { first: 10, withTotalCount: true };
const of = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const users = (n: number): PrincipalId => ({ principalType: 'USER', principalId: madeUp.principal(n) });
const groups = (n: number): PrincipalId => ({ principalType: 'GROUP', principalId: madeUp.principal(n) });

/** What a client can ask about the n-th thing that does not exist; `real`: an account and a permission set that do. */
type Ask = (
  reader: InstanceReader,
  n: number,
  real: { account: string; set: string; user: string },
) => unknown;

const arnOf = ({ instance }: InstanceReader, n: number) => madeUp.set(n, instance.instanceArn);

const asks: Readonly<Record<string, Ask>> = {
  'an account that a filter names': (reader, n) =>
    reader.assignments({ ...list, filter: { target: { ids: [madeUp.account(n)] } } }, anybody),
  'an account and a permission set that a filter names': (reader, n, { set }) =>
    reader.assignments(
      {
        ...list,
        filter: { target: { ids: [madeUp.account(n)] }, permissionSet: { ids: [set] } },
        strategy: 'BY_PAIR',
      },
      anybody,
    ),
  'a permission set that a filter names on an account': (reader, n, { account }) =>
    reader.assignments(
      {
        ...list,
        filter: { target: { ids: [account] }, permissionSet: { ids: [arnOf(reader, n)] } },
        strategy: 'BY_PAIR',
      },
      anybody,
    ),
  'a permission set that a filter names': (reader, n) =>
    reader.assignments({ ...list, filter: { permissionSet: { ids: [arnOf(reader, n)] } } }, anybody),
  'a principal whom a filter names': (reader, n) =>
    reader.assignments({ ...list, filter: { principal: { ids: [madeUp.principal(n)] } } }, anybody),
  'a name that a filter asks for': (reader, n) =>
    reader.assignments({ ...list, filter: { principal: { name: { eq: madeUp.name(n) } } } }, anybody),
  'a pattern that a filter asks for': (reader, n) =>
    reader.assignments(
      { ...list, filter: { permissionSet: { name: { matches: `^x{${n + 1}}$` } } } },
      anybody,
    ),
  'an OU that a filter names': (reader, n) =>
    reader.assignments({ ...list, filter: { target: { ids: [madeUp.unit(n)], recursive: true } } }, anybody),
  'whoever inherits': (reader, n) =>
    reader.assignments({ ...list, inheritedBy: madeUp.principal(n) }, anybody),
  'one assignment': (reader, n) =>
    reader.assignmentByKey([madeUp.account(n), arnOf(reader, n), 'USER', madeUp.principal(n)], anybody),
  'people whom a filter names': (reader, n) =>
    reader.effectiveAccess({ ...list, user: { ids: [madeUp.principal(n)] } }, anybody),
  'entitlements of an account': (reader, n) =>
    reader.entitlements({ ...list, target: { ids: [madeUp.account(n)] } }, anybody),
  'entitlements of a principal': (reader, n) =>
    reader.entitlements({ ...list, principal: { ids: [madeUp.principal(n)] } }, anybody),
  'access of nobody': (reader, n, { account }) =>
    reader.access({ userId: madeUp.principal(n), accountId: account }, anybody),
  'access to nothing': (reader, n, { user }) =>
    reader.access({ userId: user, accountId: madeUp.account(n) }, anybody),
  'a user': (reader, n) => reader.principals([users(n)], 0, anybody),
  'a group': (reader, n) => reader.principals([groups(n)], 0, anybody),
  'the groups of a user': (reader, n) => reader.listMemberships(users(n), list, anybody),
  'the members of a group': (reader, n) => reader.listMemberships(groups(n), list, anybody),
  'what nobody holds': (reader, n) => reader.holdsAnything(users(n), reader.freshness(anybody), anybody),
  'principals by id': (reader, n) => reader.listPrincipals({ ids: [madeUp.principal(n)] }, list, anybody),
  'a permission set': (reader, n) => reader.permissionSets([arnOf(reader, n)], 0, anybody),
  'tags of a permission set': (reader, n) => reader.detail('tags', arnOf(reader, n), 0, anybody),
  'permission sets by id': (reader, n) =>
    reader.listPermissionSets({ ids: [arnOf(reader, n)] }, list, anybody),
  'accounts of a permission set': (reader, n) =>
    reader.listAccountsOf(arnOf(reader, n), undefined, list, anybody),
  'accounts of a permission set in one status': (reader, n) =>
    reader.listAccountsOf(arnOf(reader, n), 'LATEST_PERMISSION_SET_PROVISIONED', list, anybody),
  'permission sets of an account': (reader, n) => reader.listProvisionedTo(madeUp.account(n), list, anybody),
  'an account': (reader, n) => reader.accounts([madeUp.account(n)], 0, anybody),
  'an OU': (reader, n) => reader.units([madeUp.unit(n)], 0, anybody),
  'accounts below an OU': (reader, n) => reader.listAccountsUnder(madeUp.unit(n), true, list, anybody),
  'OUs below an OU': (reader, n) => reader.childrenOf(madeUp.unit(n), 0, anybody),
  'the parent of an account': (reader, n) => reader.parentOf(madeUp.account(n), 0, anybody),
  'targets by id': (reader, n) =>
    reader.listTargets({ ids: [madeUp.account(n), madeUp.unit(n)] }, list, anybody),
  'a user by name': (reader, n) =>
    reader.principalNamed({ userName: madeUp.name(n) }, reader.freshness(anybody), anybody),
  'a user by e-mail address': (reader, n) =>
    reader.principalNamed({ email: madeUp.name(n) }, reader.freshness(anybody), anybody),
  'a group by name': (reader, n) =>
    reader.principalNamed({ groupName: madeUp.name(n) }, reader.freshness(anybody), anybody),
};

describe('asking for what does not exist', () => {
  test.each(Object.keys(asks))('does not fill the memory: %s', async (name) => {
    const kept = 5;
    await using world = await readerThatKeeps(kept);
    const { mirror, reader, sandbox } = world;
    const [account] = sandbox.organization.accounts();
    const [set] = sandbox.organization.permissionSets();
    const [user] = sandbox.organization.users();
    const real = { account: account!.id, set: set!.arn, user: user!.userId };
    const ask = async (n: number) => answered(Promise.resolve(asks[name]!(reader, n, real)));
    // Whatever lists they may be looked for in are read by the first ones.
    for (let n = 0; n < 8; n++) await ask(n);
    const before = Object.entries(mirror.sizes());
    for (let n = 8; n < 40; n++) await ask(n);
    const after: Readonly<Record<string, number>> = mirror.sizes();
    expect(before.filter(([kind, count]) => after[kind]! > count + 2 * kept)).toEqual([]);
  });
});

test('of 10,000 made-up things of each kind the latest 10,000 extents are kept, and everything real', async () => {
  const { keep, mirror } = await openMirror(undefined, scope, () => 1_000);
  keep(provisionedKey('111122223333'), 1, ['arn']);
  for (let n = 0; n < 10_000; n++)
    for (const { key, facts } of extentsAbout(n, scope.instanceArn)) keep(key, 2, facts);
  const { extents, ...things } = mirror.sizes();
  expect(extents).toBeLessThanOrEqual(10_001);
  const count = Object.values(things).reduce((sum, size) => sum + size, 0);
  expect(count).toBeLessThanOrEqual(10_002);
  expect(mirror.pairs.isProvisioned('111122223333', 'arn')).toBe(true);
});

test('answers that the mirror lets go of leave the store', async () => {
  await using store = new MemoryStore();
  const log = await store.log(scope);
  const opening = journalsOf(store, 'memory', () => {});
  const opened = await openMirror(opening, scope, () => 1_000, { negative: 50 });
  const { keep, mirror } = opened;
  keep(provisionedKey('111122223333'), 1, ['arn']);
  for (const n of of(100, (one) => one))
    for (const { key, facts } of extentsAbout(n, scope.instanceArn)) keep(key, 2, facts);
  await opening[Symbol.asyncDispose]();
  const { extents } = await log.since(0);
  expect(extents.length).toBeLessThanOrEqual(51);
  expect(extents.map(({ key }) => key).toSorted()).toEqual(
    [...mirror.extents()].map(({ key }) => key.text).toSorted(),
  );
});

test('a store that has more of them than are kept loses those that were read first', async () => {
  await using store = new MemoryStore();
  const log = await store.log(scope);
  const missing = { name: null, email: null, state: null, ancestors: null };
  const facts = (accountId: string) => JSON.stringify({ accountId, ...missing });
  const extents = of(30, (n) => ({
    key: accountKey(madeUp.account(n)).text,
    readAt: n,
    facts: facts(madeUp.account(n)),
  }));
  await log.commit({ extents, changes: [], dropped: [] }, 0);
  const opening = journalsOf(store, 'memory', () => {});
  const { mirror } = await openMirror(opening, scope, () => 1_000, { negative: 10 });
  expect(mirror.sizes().accounts).toBe(9);
  expect(mirror.accounts.get(madeUp.account(29))).toBeDefined();
  await opening[Symbol.asyncDispose]();
  expect((await log.since(0)).extents).toHaveLength(9);
});

test('an id that turned out to exist meanwhile is kept', async () => {
  const { keep, mirror } = await openMirror(undefined, scope, () => 1_000, { negative: 1 });
  const [accountId, other, third] = of(3, madeUp.account);
  keep(provisionedKey(accountId!), 1, []);
  keep(accountKey(accountId!), 2, {
    accountId: accountId!,
    name: 'new',
    email: null,
    state: 'ACTIVE',
    ancestors: null,
  });
  for (const id of [other!, third!]) {
    keep(provisionedKey(id), 3, []);
    keep(pairKey(id, 'arn'), 4, []);
  }
  expect(mirror.coverage.readAt(provisionedKey(accountId!))).toBe(1);
  expect(mirror.coverage.readAt(provisionedKey(other!))).toBeUndefined();
});
