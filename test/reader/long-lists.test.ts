import { expect, test } from 'vitest';
import { readerOnSandbox } from './reader-on-sandbox.ts';
import { anybody } from '../reading/read-scope.ts';

const listUsers = 'identitystore:ListUsers';
const dayMs = 86_400_000;

/** A directory of ten pages, of which nobody knows how long it is. */
async function longDirectory(size = 1_000) {
  const world = await readerOnSandbox({ accounts: 2, users: size, groups: 2 });
  const users = world.sandbox.organization.users().map(({ userId }) => userId);
  return {
    ...world,
    /** Names of so many users, from the last of the list on. */
    names: async (from: number, count: number, notBefore = 0) => {
      const ids = users.slice(users.length - from - count, users.length - from);
      const found = await world.instance.principals(
        ids.map((principalId) => ({ principalType: 'USER' as const, principalId })),
        notBefore,
        anybody,
      );
      expect(found.map(({ facts }) => facts?.name)).not.toContain(undefined);
    },
    lists: () => world.sandbox.counts()[listUsers] ?? 0,
  };
}

test('a list that is longer than it is worth goes on where it stopped: of several questions together it is read once', async () => {
  await using world = await longDirectory();
  await world.names(0, 4);
  expect(world.lists()).toBe(5);
  await world.names(4, 4);
  await world.names(8, 30);
  expect(world.lists()).toBe(10);
  const described = world.sandbox.counts()['identitystore:DescribeUser'] ?? 0;
  expect(described).toBeLessThan(20);
});

test('a list whose last page is the one too many has been read whole: who wants all of it makes no call', async () => {
  await using world = await longDirectory(500);
  await world.names(0, 4);
  expect(world.lists()).toBe(5);
  const all = { first: 1, withTotalCount: true };
  const page = await world.instance.listPrincipals({ type: 'USER' }, all, anybody);
  expect(page.totalCount).toBe(500);
  expect(world.lists()).toBe(5);
});

test('a list that was begun too long ago for a question is begun anew, and is as old as its first page', async () => {
  await using world = await longDirectory();
  await world.names(0, 4);
  world.pass(2 * dayMs);
  const now = Date.now() + 2 * dayMs;
  await world.names(4, 30, now - dayMs);
  expect(world.lists()).toBe(15);
  await world.names(50, 30, now - dayMs);
  expect(world.lists()).toBe(15);
});

test('where AWS does not take the token any more, the list begins anew', async () => {
  await using world = await longDirectory();
  await world.names(0, 4);
  world.sandbox.faults.add({
    operation: listUsers,
    when: ({ NextToken }) => NextToken !== undefined,
    fault: { error: 'ValidationException', message: 'Invalid token' },
    times: 1,
  });
  await world.names(4, 40);
  // One that was refused, and ten.
  expect(world.lists()).toBe(5 + 1 + 10);
});

test('a list that fails in the middle goes on there', async () => {
  await using world = await longDirectory();
  let pages = 0;
  world.sandbox.faults.add({
    operation: listUsers,
    when: () => ++pages === 4,
    fault: { error: 'AccessDeniedException', message: 'not now' },
  });
  const all = { first: 1, withTotalCount: false };
  await expect(world.instance.listPrincipals({ type: 'USER' }, all, anybody)).rejects.toThrow(
    'AWS denies identitystore:ListUsers',
  );
  world.sandbox.faults.clear();
  world.pass(10 * 60_000);
  world.sandbox.reset();
  await world.instance.listPrincipals({ type: 'USER' }, { ...all, maxAgeMs: dayMs }, anybody);
  expect(world.lists()).toBe(7);
});
