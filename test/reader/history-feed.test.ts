import { expect, test } from 'vitest';
import { pairKey } from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';
import { followChanges } from '../../src/reader/history/feed.ts';
import { History } from '../../src/reader/history/history.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { RecentChanges } from '../../src/store/recent-changes.ts';
import type { StoredChange } from '../../src/store/store.ts';

const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
const arn = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef';
const pager = {
  instanceArn,
  cursors: new Cursors(new Uint8Array(32)),
  maxAges: { assignmentsMs: 0, namesMs: 0 },
  now: () => 10_000,
};

function assigned(user: string, readAt: number): StoredChange {
  const after = JSON.stringify({ principal: user, permissionSet: 'Admin', account: 'prod' });
  const { text: extent } = pairKey('111111111111', arn);
  return { extent, fact: `USER/${user}`, before: undefined, after, since: readAt - 1, readAt };
}

/** Of a log of these changes: what somebody hears first who goes on after a cursor, and the place after it. */
async function firstEvent(changes: readonly StoredChange[], after?: string, lastForgotten = 0) {
  const log = new RecentChanges(lastForgotten);
  log.append(changes);
  const history = new History(log, Number.POSITIVE_INFINITY, () => 10_000);
  const events = followChanges(
    history,
    new Mirror(),
    pager,
    { after },
    { signal: new AbortController().signal },
  );
  const { value } = await events.next();
  await events.return();
  if (!value) throw new Error('No event came');
  const users = value.changes.map(({ subject }) => 'row' in subject && subject.row.principalId);
  return { users, reset: value.reset, endCursor: value.endCursor };
}

const of = (users: string) => users.split('').map((user) => assigned(user, 10 * user.charCodeAt(0)));

test('a place in a log is told from one of a log that used the same ids for other changes', async () => {
  const { endCursor } = await firstEvent(of('abc'));
  expect(await firstEvent(of('abcd'), endCursor)).toMatchObject({ users: ['d'], reset: false });
  // Restored from a copy that had only the first, and gone on since: not yet as far, as far, and further.
  for (const users of ['ad', 'ade', 'adef'])
    expect(await firstEvent(of(users), endCursor)).toMatchObject({ users: [], reset: true });
});

test('a place up to which nothing is kept any more is as good as before', async () => {
  const { endCursor } = await firstEvent(of('ab'));
  expect(await firstEvent(of('c'), endCursor, 2)).toMatchObject({ users: ['c'], reset: false });
});
