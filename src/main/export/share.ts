import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import type { OpenReader } from '../open-reader.ts';

/**
 * Tells how much of a walk lies behind a cursor, by the accounts that it has passed of those that are known.
 * For a progress bar only: it looks into the mirror without asking how fresh that is.
 */
export async function shareBehind(
  { aws, store, cursors }: OpenReader,
  instanceArn: string,
  filter: AssignmentFilterInput,
  accountIds: readonly string[] | undefined,
): Promise<(cursor: string | undefined) => Promise<number | undefined>> {
  const mirror = await store.mirrorOf(aws.endpoint, instanceArn);
  return async (cursor) => {
    if (cursor === undefined) return 1;
    const [accountId] = cursors.decode(cursor, instanceArn, ['assignments', filter]).after ?? [];
    if (accountId === undefined) return undefined;
    const ids = accountIds ?? (await mirror.accounts.list()).map((account) => account.accountId);
    const passed = ids.filter((id) => id <= accountId).length;
    return ids.length === 0 ? undefined : passed / ids.length;
  };
}
