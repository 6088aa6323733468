import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { fileAt, setAside } from '../../src/store/set-aside.ts';
import { SqliteStore } from '../../src/store/sqlite.ts';
import { NotAStore, StoreError, type Log, type StoredExtent } from '../../src/store/store.ts';

const scope = { endpoint: 'e', instanceArn: 'i' };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Opens the file, looks how much there is, keeps `count` extents, and says what it warned of. */
async function visit(count = 0): Promise<{ found: number; warnings: string[] }> {
  const warnings: string[] = [];
  await using store = new SqliteStore(file, (message) => warnings.push(message));
  const log = await store.log(scope);
  const { extents } = await log.since(0);
  await log.commit({ extents: extentsOf(count), changes: [], dropped: [] }, 0);
  return { found: extents.length, warnings };
}

function extentsOf(count: number): StoredExtent[] {
  return Array.from({ length: count }, (_, n) => ({ key: `pair/${n}`, readAt: 5, facts: 'x'.repeat(100) }));
}

test('a file keeps what was committed, in a folder that is made when missing', async () => {
  file = join(folder, 'a', 'b', 'store.db');
  expect(await visit(3)).toEqual({ found: 0, warnings: [] });
  expect(await visit()).toEqual({ found: 3, warnings: [] });
});

test('extents that are kept or dropped between two slices are in the second one as they are by then', async () => {
  await using store = new SqliteStore(file, refuseWarning);
  const log = await store.log(scope);
  const kept = Array.from({ length: 2_500 }, (_, n) => ({ key: `pair/${n}`, readAt: 5, facts: `U${n} U0` }));
  await log.commit({ extents: kept, changes: [], dropped: [] }, 0);
  const first = await log.since(0);
  const [changed, gone] = [{ key: 'pair/2000', readAt: 6, facts: 'U2000 Unew' }, 'pair/2001'];
  await log.commit({ extents: [changed], changes: [], dropped: [{ key: gone, readAt: 5 }] }, first.version);
  const second = await log.since(first.version);
  const third = await log.since(second.version);
  const told = [first, second, third].flatMap(({ extents }) => extents);
  const expected = kept.filter(({ key }) => key !== changed.key && key !== gone);
  expect(told.map(({ key, readAt, facts }) => ({ key, readAt, facts }))).toEqual([...expected, changed]);
  expect([first, second, third].map(({ isLast }) => isLast)).toEqual([false, false, true]);
});

test('only the owner may read the file, and what SQLite lays beside it', async () => {
  await using store = new SqliteStore(file, refuseWarning);
  await (await store.log(scope)).since(0);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  expect(readdirSync(folder).length).toBeGreaterThan(1);
});

test('a file that others may read is warned about', async () => {
  await visit(1);
  chmodSync(file, 0o644);
  const { found, warnings } = await visit();
  expect(found).toBe(1);
  expect(warnings).toEqual([`The store ${file} can be read by others than its owner: chmod 600 ${file}`]);
});

test.each([
  ['of another version', 'pragma user_version = 99', 'its version is 99, not 3'],
  [
    'in the form of older versions',
    'drop table extent; pragma application_id = 0; create table coverage (a); create table pair (a); create table assignment (a)',
    'it has the form of an older version',
  ],
])('a file %s is set aside with a warning, and read anew', async (_, change, why) => {
  await visit(3);
  const database = new DatabaseSync(file);
  database.exec(change);
  database.close();
  const aside = `${file}.set-aside`;
  expect(await visit(2)).toEqual({
    found: 0,
    warnings: [`The store ${file} cannot be used (${why}); it was set aside as ${aside} and is read anew`],
  });
  expect(await visit()).toEqual({ found: 2, warnings: [] });
  expect(existsSync(aside)).toBe(true);
});

