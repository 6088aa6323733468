import type { Mirror } from '../../mirror/mirror.ts';
import type { AssignmentRow } from '../../mirror/rows.ts';
import { readAtOf } from '../past/past-mirror.ts';
import type { History } from './history.ts';

/** Since when an assignment is known to exist, in epoch milliseconds. */
export interface Held {
  /** When the first read began that showed it. */
  readonly firstSeen: number;
  /** When the last read before that began, which did not; undefined where there was none. */
  readonly lastAbsent: number | undefined;
  readonly lastSeen: number;
}

/**
 * Undefined where who is assigned in its account and permission set was never read as such. As of a moment: as it was
 * known then, also where what the assignment became is open to doubt.
 */
export async function heldSince(
  history: History,
  { pairs }: Mirror,
  moment: number | undefined,
  { accountId, permissionSetArn, principalType, principalId }: AssignmentRow,
): Promise<Held | undefined> {
  await history.catchUp();
  const row = { accountId, permissionSetArn, principalType, principalId };
  const readAt = pairs.readAt(accountId, permissionSetArn);
  if (readAt === undefined) return undefined;
  const lastSeen = readAtOf(readAt);
  const names = { principal: null, permissionSet: null, account: null };
  const change = history.latestOf({ about: 'assignment', row, names }, moment);
  if (change?.kind === 'ADDED') return { firstSeen: change.readAt, lastAbsent: change.since, lastSeen };
  const firstSeen = readAtOf(pairs.knownSince(accountId, permissionSetArn) ?? readAt);
  return { firstSeen, lastAbsent: undefined, lastSeen };
}
