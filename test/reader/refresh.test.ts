import { expect, test } from 'vitest';
import { CallMeter } from '../../src/aws/call/meter.ts';
import type { Pace, RefreshOptions } from '../../src/reader/refresh/refresh.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { allKeys, pairsOf } from '../gateway/gateway-on-sandbox.ts';
import { anybody, asker, promisesSettle } from '../reading/read-scope.ts';
import { readerOnSandbox } from './reader-on-sandbox.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A reader that is refreshed, in a time that passes only while the refresh sleeps. */
async function refreshedWorld(sandbox: SandboxOptions, options: Partial<RefreshOptions> = {}) {
  const world = await readerOnSandbox(sandbox);
  const failures: unknown[] = [];
  const tooSlow: Pace[] = [];
  let slept = 0;
  let wake = (_elapsedMs: number): Promise<void> | void => {};
  const stop = new AbortController();
  const refresh = world.instance.refresh({
    everyMs: 50 * minute,
    namesEveryMs: 50 * minute,
    onFailure: (error) => failures.push(error),
    onTooSlow: (pace) => tooSlow.push(pace),
    async sleep(ms, signal) {
      world.pass(ms);
      slept += ms;
      await wake(slept);
      signal.throwIfAborted();
    },
    ...options,
  });
  return {
    ...world,
    refresh,
    failures,
    tooSlow,
    /** Runs it for so long; `look` has a look whenever it sleeps. */
    async live(ms: number, look: (elapsedMs: number) => Promise<void> | void = () => {}) {
      const until = slept + ms;
      const done = new AbortController();
      wake = async (elapsedMs) => {
        await look(elapsedMs);
        if (elapsedMs >= until) done.abort(new Error('time is up'));
      };
      await refresh.run(AbortSignal.any([done.signal, stop.signal]));
    },
    /** What a dashboard shows: every assignment with its names, none older than an hour. Answers what that cost. */
    async dashboard() {
      const meter = new CallMeter();
      const scope = { ...anybody, meter };
      const keys: string[] = [];
      let after: string | undefined;
      do {
        const page = await world.instance.assignments(
          { first: 1000, after, maxAgeMs: hour, withTotalCount: false },
          scope,
        );
        const { names } = page.freshness;
        await world.instance.principals(page.rows, names, scope);
        await world.instance.permissionSets(
          [...new Set(page.rows.map((row) => row.permissionSetArn))],
          names,
          scope,
        );
        await world.instance.accounts([...new Set(page.rows.map((row) => row.accountId))], names, scope);
        for (const row of page.rows)
          keys.push([row.accountId, row.permissionSetArn, row.principalType, row.principalId].join(' '));
        after = page.hasNextPage ? page.endCursor : undefined;
      } while (after);
      return { keys, ...meter.toJSON() };
    },
  };
}

test('a dashboard that takes facts older than the refresh keeps them makes no call, hour after hour', async () => {
  await using world = await refreshedWorld({ accounts: 3 });
  let looks = 0;
  let nextAt = 5 * minute;
  await world.live(6 * hour, async (elapsedMs) => {
    if (elapsedMs < nextAt) return;
    nextAt += 11 * minute;
    looks++;
    const { keys, calls } = await world.dashboard();
    expect(calls).toBe(0);
    expect(keys).toEqual(allKeys(world.sandbox.organization));
  });
  expect(looks).toBeGreaterThan(30);
  expect(world.failures).toEqual([]);
  expect(world.tooSlow).toEqual([]);
}, 60_000);

test('a question about a part of the organization makes no call while the refresh keeps it fresh', async () => {
  await using world = await refreshedWorld({ accounts: 8 });
  await world.live(100 * minute);
  const { organization } = world.sandbox;
  const [set] = organization.permissionSets();
  const [unit] = organization.organizationalUnits();
  const [{ accountId, permissionSetArn }] = pairsOf(organization) as [any];
  const [holder] = organization.assignments(accountId, permissionSetArn);
  for (const filter of [
    { permissionSet: { name: { eq: set!.name } } },
    { permissionSet: { ids: [permissionSetArn] } },
    { target: { ids: [accountId] } },
    { target: { ids: [unit!.id], recursive: true } },
    { target: { name: { endsWith: '-prod' } } },
    { principal: { name: { contains: 'a' } } },
    { principal: { deleted: true } },
    { principal: { ids: [holder!.principalId] } },
  ]) {
    const meter = new CallMeter();
    const query = { filter, maxAgeMs: hour, first: 1000, withTotalCount: true };
    const { completeness } = await world.instance.assignments(query, { ...anybody, meter });
    expect({ filter, ...meter.toJSON() }).toMatchObject({ filter, calls: 0 });
    expect(completeness.complete).toBe(true);
  }
});

test('a change in AWS is seen within the time that the refresh promises', async () => {
  await using world = await refreshedWorld({ accounts: 5 });
  await world.live(hour);
  const { organization } = world.sandbox;
  const [{ accountId, permissionSetArn }] = pairsOf(organization) as [any];
  const held = organization.assignments(accountId, permissionSetArn);
  const { principalType, principalId } = held[0]!;
  organization.deleteAssignment({ accountId, permissionSetArn, principalType, principalId });
  await world.live(50 * minute);
  const { keys, calls } = await world.dashboard();
  expect(calls).toBe(0);
  expect(keys).toEqual(allKeys(organization));
});

