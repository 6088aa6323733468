import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { backUp, restore } from '../../src/store/backup.ts';
import { SqliteStore } from '../../src/store/sqlite.ts';
import type { Log } from '../../src/store/store.ts';

const scope = { endpoint: 'e', instanceArn: 'i' };
const change = { extent: 'a', fact: 'f', before: undefined, after: 'true', since: 1, readAt: 2 };

let folder: string;
let store: string;
let copy: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  store = join(folder, 'store.db');
  copy = join(folder, 'copy');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

async function using<T>(file: string, work: (log: Log) => Promise<T>): Promise<T> {
  const opened = new SqliteStore(file, () => {});
  try {
    return await work(await opened.log(scope));
  } finally {
    await opened[Symbol.asyncDispose]();
  }
}

function keep(log: Log, key: string) {
  return log.commit({ extents: [{ key, readAt: 1, facts: '' }], changes: [change], dropped: [] }, 0);
}

async function keysIn(file: string): Promise<string[]> {
  return using(file, async (log) => (await log.since(0)).extents.map(({ key }) => key));
}

/** What is in the folder beside the store and its copy. */
function left(): string[] {
  return readdirSync(folder).filter((name) => !/^(?:store\.db|copy)(?:-wal|-shm)?$/.test(name));
}

test('a copy has what was kept when it was made, is one file of its owner, and leaves the store as it is', async () => {
  await using(store, async (log) => {
    await keep(log, 'a');
    expect(await backUp(store, copy)).toEqual({ extents: 1, changes: 1 });
    await keep(log, 'b');
  });
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(left()).toEqual([]);
  expect(restore(copy, join(folder, 'copy-wal'), false)).toEqual({ extents: 1, changes: 1 });
  expect(await keysIn(copy)).toEqual(['a']);
  expect(await keysIn(store)).toEqual(['a', 'b']);
});

test('a backup overwrites nothing, and is of a store alone', async () => {
  await using(store, (log) => keep(log, 'a'));
  writeFileSync(copy, 'mine');
  await expect(backUp(store, copy)).rejects.toThrow(`${copy} exists; name a file that does not`);
  const other = join(folder, 'other');
  await expect(backUp(other, join(folder, 'new'))).rejects.toThrow(`${other} does not exist`);
  await expect(backUp(copy, join(folder, 'new'))).rejects.toThrow(`${copy} cannot be used`);
  const foreign = join(folder, 'foreign');
  const database = new DatabaseSync(foreign);
  database.exec('create table mine (x)');
  database.close();
  await expect(backUp(foreign, join(folder, 'new'))).rejects.toThrow(
    `${foreign} is no store of this program`,
  );
  expect(existsSync(join(folder, 'new'))).toBe(false);
});

test('a restored store is that of the backup, and only with --overwrite takes the place of another', async () => {
  await using(store, (log) => keep(log, 'a'));
  await backUp(store, copy);
  await using(store, (log) => keep(log, 'b'));
  expect(() => restore(copy, store, false)).toThrow(`${store} exists; give --overwrite`);
  expect(await keysIn(store)).toEqual(['a', 'b']);
  restore(copy, store, true);
  expect(await keysIn(store)).toEqual(['a']);
  expect(left()).toEqual([]);
});

test('a store that somebody has open is not replaced, whether or not they noted it in the file', async () => {
  await using(store, (log) => keep(log, 'a'));
  await backUp(store, copy);
  const reader = new DatabaseSync(store);
  reader.prepare('select count(*) from extent').get();
  expect(() => restore(copy, store, true)).toThrow(`${store} is in use; stop the gateway first`);
  reader.exec(`insert into process (pid, started_at) values (${process.ppid}, 0)`);
  reader.close();
  expect(() => restore(copy, store, true)).toThrow(`${store} is in use by process ${process.ppid}`);
  expect(left()).toEqual([]);
});

test('a damaged backup is refused, and a damaged store is replaced', async () => {
  await using(store, async (log) => {
    for (let n = 0; n < 500; n++) await keep(log, `key/${n}`);
  });
  await backUp(store, copy);
  const damaged = join(folder, 'damaged');
  copyFileSync(copy, damaged);
  const database = new DatabaseSync(damaged);
  database.exec("update extent set facts = 'others' where key = 'key/7'");
  database.close();
  expect(() => restore(damaged, store, true)).toThrow(
    `${damaged} cannot be used: what it has of key/7 is damaged`,
  );
  writeFileSync(damaged, Buffer.alloc(8_192, 'SQLite format 3\0'));
  expect(() => restore(damaged, store, true)).toThrow(`${damaged} cannot be used`);
  writeFileSync(store, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_192, 7)]));
  restore(copy, store, true);
  expect(await keysIn(store)).toHaveLength(500);
});

test('a store of a later version is refused, and one of an earlier version is brought forward when it is opened', async () => {
  await using(store, (log) => keep(log, 'a'));
  await backUp(store, copy);
  const database = new DatabaseSync(copy);
  database.exec('pragma user_version = 99');
  database.close();
  expect(() => restore(copy, store, true)).toThrow(`${copy} is of a later version of this program: 99, not`);
  for (const version of [1, 2]) {
    const kept = join(import.meta.dirname, `kept/version-${version}.sqlite`);
    const { extents } = restore(kept, store, true);
    expect(await keysIn(store)).toEqual([]);
    const forward = new DatabaseSync(store);
    const count = forward.prepare('select count(*) as n from extent where known_since > 0').get()?.['n'];
    forward.close();
    expect(count).toBe(extents);
  }
});

test('a place in the log of changes is never that of a change of another file, which was in its place', async () => {
  const changesAfter = (place: number) =>
    using(store, async (log) => (await log.changesSince(place)).changes.map(({ extent }) => extent));
  await using(store, (log) => keep(log, 'a'));
  await backUp(store, copy);
  // A client has seen what was kept after the backup.
  const place = await using(store, async (log) => {
    await keep(log, 'b');
    return (await log.changesSince(0)).last;
  });
  restore(copy, store, true);
  await using(store, (log) => keep(log, 'c'));
  expect(await changesAfter(place)).toHaveLength(1);
  // Nor is it where the file was begun anew.
  rmSync(store);
  await using(store, (log) => keep(log, 'd'));
  expect(await changesAfter(place)).toHaveLength(1);
});
