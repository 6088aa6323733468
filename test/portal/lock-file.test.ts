import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holdingLockFile } from '../../src/portal/tokens/lock-file.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-file-'));
  path = join(folder, 'deep', 'x.json.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('lets one work go on at a time, whatever comes of it, and leaves no file behind', async () => {
  let atWork = 0;
  const seen: number[] = [];
  const work = async () => {
    atWork += 1;
    seen.push(atWork);
    await readdir(folder);
    atWork -= 1;
    if (seen.length === 2) throw new Error('the second one fails');
  };
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => holdingLockFile(path, work)));
  expect(seen).toEqual([1, 1, 1, 1, 1]);
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await readdir(join(folder, 'deep'))).toEqual([]);
});

it('takes the place of a holder who is gone, and is kept by one who is there', async () => {
  await holdingLockFile(path, async () => {});
  await writeFile(path, 'somebody');
  await utimes(path, new Date(Date.now() - 11_000), new Date(Date.now() - 11_000));
  expect(await holdingLockFile(path, () => readFile(path, 'utf8'))).toMatch(/^\d+ /);

  // A holder touches it, so that it does not become stale however long the work takes.
  const times = { staleMs: 1_000 };
  const [begun, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const work = () => {
    begun.resolve();
    return done.promise;
  };
  const order: string[] = [];
  const holding = holdingLockFile(path, work, times).then(() => order.push('first'));
  await begun.promise;
  const next = holdingLockFile(path, async () => order.push('second'), times);
  const age = async () => (await stat(path)).mtimeMs - (await stat(path)).birthtimeMs;
  await expect.poll(age, { timeout: 10_000 }).toBeGreaterThan(1_200);
  done.resolve();
  await Promise.all([holding, next]);
  expect(order).toEqual(['first', 'second']);
});

it('goes on without a lock where none can be had: in no folder, or after long patience', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await holdingLockFile(join(folder, 'file', 'x.lock'), async () => 'done')).toBe('done');
  await holdingLockFile(path, async () => {
    expect(await holdingLockFile(path, async () => 'impatient', { patienceMs: 0 })).toBe('impatient');
    expect(await readdir(join(folder, 'deep'))).toEqual(['x.json.lock']);
  });
});
