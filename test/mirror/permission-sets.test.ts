import { expect, test } from 'vitest';
import { admin, emptyMirror, first, permissionSet, provisionedTo, reader } from './sample-rows.ts';

test('a described permission set comes back whole', async () => {
  await using db = await emptyMirror();
  const { permissionSets } = db.mirror;
  await permissionSets.put(permissionSet(admin, 'Admin'), 5);
  expect(await permissionSets.byArn([admin, reader])).toEqual(
    new Map([[admin, { ...permissionSet(admin, 'Admin'), readAt: 5 }]]),
  );
});

test('of two descriptions the one that began later wins, whichever is committed last', async () => {
  await using db = await emptyMirror();
  const { permissionSets } = db.mirror;
  await permissionSets.put(permissionSet(admin, 'later'), 6);
  await permissionSets.put(permissionSet(admin, 'earlier'), 5);
  expect((await permissionSets.byArn([admin])).get(admin)).toMatchObject({ name: 'later', readAt: 6 });
});

test('a permission set met in an account is counted and has no facts yet', async () => {
  await using db = await emptyMirror();
  const { pairs, permissionSets } = db.mirror;
  await pairs.replaceOfAccount(provisionedTo(first, 1), first, [admin]);
  expect(await permissionSets.count()).toBe(1);
  expect((await permissionSets.byArn([admin])).get(admin)).toMatchObject({ name: null, readAt: null });
  await permissionSets.put(permissionSet(admin, 'Admin'), 2);
  expect((await permissionSets.byArn([admin])).get(admin)).toMatchObject({ name: 'Admin', readAt: 2 });
});

test('the list comes by ARN in pages, and keeps those that were described after it began', async () => {
  await using db = await emptyMirror();
  const { permissionSets } = db.mirror;
  await permissionSets.put(permissionSet(reader, 'described later'), 9);
  await permissionSets.replaceList({ extent: 'permission-sets', readAt: 5 }, [reader, admin]);
  expect(await permissionSets.listAfter('', 10)).toEqual([admin, reader]);
  expect(await permissionSets.listAfter(admin, 10)).toEqual([reader]);
  await permissionSets.replaceList({ extent: 'permission-sets', readAt: 6 }, [admin]);
  await permissionSets.replaceList({ extent: 'permission-sets', readAt: 4 }, [admin, reader]);
  expect(await permissionSets.listAfter('', 10)).toEqual([admin]);
});
