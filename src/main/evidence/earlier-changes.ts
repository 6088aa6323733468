import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Value } from '../export/rows/columns.ts';
import type { Review } from './chain.ts';

type ChangeRecord = Readonly<Record<string, Value>>;

/** What tells a change from all others: not its names, which may have become others since. */
const identity = [
  'first_read_after',
  'last_read_before',
  'kind',
  'about',
  'principal_type',
  'principal_id',
  'group_id',
  'permission_set_arn',
  'role_arn',
  'account_id',
  'field',
];

export function keyOfChange(record: ChangeRecord): string {
  return JSON.stringify(identity.map((name) => record[name]));
}

/**
 * The changes that a review told and that were seen by its own reads: the next review begins where these began, as
 * others may have kept changes behind its back, and leaves out what was told.
 */
export async function earlierChanges(folder: string, { manifest }: Review): Promise<Set<string>> {
  const file = createReadStream(join(folder, manifest.review, 'changes.jsonl'), 'utf8');
  const keys = new Set<string>();
  for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
    const record: ChangeRecord = JSON.parse(line);
    if (String(record['first_read_after']) > manifest.reads.from) keys.add(keyOfChange(record));
  }
  return keys;
}
