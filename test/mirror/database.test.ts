import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { MirrorStore } from '../../src/mirror/mirror.ts';
import { schemaVersion } from '../../src/mirror/tables.ts';
import { account, everyRow, refuseWarning } from './sample-rows.ts';

let file: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'mirror-'));
  file = join(folder, 'mirror.db');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Opens the file, lists its accounts, adds `count` of them, and says what it warned of. */
async function visit(count = 0): Promise<{ found: number; warnings: string[] }> {
  const warnings: string[] = [];
  await using store = new MirrorStore(file, (message) => warnings.push(message));
  const { accounts } = await store.mirrorOf('e', 'i');
  const found = (await accounts.list()).length;
  const list = Array.from({ length: count }, (_, n) => account(String(n)));
  if (count > 0) await accounts.replaceList({ extent: 'accounts', readAt: 1 }, list);
  return { found, warnings };
}

test('a file keeps what was committed', async () => {
  expect(await visit(3)).toEqual({ found: 0, warnings: [] });
  expect(await visit()).toEqual({ found: 3, warnings: [] });
});

test('a folder that is missing is made', async () => {
  file = join(file, 'a', 'b', 'mirror.db');
  await visit(1);
  expect(await visit()).toEqual({ found: 1, warnings: [] });
});

test('only the owner may read the file, and what SQLite lays beside it', async () => {
  await using store = new MirrorStore(file, refuseWarning);
  await store.mirrorOf('e', 'i');
  const folder = join(file, '..');
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  expect(readdirSync(folder).length).toBeGreaterThan(1);
});

test('a mirror in memory begins empty each time', async () => {
  for (const _ of [1, 2]) {
    await using store = new MirrorStore('memory', refuseWarning);
    const { accounts } = await store.mirrorOf('e', 'i');
    expect(await accounts.list()).toEqual([]);
    await accounts.replaceList({ extent: 'accounts', readAt: 1 }, [account('1')]);
  }
});

test('a file of another version is set aside with a warning, and read anew', async () => {
  await visit(3);
  const database = new DatabaseSync(file);
  database.exec('pragma user_version = 99');
  database.close();
  expect(await visit(2)).toEqual({
    found: 0,
    warnings: [
      `The mirror ${file} cannot be used (its version is 99, not ${schemaVersion}); it was set aside as ${file}.set-aside and is read anew`,
    ],
  });
  expect(await visit()).toEqual({ found: 2, warnings: [] });
  using aside = new DatabaseSync(`${file}.set-aside`);
  expect(aside.prepare('select count(*) as n from account').get()).toEqual({ n: 3 });
});

test("another program's database is set aside, not written to", async () => {
  const database = new DatabaseSync(file);
  database.exec('create table diary (entry text)');
  database.close();
  const { warnings } = await visit(1);
  expect(warnings).toHaveLength(1);
  using aside = new DatabaseSync(`${file}.set-aside`);
  expect(aside.prepare('select name from sqlite_master').all()).toEqual([{ name: 'diary' }]);
});

test('a file of garbage is set aside as it was', async () => {
  const garbage = 'this is no database, but a text that is long enough to have a header. '.repeat(50);
  writeFileSync(file, garbage);
  const { found, warnings } = await visit(1);
  expect(found).toBe(0);
  expect(warnings).toEqual([expect.stringContaining('file is not a database')]);
  expect(readFileSync(`${file}.set-aside`, 'utf8')).toBe(garbage);
});

test('a truncated file is set aside', async () => {
  await visit(5_000);
  truncateSync(file, 8_192);
  const { found, warnings } = await visit(2);
  expect(found).toBe(0);
  expect(warnings).toEqual([expect.stringContaining('it was set aside as')]);
  expect(await visit()).toEqual({ found: 2, warnings: [] });
});

test('an empty file is begun without a warning', async () => {
  writeFileSync(file, '');
  expect(await visit(1)).toEqual({ found: 0, warnings: [] });
});

test('files set aside do not replace each other', async () => {
  for (const content of ['first', 'second']) {
    writeFileSync(file, content.repeat(300));
    await visit();
  }
  expect(existsSync(`${file}.set-aside`)).toBe(true);
  expect(existsSync(`${file}.set-aside-2`)).toBe(true);
});

test('a file that may not be written is an error of its own, and stays where it is', async () => {
  rmSync(file, { force: true });
  file = join(file, '..', '..');
  await expect(visit()).rejects.toThrow('EISDIR');
});

test('gateways that begin one file at the same time share it', async () => {
  const names = ['one', 'two', 'three'];
  const ends = await Promise.all(names.map((name) => another(name, 20)));
  expect(ends).toEqual(names.map(() => ({ code: 0, said: '' })));
  await using store = new MirrorStore(file, refuseWarning);
  const mirror = await store.mirrorOf('e', 'i');
  expect(await everyRow(mirror)).toHaveLength(60);
  expect(readdirSync(join(file, '..')).filter((name) => name.includes('aside'))).toEqual([]);
});

async function another(name: string, times: number): Promise<{ code: number; said: string }> {
  const program = join(import.meta.dirname, 'second-process.ts');
  const child = spawn(process.execPath, [program, file, name, String(times)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, said };
}
