import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { sweep, type SweepEvent, type SweepQuery } from '../../src/reader/query/sweep.ts';
import { allKeys, countableSandbox, pairsOf } from '../gateway/gateway-on-sandbox.ts';
import { asker } from '../reading/read-scope.ts';
import { openStore } from '../../src/store/open-store.ts';
import { readerOn, readerOnSandbox } from './reader-on-sandbox.ts';

type World = Awaited<ReturnType<typeof readerOn>>;

async function swept(world: World, query: SweepQuery = {}): Promise<SweepEvent[]> {
  return Array.fromAsync(world.instance.sweep(query, asker().scope));
}

function keysOf(events: readonly SweepEvent[]): string[] {
  return events.flatMap(({ rows }) =>
    rows.map((row) => [row.accountId, row.permissionSetArn, row.principalType, row.principalId].join(' ')),
  );
}

/** The calls that read every pair. */
function pagesOfAllPairs(organization: Organization): number {
  return pairsOf(organization)
    .map(({ accountId, permissionSetArn }) => organization.assignments(accountId, permissionSetArn).length)
    .reduce((sum, rows) => sum + Math.ceil(rows / 100), 0);
}

test('a sweep gives every assignment once, in order, in full batches, and ends when it is done', async () => {
  await using world = await readerOnSandbox({ accounts: 20 });
  const expected = allKeys(world.sandbox.organization);
  const events = await Array.fromAsync(sweep(world.instance, { batchSize: 7 }, asker().scope, 60_000));
  expect(keysOf(events)).toEqual(expected);
  const sizes = events.map(({ rows }) => rows.length);
  expect(sizes.slice(0, -1).every((size) => size === 7)).toBe(true);
  expect(events.map(({ progress }) => progress.done)).toEqual(events.map((_, n) => n === events.length - 1));
  const calls = world.calls() - 1;
  expect(events.at(-1)).toMatchObject({
    progress: { assignments: expected.length, callsDone: calls, callsTotal: calls, secondsLeft: 0 },
    completeness: { complete: true, failures: [] },
  });
});

test('from every endCursor on it gives exactly the rest, with no call for what was read', async () => {
  await using world = await readerOnSandbox({ accounts: 6 });
  const events = await swept(world, { batchSize: 10 });
  const calls = world.calls();
  let given = 0;
  for (const { rows, endCursor } of events) {
    given += rows.length;
    const rest = await swept(world, { after: endCursor, batchSize: 1000 });
    expect(keysOf(rest)).toEqual(keysOf(events).slice(given));
    expect(rest.at(-1)!.progress).toMatchObject({ done: true, callsDone: 0, callsTotal: 0 });
  }
  expect(world.calls()).toBe(calls);
});

test('a sweep that is cut off, however often, goes on in the same store and reads nothing twice', async () => {
  await using sandbox = await countableSandbox({ accounts: 4 });
  const expected = allKeys(sandbox.organization);
  const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
  let run = 0;
  const session = fc.record({
    batchSize: fc.constantFrom(1, 7, 40, 1000),
    events: fc.nat({ max: 12 }),
    /** How the session ends: its consumer leaves, or the whole reader goes, with reads under way. */
    leaves: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(session, { maxLength: 4 }), async (sessions) => {
      sandbox.reset();
      const mirror = join(folder, `${run++}.db`);
      const seen: string[] = [];
      let after: string | undefined;
      for (const { batchSize, events, leaves } of sessions) {
        await using store = await openStore(mirror, refuseWarning);
        await using world = await readerOn(sandbox, Date.now, store);
        const going = world.instance.sweep({ after, batchSize }, asker().scope);
        for (let n = 0; n < events; n++) {
          const { done, value } = await going.next();
          if (done) break;
          seen.push(...keysOf([value]));
          after = value.endCursor;
        }
        if (leaves) await going.return();
      }
      await using store = await openStore(mirror, refuseWarning);
      await using world = await readerOn(sandbox, Date.now, store);
      seen.push(...keysOf(await swept(world, { after })));
      expect(seen).toEqual(expected);
      // Reads that were under way when it was cut off are made again: of eight pairs at most each time.
      const asked = sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
      expect(asked).toBeLessThanOrEqual(pagesOfAllPairs(sandbox.organization) + 10 * sessions.length);
    }),
    { numRuns: 10 },
  );
}, 60_000);

test('while AWS is slow, it tells progress without rows, and rows as far as they are known', async () => {
  await using world = await readerOnSandbox({ accounts: 4 });
  const { sandbox, instance } = world;
  const pairs = pairsOf(sandbox.organization);
  const slow = pairs[Math.floor(pairs.length / 2)]!;
  sandbox.faults.add({
    operation: 'sso-admin:ListAccountAssignments',
    when: ({ AccountId, PermissionSetArn }) =>
      AccountId === slow.accountId && PermissionSetArn === slow.permissionSetArn,
    times: 1,
    fault: { hangMs: 1_500 },
  });
  const events = await Array.fromAsync(sweep(instance, {}, asker().scope, 50));
  expect(keysOf(events)).toEqual(allKeys(sandbox.organization));
  expect(events.some(({ rows, progress }) => rows.length === 0 && !progress.done)).toBe(true);
  const [first] = events.filter(({ rows }) => rows.length > 0);
  expect(keysOf([first!])).toEqual(allKeys(sandbox.organization).slice(0, first!.rows.length));
  expect(first!.progress.done).toBe(false);
  // The cursor of an event without rows goes on there, too.
  const rowless = events.findLastIndex(({ rows, progress }) => rows.length === 0 && !progress.done);
  const before = keysOf(events.slice(0, rowless));
  expect(keysOf(await swept(world, { after: events[rowless]!.endCursor }))).toEqual(
    allKeys(sandbox.organization).slice(before.length),
  );
});

test('a consumer that takes rows slowly is read ahead for by a page, and no further', async () => {
  await using world = await readerOnSandbox({ accounts: 100, assignments: 8_000 });
  const { sandbox, instance } = world;
  const going = instance.sweep({ batchSize: 1 }, asker().scope);
  await going.next();
  const count = () => sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
  for (let [before, quiet] = [count(), 0]; quiet < 20; before = count()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    quiet = count() === before ? quiet + 1 : 0;
  }
  const all = pairsOf(sandbox.organization).length;
  expect(allKeys(sandbox.organization).length).toBeGreaterThan(6_000);
  expect(count()).toBeLessThan(all / 2);
  await going.return();
});

test('the calls of whoever leaves stop, also those that a slice of the sweep has left behind', async () => {
  await using world = await readerOnSandbox({ accounts: 10 });
  const { sandbox, instance } = world;
  const release = sandbox.faults.add({
    operation: 'sso-admin:ListAccountAssignments',
    fault: { hangMs: 600_000 },
  });
  const going = sweep(instance, {}, asker().scope, 20);
  const count = () => sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
  while (count() < 8) await going.next();
  // Cut off by several slices by now, and still waiting for the same reads.
  for (let n = 0; n < 4; n++) expect((await going.next()).value).toMatchObject({ rows: [] });
  const asked = count();
  await going.return();
  release();
  // Nobody joins a read that was abandoned: this one is answered.
  const [{ accountId, permissionSetArn }] = pairsOf(sandbox.organization) as [any];
  const filter = { target: { ids: [accountId] }, permissionSet: { ids: [permissionSetArn] } };
  expect((await world.ask({ filter })).completeness.complete).toBe(true);
  expect(count()).toBe(asked + 1);
});

function refuseWarning(message: string): never {
  throw new Error(message);
}