test("another program's database is refused, and left as it is", async () => {
  const database = new DatabaseSync(file);
  database.exec('create table diary (entry text)');
  database.close();
  const before = readFileSync(file);
  await using store = new SqliteStore(file, refuseWarning);
  await expect(store.open()).rejects.toThrow(NotAStore);
  await expect(store.open()).rejects.toThrow('is a database of another program, and is left as it is');
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(folder)).toEqual(['store.db']);
});

test('a file that is no database is refused, and left as it is', async () => {
  writeFileSync(file, 'account,role\n'.repeat(300), { mode: 0o600 });
  await using store = new SqliteStore(file, refuseWarning);
  await expect(store.open()).rejects.toThrow(NotAStore);
  await expect(store.open()).rejects.toThrow('is no store, and is left as it is');
  expect(readFileSync(file, 'utf8')).toBe('account,role\n'.repeat(300));
  expect(readdirSync(folder)).toEqual(['store.db']);
});

test('files that are set aside, here for a damaged first page, do not replace each other', async () => {
  for (const aside of ['set-aside', 'set-aside-2']) {
    await visit(3);
    const damaged = readFileSync(file).fill('x', 0, 16);
    writeFileSync(file, damaged);
    const { found, warnings } = await visit(1);
    expect(found).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('file is not a database')]);
    expect(readFileSync(`${file}.${aside}`)).toEqual(damaged);
  }
});

test('an empty file is begun without a warning', async () => {
  writeFileSync(file, '', { mode: 0o600 });
  expect(await visit(1)).toEqual({ found: 0, warnings: [] });
});

test('a truncated file is set aside', async () => {
  await visit(4_000);
  truncateSync(file, 8_192);
  expect(await visit(2)).toEqual({ found: 0, warnings: [expect.stringContaining('it was set aside as')] });
  expect(await visit()).toEqual({ found: 2, warnings: [] });
});

test('a damaged row is never told as a fact: its file is set aside, said once, and kept with from then on', async () => {
  await visit(10);
  const database = new DatabaseSync(file);
  database.exec(`update extent set facts = replace(facts, 'xxx', 'xyx') where key = 'pair/7'`);
  database.close();
  const warnings: string[] = [];
  await using store = new SqliteStore(file, (message) => warnings.push(message));
  const log = await store.log(scope);
  expect(await log.since(0)).toMatchObject({ extents: [], isLast: true });
  await log.commit({ extents: extentsOf(2), changes: [], dropped: [] }, 0);
  expect((await log.since(0)).extents).toHaveLength(2);
  expect(warnings).toEqual([expect.stringContaining(`it was set aside as ${file}.set-aside`)]);
});

test('a damaged file that two have open is set aside once, and both go on with the one that takes its place', async () => {
  const warnings: string[] = [];
  await using one = new SqliteStore(file, (message) => warnings.push(message));
  await using other = new SqliteStore(file, (message) => warnings.push(message));
  const [log, otherLog] = [await one.log(scope), await other.log(scope)];
  await log.commit({ extents: extentsOf(4_000), changes: [], dropped: [] }, 0);
  await otherLog.since(0);
  damageEveryPage();
  await Promise.all([whenFree(() => readAll(log)), whenFree(() => readAll(otherLog))]);
  await whenFree(() => log.commit({ extents: extentsOf(2), changes: [], dropped: [] }, 0));
  const more = { key: 'of the other', readAt: 5, facts: '' };
  await whenFree(() => otherLog.commit({ extents: [more], changes: [], dropped: [] }, 0));
  expect(warnings).toEqual([expect.stringContaining('malformed); it was set aside as')]);
  expect(readdirSync(folder).filter((name) => /aside(?:-\d+)?$/.test(name))).toEqual(['store.db.set-aside']);
  expect(await visit()).toMatchObject({ found: 3 });
});

