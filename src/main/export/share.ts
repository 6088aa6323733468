import type { OpenReader } from '../open-reader.ts';
import type { AssignmentRecord } from './record.ts';

/**
 * Tells how much of a walk lies behind an assignment, by the accounts up to its own of those that are known.
 * For a progress bar only: it looks into the mirror without asking how fresh that is.
 */
export async function shareBehind(
  { aws, store }: OpenReader,
  instanceArn: string,
  accountIds: readonly string[] | undefined,
): Promise<(latest: AssignmentRecord) => Promise<number>> {
  const mirror = await store.mirrorOf(aws.endpoint, instanceArn);
  return async ({ target_id: latest }) => {
    const ids = accountIds ?? (await mirror.accounts.list()).map((account) => account.accountId);
    return ids.filter((id) => id <= latest).length / Math.max(ids.length, 1);
  };
}
