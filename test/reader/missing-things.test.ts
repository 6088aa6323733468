import { expect, test } from 'vitest';
import { anybody, asker } from '../reading/read-scope.ts';
import { readerOnSandbox } from './reader-on-sandbox.ts';

const nowhere = { permissionSet: { ids: ['ps-0000000000000000'] } };

test('pairs of a permission set that does not exist ask once whether the instance does', async () => {
  await using world = await readerOnSandbox({ accounts: 12 });
  const ids = world.sandbox.organization.accounts().map(({ id }) => id);
  const filter = { ...nowhere, target: { ids: ids.slice(0, 9) } };
  expect(await world.ask({ filter })).toMatchObject({ rows: [], completeness: { complete: true } });
  expect(world.sandbox.counts()['sso-admin:DescribeInstance']).toBe(1);
  world.pass(61 * 60_000);
  await world.ask({ filter });
  expect(world.sandbox.counts()['sso-admin:DescribeInstance']).toBe(2);
});

test('a caller who leaves while the instance is asked about takes nobody along', async () => {
  await using world = await readerOnSandbox({ accounts: 2 });
  const [one, other] = world.sandbox.organization.accounts();
  const client = asker();
  const isAsked = Promise.withResolvers<void>();
  world.sandbox.faults.add({
    operation: 'sso-admin:DescribeInstance',
    when: () => {
      isAsked.resolve();
      return true;
    },
    times: 1,
    fault: { hangMs: 10_000 },
  });
  const left = world.ask({ filter: { ...nowhere, target: { ids: [one!.id] } } }, client.scope);
  await isAsked.promise;
  const stays = world.ask({ filter: { ...nowhere, target: { ids: [other!.id] } } });
  client.leave();
  await expect(left).rejects.toBe(client.gone);
  expect(await stays).toMatchObject({ rows: [], completeness: { complete: true } });
});

test('a directory that refuses to be listed is not asked to at every page', async () => {
  await using world = await readerOnSandbox({ accounts: 12, modes: { directoryCannotBeListed: true } });
  const filter = { principal: { name: { contains: 'a' } } };
  const first = await world.ask({ filter, first: 2 });
  const listed = () => world.sandbox.counts()['identitystore:ListUsers'] ?? 0;
  const once = listed();
  const second = await world.ask({ filter, first: 2, after: first.endCursor });
  await world.ask({ filter, first: 2, after: second.endCursor });
  expect(listed()).toBe(once);
  world.pass(6 * 60_000);
  await world.ask({ filter, first: 2, maxAgeMs: 0 });
  expect(listed()).toBeGreaterThan(once);
});

test('groups are neither enabled nor disabled: nothing is read to find that out', async () => {
  await using world = await readerOnSandbox({ accounts: 2 });
  const calls = world.calls();
  const filter = { type: 'GROUP' as const, enabled: true };
  const page = await world.instance.listPrincipals(filter, { first: 10, withTotalCount: true }, anybody);
  expect(page).toMatchObject({
    rows: [],
    hasNextPage: false,
    totalCount: 0,
    completeness: { complete: true },
  });
  expect(world.calls()).toBe(calls);
});

test('a permission set that does not exist is provisioned nowhere, and asked again, no account is read for it', async () => {
  await using world = await readerOnSandbox({ accounts: 12, permissionSets: 3 });
  const { organization } = world.sandbox;
  const [set] = organization.permissionSets();
  const filter = {
    permissionSet: { ids: [set!.arn, 'ps-0000000000000000'] },
    target: { ids: [organization.root.id], recursive: true },
  };
  const strategy = 'BY_PERMISSION_SET' as const;
  await world.instance.listPermissionSets({}, { first: 10, withTotalCount: false }, anybody);
  await world.ask({ filter, strategy, first: 1_000 });
  const calls = world.calls();
  await world.ask({ filter });
  expect(world.calls()).toBe(calls);
});
