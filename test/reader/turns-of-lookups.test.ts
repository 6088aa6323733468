import { expect, test, vi } from 'vitest';
import type { Reading } from '../../src/reader/reads.ts';
import { asker } from '../reading/read-scope.ts';
import { readerThatKeeps } from './made-up-ids.ts';

const organization = { accounts: 40, permissionSets: 6, users: 120, groups: 60, assignments: 400 };
/** Eight are worked on side by side, after what all of them rest on. */
const mostInRound = 9;

/** Counts the reads that are asked for between two rounds of the event loop. */
function roundCounter() {
  let [inRound, most, all] = [0, 0, 0];
  const step = () => {
    all += 1;
    most = Math.max(most, (inRound += 1));
  };
  const watch = (reads: Reading): Reading => ({
    ensure: (...asked) => {
      step();
      return reads.ensure(...asked);
    },
    atOnce: (...asked) => reads.atOnce(...asked),
    refusalOf: (...asked) => reads.refusalOf(...asked),
  });
  /** Of work for which every step takes longer than a turn may. */
  const during = async (work: () => unknown) => {
    let at = performance.now();
    using _slow = vi.spyOn(performance, 'now').mockImplementation(() => (at += 11));
    let isDone = false;
    const nextRound = () => {
      inRound = 0;
      if (!isDone) setImmediate(nextRound);
    };
    [inRound, most, all] = [0, 0, 0];
    setImmediate(nextRound);
    await work();
    isDone = true;
    return { most, all };
  };
  return { watch, during };
}

const page = { first: 5, withTotalCount: false };

test('assignments of many principals whose holdings are known leave others their turns', async () => {
  const { watch, during } = roundCounter();
  await using world = await readerThatKeeps(1_000, organization, watch);
  const ids = userIds(world, 60);
  const ask = (principals: readonly string[]) =>
    world.reader.assignments({ ...page, filter: { principal: { ids: principals } } }, asker().scope);
  for (const id of ids) await ask([id]);
  const { most, all } = await during(() => ask(ids));
  expect(all).toBeGreaterThanOrEqual(ids.length);
  expect(most).toBeLessThanOrEqual(mostInRound);
});

test('entitlements of many principals that are known leave others their turns', async () => {
  const { watch, during } = roundCounter();
  await using world = await readerThatKeeps(1_000, organization, watch);
  const ids = userIds(world, 30);
  const ask = () => world.reader.entitlements({ ...page, principal: { ids } }, asker().scope);
  await ask();
  const { most, all } = await during(ask);
  expect(all).toBeGreaterThanOrEqual(ids.length);
  expect(most).toBeLessThanOrEqual(mostInRound);
});

test('members of many groups that are known leave others their turns', async () => {
  const { watch, during } = roundCounter();
  await using world = await readerThatKeeps(1_000, organization, watch);
  const filter = { principal: { type: 'GROUP' as const } };
  const granted = await world.reader.assignments(
    { first: 1_000, withTotalCount: true, filter },
    asker().scope,
  );
  const groups = new Map(granted.rows.map((row) => [row.principalId, row]));
  // The first whose people are asked for is not known yet, so that they are looked for together.
  for (const group of [...groups.values()].slice(1))
    await world.reader.listMemberships(group, page, asker().scope);
  const ask = () =>
    world.reader.effectiveAccess({ first: 1_000, withTotalCount: true, filter }, asker().scope);
  const { most, all } = await during(ask);
  expect(all).toBeGreaterThanOrEqual(groups.size);
  expect(groups.size).toBeGreaterThan(2 * mostInRound);
  expect(most).toBeLessThanOrEqual(mostInRound);
});

type World = Awaited<ReturnType<typeof readerThatKeeps>>;

function userIds({ sandbox }: World, count: number): readonly string[] {
  return sandbox.organization
    .users()
    .slice(0, count)
    .map(({ userId }) => userId);
}
