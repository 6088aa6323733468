import { expect, test } from 'vitest';
import { emptyMirror } from './sample-rows.ts';

test('the members of a list come in the byte order of their keys, after one of them', async () => {
  await using db = await emptyMirror();
  const { items, coverage } = db.mirror;
  await items.replace({ extent: 'tags/a', readAt: 5 }, [
    { key: 'a', value: { of: 'a' } },
    { key: 'Z' },
    { key: 'é' },
  ]);
  expect(await items.after('tags/a', '', 10)).toEqual([
    { key: 'Z', value: undefined },
    { key: 'a', value: { of: 'a' } },
    { key: 'é', value: undefined },
  ]);
  expect(await items.after('tags/a', 'Z', 1)).toEqual([{ key: 'a', value: { of: 'a' } }]);
  expect(await coverage.sizeOf('tags/a')).toBe(3);
});

test('of two reads of a list the one that began later wins, and other lists stay', async () => {
  await using db = await emptyMirror();
  const { items } = db.mirror;
  await items.replace({ extent: 'tags/b', readAt: 1 }, [{ key: 'b' }]);
  await items.replace({ extent: 'tags/a', readAt: 6 }, [{ key: 'later' }, { key: 'later' }]);
  await items.replace({ extent: 'tags/a', readAt: 5 }, [{ key: 'earlier' }]);
  expect(await items.after('tags/a', '', 10)).toEqual([{ key: 'later', value: undefined }]);
  expect(await items.after('tags/b', '', 10)).toHaveLength(1);
});