test.skipIf(!existsSync('/proc/self/fd'))('a damaged file that was set aside is not held open', async () => {
  await using store = new SqliteStore(file, () => {});
  const log = await store.log(scope);
  await log.commit({ extents: extentsOf(4_000), changes: [], dropped: [] }, 0);
  damageEveryPage();
  await readAll(log);
  await log.commit({ extents: extentsOf(1), changes: [], dropped: [] }, 0);
  const open = readdirSync('/proc/self/fd').map((fd) => {
    // The handle by which the folder is listed is closed by now.
    const path = join('/proc/self/fd', fd);
    return existsSync(path) ? readlinkSync(path) : '';
  });
  expect(open.filter((path) => path.startsWith(`${file}.set-aside`))).toEqual([]);
  expect(open).toContain(file);
});

test('a file that is taken away while it is open is begun anew: what is kept from then on is there for the next', async () => {
  await using store = new SqliteStore(file, refuseWarning);
  const log = await store.log(scope);
  await log.commit({ extents: extentsOf(5), changes: [], dropped: [] }, 0);
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  await log.commit({ extents: extentsOf(2), changes: [], dropped: [] }, 0);
  expect(await visit()).toEqual({ found: 2, warnings: [] });
});

test('a file that took the place of an older one is all new to whoever knew that one, however much was in it', async () => {
  await using store = new SqliteStore(file, refuseWarning);
  const log = await store.log(scope);
  const { version } = await log.commit({ extents: extentsOf(50), changes: [], dropped: [] }, 0);
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  await visit(3);
  expect((await log.since(version)).extents).toHaveLength(3);
  const more = { key: 'mine', readAt: 5, facts: '' };
  const { others } = await log.commit({ extents: [more], changes: [], dropped: [] }, version);
  expect(others).toHaveLength(3);
});

test('a file that another process has replaced, or is just setting aside, is left where it is', () => {
  const error = new Error('malformed');
  writeFileSync(file, 'the old one');
  const identity = fileAt(file);
  const claim = `${file}.being-set-aside`;
  mkdirSync(claim);
  expect(setAside(file, identity, error)).toEqual([]);
  expect(readdirSync(folder)).toEqual(['store.db', 'store.db.being-set-aside']);
  // That of a process that was killed long ago counts for nothing.
  utimesSync(claim, 0, 0);
  expect(setAside(file, identity, error)).toEqual([
    expect.stringContaining('(malformed); it was set aside as'),
  ]);
  writeFileSync(file, 'the new one');
  expect(setAside(file, identity, error)).toEqual([]);
  expect(readdirSync(folder)).toEqual(['store.db', 'store.db.set-aside']);
});

test('a file that is locked by others cannot be used, until it is', async () => {
  await visit(1);
  const other = new DatabaseSync(file);
  other.exec('begin exclusive');
  await using store = new SqliteStore(file, refuseWarning);
  const log = await store.log(scope);
  await expect(log.since(0)).rejects.toThrow('database is locked');
  other.exec('rollback');
  other.close();
  expect((await log.since(0)).extents).toHaveLength(1);
});

test('a place where nothing can be written cannot be used, and other work goes on meanwhile', async () => {
  file = join(folder, 'taken', 'store.db');
  writeFileSync(join(folder, 'taken'), 'a file, no folder');
  await using store = new SqliteStore(file, refuseWarning);
  const log = await store.log(scope);
  let turns = 0;
  const work = setInterval(() => turns++, 1);
  await expect(log.since(0)).rejects.toThrow(StoreError);
  clearInterval(work);
  expect(turns).toBeGreaterThan(0);
  rmSync(join(folder, 'taken'));
  mkdirSync(join(folder, 'taken'));
  expect(await log.since(0)).toMatchObject({ extents: [] });
});

