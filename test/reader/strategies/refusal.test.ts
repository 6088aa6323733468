import { expect, test } from 'vitest';
import { anybody } from '../../reading/read-scope.ts';
import { readerOnSandbox } from '../reader-on-sandbox.ts';
import { answerOf, truthOf } from './truth.ts';
import { expectWhole, walk } from './walk.ts';

const operation = 'sso-admin:ListAccountAssignmentsForPrincipal';
const minuteMs = 60_000;

async function refusingWorld() {
  const world = await readerOnSandbox({ accounts: 6, permissionSets: 4, users: 12, groups: 4 });
  const { organization, faults } = world.sandbox;
  const [one, other] = organization
    .users()
    .map(({ userId }) => userId)
    .filter((userId) => organization.assignmentsFor('USER', userId).length > 0);
  faults.add({ operation, fault: { error: 'AccessDeniedException', message: 'no' } });
  return {
    ...world,
    one: one!,
    other: other!,
    asked: () => world.sandbox.counts()[operation] ?? 0,
    explain: (userId: string) => world.instance.explain({ inheritedBy: userId, first: null }, anybody),
    expectAnswer: async (userId: string) => {
      const question = { inheritedBy: userId, filter: {} };
      const keys = answerOf(organization, truthOf(organization), question);
      expect(keys.length).toBeGreaterThan(0);
      expectWhole(question, await walk(world, question), keys);
    },
  };
}

test('where AWS refuses to tell what a principal holds, memberships and pairs tell it', async () => {
  await using world = await refusingWorld();
  await world.expectAnswer(world.one);
  expect(world.sandbox.counts()).toMatchObject({
    [operation]: 1,
    'identitystore:ListGroupMembershipsForMember': 1,
    'sso-admin:ListAccountAssignments': expect.any(Number),
  });
});

test('the refusal holds for everybody, is remembered for five minutes, and then asked for again', async () => {
  await using world = await refusingWorld();
  await world.expectAnswer(world.one);
  await world.expectAnswer(world.other);
  world.pass(4 * minuteMs);
  await world.expectAnswer(world.other);
  expect(world.asked()).toBe(1);
  world.pass(2 * 60 * minuteMs);
  world.sandbox.faults.clear();
  await world.expectAnswer(world.other);
  expect(world.asked()).toBe(2);
});

test('the reason of the plan tells the refusal and when it is asked for again', async () => {
  await using world = await refusingWorld();
  expect((await world.explain(world.one)).strategy).toBe('BY_PRINCIPAL');
  // Of one account only, so that there is still something to read for others.
  const [account] = world.sandbox.organization.accounts();
  await world.ask({ inheritedBy: world.one, filter: { target: { ids: [account!.id] } } });
  const calls = world.calls();
  const { strategy, reason } = await world.explain(world.other);
  expect(strategy).not.toBe('BY_PRINCIPAL');
  expect(reason).toContain(`AWS refuses ${operation}`);
  const until = Date.parse(/from (\S+?)\)/.exec(reason)?.[1] ?? '');
  expect(until).toBeGreaterThan(Date.now());
  expect(until).toBeLessThanOrEqual(Date.now() + 5 * minuteMs);
  world.pass(2 * 60 * minuteMs);
  expect((await world.explain(world.other)).strategy).toBe('BY_PRINCIPAL');
  expect(world.calls()).toBe(calls);
});

test('where AWS refuses to list permission sets, a question that was to be read by pair is read by account', async () => {
  await using world = await readerOnSandbox({ accounts: 6, permissionSets: 4, users: 12, groups: 4 });
  const { organization, faults } = world.sandbox;
  faults.add({
    operation: 'sso-admin:ListPermissionSets',
    fault: { error: 'AccessDeniedException', message: 'no' },
  });
  const question = { filter: { permissionSet: { name: { contains: 'a' } } }, strategy: 'BY_PAIR' } as const;
  const keys = answerOf(organization, truthOf(organization), question);
  expect(keys.length).toBeGreaterThan(0);
  expectWhole(question, await walk(world, { ...question, wholeReach: true }), keys);
});