test('after the first reading, calls come at a steady pace, and no more of them than it takes', async () => {
  await using world = await refreshedWorld({ accounts: 20 });
  await world.live(5 * minute);
  const begun = world.calls();
  const { calls: round } = world.refresh.pace();
  expect(round).toBeGreaterThan(100);
  const windows: number[] = [];
  let before = begun;
  for (let n = 0; n < 16; n++) {
    await world.live(5 * minute);
    windows.push(world.calls() - before);
    before = world.calls();
  }
  // A round takes 37 minutes, and so about an eighth of it falls into each window.
  for (const calls of windows) expect(calls).toBeLessThan((round / 8) * 1.3 + 2);
  expect(before - begun).toBeLessThan(round * 2 * 1.1);
});

test('a read that fails is told once, tried again now and then, and holds nothing else up', async () => {
  await using world = await refreshedWorld({ accounts: 5 });
  const [{ accountId, permissionSetArn }] = pairsOf(world.sandbox.organization) as [any];
  const isDenied = (input: Readonly<Record<string, unknown>>) =>
    input['AccountId'] === accountId && input['PermissionSetArn'] === permissionSetArn;
  const allow = world.sandbox.faults.add({
    operation: 'sso-admin:ListAccountAssignments',
    when: isDenied,
    fault: { error: 'AccessDeniedException' },
  });
  const asked = () => world.sandbox.calls().filter(({ input }) => isDenied(input as any)).length;
  await world.live(45 * minute);
  expect(world.failures).toEqual([expect.objectContaining({ code: 'AWS_ACCESS_DENIED' })]);
  expect(asked()).toBeGreaterThan(1);
  expect(asked()).toBeLessThan(8);
  const { keys, calls } = await world.dashboard();
  const isThere = (id: string, arn: string) => id !== accountId || arn !== permissionSetArn;
  expect(keys).toEqual(allKeys(world.sandbox.organization, isThere));
  expect(calls).toBeLessThanOrEqual(1);
  allow();
  await world.live(30 * minute);
  expect((await world.dashboard()).keys).toEqual(allKeys(world.sandbox.organization));
});

test('while AWS refuses everything, it asks ever less, and catches up afterwards', async () => {
  await using world = await refreshedWorld({ accounts: 5 });
  const allow = world.sandbox.faults.add({ fault: { error: 'AccessDeniedException' } });
  await world.live(2 * hour);
  expect(world.calls()).toBeLessThan(100);
  expect(world.failures.length).toBeLessThan(15);
  allow();
  await world.live(30 * minute);
  expect((await world.dashboard()).calls).toBe(0);
});

test('the refresh ends at once when it is told to, also in the middle of a read', async () => {
  await using world = await readerOnSandbox({ accounts: 5 });
  const { sandbox, instance } = world;
  sandbox.faults.add({ fault: { hangMs: 600_000 } });
  const stop = new AbortController();
  const unexpected = () => {
    throw new Error('nothing should fail');
  };
  const options = { everyMs: hour, namesEveryMs: hour, onFailure: unexpected, onTooSlow: unexpected };
  const running = instance.refresh(options).run(stop.signal);
  while (!sandbox.counts()['organizations:ListAccounts'])
    await new Promise((resolve) => setImmediate(resolve));
  stop.abort(new Error('closing'));
  expect(await running).toBeUndefined();
});

test('an organization that has grown too large for it is told of, with the figure', async () => {
  await using world = await refreshedWorld({ accounts: 5 });
  await world.live(5 * minute);
  expect(world.tooSlow).toEqual([]);
  const stop = new AbortController();
  const told: Pace[] = [];
  const onTooSlow = (pace: Pace) => {
    told.push(pace);
    stop.abort(new Error('told'));
  };
  // Nobody reads that fast.
  const options = { everyMs: 1, namesEveryMs: hour, onFailure: () => {}, onTooSlow };
  await world.instance.refresh(options).run(stop.signal);
  expect(told).toEqual([{ ...world.instance.refresh(options).pace(), seconds: expect.any(Number) }]);
  expect(told[0]!.seconds).toBeGreaterThan(told[0]!.everySeconds);
});

test('a read that the refresh wants goes on when the sweep that shared it is left', async () => {
  await using world = await readerOnSandbox({ accounts: 5 });
  const { sandbox, instance } = world;
  sandbox.faults.add({ operation: 'organizations:ListAccounts', times: 1, fault: { hangMs: 300 } });
  const lists = () => sandbox.counts()['organizations:ListAccounts'] ?? 0;
  const pairs = () => sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };
  const stop = new AbortController();
  const options = { everyMs: hour, namesEveryMs: hour, onFailure: () => {}, onTooSlow: () => {} };
  const running = instance.refresh(options).run(stop.signal);
  await until(() => lists() === 1);
  const filter = { target: { name: { contains: 'a' } } };
  const one = asker();
  const first = instance.sweep({ filter }, one.scope).next();
  await promisesSettle();
  one.leave();
  await expect(first).rejects.toBe(one.gone);
  expect(pairs()).toBe(0);
  await until(() => pairs() > 0);
  expect(lists()).toBe(1);
  stop.abort(new Error('closing'));
  await running;
});