test('two processes on one file share it, and the second says so', async () => {
  const warnings: string[] = [];
  await using first = new SqliteStore(file, (message) => warnings.push(message));
  const log = await first.log(scope);
  const before = await log.commit({ extents: extentsOf(1), changes: [], dropped: [] }, 0);
  const { said } = await another('10');
  expect(said).toContain(`is open in process ${process.pid}, too`);
  const { extents, version } = await log.since(before.version);
  expect(extents.map(({ key }) => key)).toEqual(Array.from({ length: 10 }, (_, n) => `other/${n}`));
  expect((await log.since(version)).extents).toEqual([]);
  expect(warnings).toEqual([]);
});

test('a process that is killed in the middle loses its last batch at most, and never half of one', async () => {
  for (let times = 0; times < 5; times++) {
    const child = start('100000');
    child.stdout.on('data', (data: Buffer) => {
      if (data.toString().includes('5\n')) child.kill('SIGKILL');
    });
    const said = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const told = said[0].trim().split('\n').map(Number);
    const warnings: string[] = [];
    await using store = new SqliteStore(file, (message) => warnings.push(message));
    const log = await store.log({ endpoint: 'e', instanceArn: String(child.pid) });
    const { extents } = await log.since(0);
    // Batches of three: what was told as kept is there, and of the next one all or nothing.
    expect(extents.length % 3).toBe(0);
    expect(extents.length / 3).toBeGreaterThanOrEqual(told.at(-1)!);
    expect(warnings).toEqual([]);
  }
});

function start(times: string) {
  const program = join(import.meta.dirname, 'second-process.ts');
  return spawn(process.execPath, [program, file, times], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function another(times: string): Promise<{ code: number; said: string }> {
  const child = start(times);
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit'), text(child.stdout)]);
  return { code, said };
}

/** All but the first page, behind everybody's back. */
function damageEveryPage(): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
  const bytes = readFileSync(file);
  for (let at = 4_096; at < bytes.length; at += 4_096) bytes.fill('#', at, at + 16);
  writeFileSync(file, bytes);
}

async function readAll(log: Log): Promise<void> {
  for (let [version, isLast] = [0, false]; !isLast;) ({ version, isLast } = await log.since(version));
}

/** As the journal does: while the other has the file for longer than a second, on a busy machine, one tries again. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  while (true)
    try {
      return await work();
    } catch (error) {
      if (!/database is locked/.test(String(error))) throw error;
    }
}

function refuseWarning(message: string): never {
  throw new Error(message);
}

const keptKey = 'pair/111111111111/arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef';

test.each([
  {
    version: 1,
    extents: [
      { key: 'accounts', readAt: 1000, facts: '[]', knownSince: 1000 },
      { key: keptKey, readAt: 2000, facts: 'Ualice Gadmins', knownSince: 2000 },
    ],
    change: { extent: keptKey, fact: 'USER/alice', after: 'true', since: 1500, readAt: 2000 },
  },
  {
    version: 2,
    extents: [
      { key: 'accounts', readAt: 3000, facts: '[]', knownSince: 1000 },
      // What it was before the last read is not told by changes.
      {
        key: 'provisioned/account/111111111111',
        readAt: 3000,
        facts: keptKey.slice('pair/111111111111/'.length),
        knownSince: 3000,
      },
      { key: keptKey, readAt: 3000, facts: 'Ualice Gadmins', knownSince: 1000 },
    ],
    change: { extent: keptKey, fact: 'USER/alice', since: 2000, readAt: 3000 },
  },
])('a file of version $version is brought forward with its extents and its history', async (kept) => {
  copyFileSync(new URL(`kept/version-${kept.version}.sqlite`, import.meta.url), file);
  chmodSync(file, 0o600);
  await using store = new SqliteStore(file, refuseWarning);
  const log = await store.log({
    endpoint: 'https://sso.eu-west-1.amazonaws.com',
    instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
  });
  const { extents } = await log.since(0);
  expect(extents.map(({ key, readAt, facts, knownSince }) => ({ key, readAt, facts, knownSince }))).toEqual(
    kept.extents,
  );
  expect((await log.changesSince(0)).changes).toMatchObject([kept.change]);
});
