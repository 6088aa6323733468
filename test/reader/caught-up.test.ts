import { expect, test } from 'vitest';
import { caughtUp } from '../../src/reader/caught-up.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { Journal } from '../../src/store/journal.ts';
import { MemoryStore } from '../store/memory-store.ts';

const { signal } = new AbortController();
const secret = Buffer.alloc(32, 1);
const ages = { assignmentsMs: 0, namesMs: 0 };

test('a walk waits until the log has got to where its last page was made, and goes on at once after that', async () => {
  const log = await new MemoryStore().log({ endpoint: 'e', instanceArn: 'i' });
  await using journal = new Journal(log, { onExtents: () => [], everything: () => [], onState() {} });
  const cursors = new Cursors(secret);
  const pager = { instanceArn: 'i', cursors, maxAges: ages, now: Date.now };
  const after = cursors.placedIn(() => 1).encode({ startedAt: 1, after: ['a'] }, 'i', 'list');
  expect(cursors.decode(after, 'i', 'list')).toEqual({ startedAt: 1, after: ['a'] });
  const waiting = caughtUp(pager, journal, after, { signal }, () => journal.seen);
  expect(waiting).toBeInstanceOf(Promise);
  await log.commit({ extents: [{ key: 'a', readAt: 1, facts: '' }], changes: [], dropped: [] }, 0);
  journal.look();
  expect(await waiting).toBe(1);
  expect(caughtUp(pager, journal, after, { signal }, () => 'at once')).toBe('at once');
  expect(caughtUp(pager, undefined, after, { signal }, () => 'alone')).toBe('alone');
  // What is no cursor is for whoever decodes it.
  expect(caughtUp(pager, journal, 'nonsense', { signal }, () => 'at once')).toBe('at once');
});
