import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditFile, type AuditFileOptions } from '../../src/server/audit/audit-file.ts';
import { type AuditMode, Trail } from '../../src/server/audit/trail.ts';

export const auditKey = 'canary-audit-key-0123456789abcdefghijklmnop';

export interface TestTrail extends Disposable {
  readonly trail: Trail;
  readonly file: AuditFile;
  readonly folder: string;
  readonly path: string;
  /** What was told of the file: `broken` and `mended`. */
  readonly told: string[];
  text(): string;
  lines(): any[];
}

/** An audit in a file of its own, or at `path`. */
export function auditTrail(mode: AuditMode = 'full', now?: () => number, at?: string): TestTrail {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const path = at ?? join(folder, 'audit.jsonl');
  const told: string[] = [];
  const options: AuditFileOptions = {
    broken: (error) => void told.push(`broken ${(error as NodeJS.ErrnoException).code}`),
    mended: () => void told.push('mended'),
    notReopened: (error) => void told.push(`not reopened ${(error as NodeJS.ErrnoException).code}`),
  };
  const file = new AuditFile(path, options);
  const text = () => readFileSync(path, 'utf8');
  return {
    trail: new Trail(file, auditKey, mode, now),
    file,
    folder,
    path,
    told,
    text,
    lines: () =>
      text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    [Symbol.dispose]() {
      file.close();
      rmSync(folder, { recursive: true });
    },
  };
}
