import { expect, test } from 'vitest';
import { MirrorStore, type Mirror } from '../../src/mirror/mirror.ts';
import {
  account,
  admin,
  everyRow,
  facts,
  first,
  permissionSet,
  provisionedTo,
  reader,
  refuseWarning,
  userId,
} from './sample-rows.ts';

/** The same ids in each, told differently. */
async function fill(
  { accounts, assignments, pairs, permissionSets, principals }: Mirror,
  name: string,
  readAt: number,
) {
  await accounts.replaceList({ extent: 'accounts', readAt }, [account(first, { name })]);
  await permissionSets.put(permissionSet(admin, name), readAt);
  await principals.replaceList({ extent: 'users', readAt }, 'USER', [facts(userId('u'), name)]);
  await pairs.replaceOfAccount(provisionedTo(first, readAt), first, [admin]);
  await assignments.replacePair(
    { accountId: first, permissionSetArn: admin },
    [userId('u'), userId(name)],
    readAt,
    readAt,
  );
}

async function everything(mirror: Mirror) {
  return {
    rows: await everyRow(mirror),
    accounts: await mirror.accounts.list(),
    byId: await mirror.accounts.byId([first]),
    sets: await mirror.permissionSets.byArn([admin, reader]),
    setCount: await mirror.permissionSets.count(),
    principals: await mirror.principals.byId([userId('u'), userId('one'), userId('other')]),
    pairs: await mirror.pairs.ofAccounts([first]),
    readPairs: await mirror.pairs.read([first], [admin]),
    total: await mirror.pairs.total({}),
    coverage: await mirror.coverage.readAt(['accounts', 'users', provisionedTo(first, 0).extent]),
    size: await mirror.coverage.sizeOf('users'),
    sizes: await mirror.coverage.sizesUnder('provisioned/account/'),
  };
}

test('a mirror belongs to its endpoint and its instance: no other sees or changes its rows', async () => {
  await using store = new MirrorStore('memory', refuseWarning);
  const one = await store.mirrorOf('aws/eu-west-1', 'instance-1');
  await fill(one, 'one', 10);
  const before = await everything(one);

  for (const [endpoint, instanceArn] of [
    ['http://127.0.0.1:4600', 'instance-1'],
    ['aws/eu-west-1', 'instance-2'],
  ] as const) {
    const other = await store.mirrorOf(endpoint, instanceArn);
    expect(await everything(other)).toMatchObject({ rows: [], accounts: [], setCount: 0, size: undefined });
    await fill(other, 'other', 20);
    expect(await everything(one)).toEqual(before);
    await other.accounts.replaceList({ extent: 'accounts', readAt: 30 }, []);
    await other.principals.replaceList({ extent: 'users', readAt: 30 }, 'USER', []);
    await other.principals.putDeleted(userId('u'), 31);
    await other.pairs.replaceOfAccount(provisionedTo(first, 30), first, []);
    expect(await everyRow(other)).toEqual([]);
    expect(await everything(one)).toEqual(before);
  }
});

test('the same endpoint and instance meet the same rows again', async () => {
  await using store = new MirrorStore('memory', refuseWarning);
  await fill(await store.mirrorOf('e', 'i'), 'one', 10);
  expect(await everyRow(await store.mirrorOf('e', 'i'))).toHaveLength(2);
});
