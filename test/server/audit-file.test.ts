import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AuditFile } from '../../src/server/audit/audit-file.ts';
import { auditTrail } from './audit-trail.ts';

const quiet = { broken() {}, mended() {}, notReopened() {} };

test('the file of an audit is made for its owner only, and one that others can read is told of', () => {
  using audit = auditTrail();
  expect(statSync(audit.path).mode & 0o777).toBe(0o600);
  expect(audit.file.isShared).toBe(false);
  const path = join(audit.folder, 'shared');
  writeFileSync(path, '', { mode: 0o644 });
  const shared = new AuditFile(path, quiet);
  expect(shared.isShared).toBe(true);
  shared.close();
});

test('lines of an audit go behind what is there, also what others write meanwhile', () => {
  using audit = auditTrail();
  const other = new AuditFile(audit.path, quiet);
  audit.file.write('one');
  other.write('two');
  audit.file.write('three');
  other.close();
  expect(audit.text()).toBe('one\ntwo\nthree\n');
});

test('an audit goes on in a new file after the old one was moved away and it is told to look', () => {
  using audit = auditTrail();
  const moved = join(audit.folder, 'audit.jsonl.1');
  audit.file.write('one');
  renameSync(audit.path, moved);
  audit.file.write('two');
  audit.file.reopen();
  audit.file.write('three');
  expect([readFileSync(moved, 'utf8'), audit.text()]).toEqual(['one\ntwo\n', 'three\n']);
  expect(statSync(audit.path).mode & 0o777).toBe(0o600);
});

test('an audit that cannot open a new file goes on in the old one, and says so', () => {
  using audit = auditTrail();
  const folder = join(audit.folder, 'gone', 'audit');
  const link = join(audit.folder, 'link');
  symlinkSync(audit.path, link);
  const told: string[] = [];
  const file = new AuditFile(link, { ...quiet, notReopened: () => void told.push('not reopened') });
  unlinkSync(link);
  symlinkSync(folder, link);
  file.reopen();
  expect(file.write('still')).toBe(true);
  file.close();
  expect([told, audit.text()]).toEqual([['not reopened'], 'still\n']);
});

test('of a full disk an audit tells once, counts the lines that are missing, and tells when it can be written again', () => {
  using audit = auditTrail();
  const link = join(audit.folder, 'link');
  symlinkSync('/dev/full', link);
  using full = auditTrail('full', undefined, link);
  expect([full.file.write('one'), full.file.write('two')]).toEqual([false, false]);
  expect([full.told, full.file.failures]).toEqual([['broken ENOSPC'], 2]);
  unlinkSync(link);
  symlinkSync(audit.path, link);
  full.file.reopen();
  expect(full.file.write('three')).toBe(true);
  expect([full.told, full.file.failures, audit.text()]).toEqual([['broken ENOSPC', 'mended'], 2, 'three\n']);
});

test('a pipe that nobody empties keeps an audit waiting once, not with each line, until it is emptied', () => {
  using audit = auditTrail();
  const path = join(audit.folder, 'pipe');
  spawnSync('sh', ['-c', 'mkfifo "$0"', path]);
  const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  using pipe = auditTrail('full', undefined, path);
  const line = 'x'.repeat(1000);
  while (pipe.file.write(line));
  const before = performance.now();
  const taken = Array.from({ length: 40 }, () => pipe.file.write(line));
  expect(taken).not.toContain(true);
  // Forty lines that each waited would take eight seconds.
  expect(performance.now() - before).toBeLessThan(2_000);
  readSync(reader, Buffer.alloc(1 << 20));
  expect([pipe.file.write(line), pipe.told]).toEqual([true, ['broken EAGAIN', 'mended']]);
  closeSync(reader);
});
