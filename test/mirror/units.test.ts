import { expect, test } from 'vitest';
import { emptyMirror } from './sample-rows.ts';

const list = (readAt: number) => ({ extent: 'units', readAt });
const root = { unitId: 'r-1', name: 'Root', ancestors: [] };
const unit = { unitId: 'ou-1', name: 'Workloads', ancestors: ['r-1'] };

test('units come back by id, each with its place', async () => {
  await using db = await emptyMirror();
  await db.mirror.units.replaceList(list(5), [root, unit]);
  expect(await db.mirror.units.listAfter('', 10)).toEqual([
    { ...unit, readAt: 5 },
    { ...root, readAt: 5 },
  ]);
  expect(await db.mirror.units.listAfter('ou-1', 10)).toEqual([{ ...root, readAt: 5 }]);
  expect(await db.mirror.units.byId(['r-1', 'r-2'])).toEqual(new Map([['r-1', { ...root, readAt: 5 }]]));
});

test('a list that began before a unit was described still lists that unit', async () => {
  await using db = await emptyMirror();
  await db.mirror.units.put([{ ...unit, name: 'described later' }], 9);
  await db.mirror.units.replaceList(list(5), [unit]);
  expect(await db.mirror.units.listAfter('', 10)).toEqual([{ ...unit, name: 'described later', readAt: 9 }]);
});

test('a unit that leaves the list is no longer listed', async () => {
  await using db = await emptyMirror();
  await db.mirror.units.replaceList(list(5), [root, unit]);
  await db.mirror.units.replaceList(list(6), [root]);
  await db.mirror.units.replaceList(list(4), [unit]);
  expect((await db.mirror.units.listAfter('', 10)).map(({ unitId }) => unitId)).toEqual(['r-1']);
});
