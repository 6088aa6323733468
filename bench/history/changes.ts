import { copyFile } from 'node:fs/promises';
import { principalKey, type PrincipalId } from '../../src/mirror/rows.ts';
import { SqliteFile } from '../../src/store/sqlite-file.ts';
import type { StoredChange } from '../../src/store/store.ts';
import { endpoint, instanceArn, organization } from '../million/organization.ts';

const [hourMs, dayMs, days] = [3_600_000, 86_400_000, 364];
const atOnce = 5_000;

/** In so many pairs somebody took the place of somebody else: two changes each. */
const pairsChanged = 50_000;

/**
 * What a gateway would have seen that read everything each hour for a year. `lastReadAt`: when it did so last.
 * `membersOf`: who is assigned in each pair to this day.
 */
export function changesOfAYear(
  membersOf: ReadonlyMap<string, readonly PrincipalId[]>,
  lastReadAt: number,
): StoredChange[] {
  const { users } = organization;
  const names = (n: number) =>
    JSON.stringify({
      principal: `user-${n}`,
      permissionSet: `Set ${n % 100}`,
      account: `account-${n % 2_000}`,
    });
  const changed = [...membersOf].filter((_, n) => n % Math.floor(membersOf.size / pairsChanged) === 0);
  return changed.flatMap(([extent, members], n): StoredChange[] => {
    const [come] = members;
    const gone = users.find((_, at) => at >= (n * 13) % users.length && !members.includes(users[at]!));
    if (!come || !gone) return [];
    // Pairs are in no order of time.
    const day = (n * 101) % days;
    const readAt = lastReadAt - day * dayMs;
    const about = { extent, since: readAt - hourMs, readAt };
    return [
      { ...about, fact: principalKey(come), before: undefined, after: names(n) },
      { ...about, fact: principalKey(gone), before: names(n), after: undefined },
    ];
  });
}

/** A copy in which an extent was not read yet. */
export async function leaveOut(key: string, from: string, copy: string): Promise<string> {
  await copyFile(from, copy);
  const { file } = SqliteFile.open(copy);
  const scope = file.scopeOf({ endpoint, instanceArn });
  file.commit(scope, { extents: [], changes: [], dropped: [{ key, readAt: Date.now() }] }, 0);
  file.close();
  return copy;
}

/** Keeps them in the order in which they were seen. */
export function keepChanges(location: string, changes: readonly StoredChange[]): void {
  const { file } = SqliteFile.open(location);
  const scope = file.scopeOf({ endpoint, instanceArn });
  const inOrder = changes.toSorted((one, other) => one.readAt - other.readAt);
  for (let n = 0; n < inOrder.length; n += atOnce)
    file.commit(scope, { extents: [], changes: inOrder.slice(n, n + atOnce), dropped: [] }, 0);
  file.close();
}
