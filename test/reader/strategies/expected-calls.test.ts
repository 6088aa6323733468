import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anybody } from '../../reading/read-scope.ts';
import { settings } from '../../properties.ts';
import { ways, type strategies } from './history.ts';
import { measure, sizes } from './measured.ts';
import { plainQuestion, plainQuestions } from './plain-questions.ts';
import { ifAllowed, walk } from './walk.ts';
import { startWorld, type WorldOptions } from './worlds.ts';

test('once everything was measured, a plan for all of its reach expects exactly the calls that are made', async () => {
  const property = fc.asyncProperty(sizes, plainQuestions, ways, fc.constant(null), expectedAreMade);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

test('once everything was measured, a plan for a page expects exactly the calls that are made for it', async () => {
  const first = fc.constantFrom(1, 3, 10, 30, 100);
  const own = fc.constant(undefined);
  const property = fc.asyncProperty(sizes, plainQuestions, own, first, expectedAreMade);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

test.each([
  [
    'lists that run ahead of the page',
    { seed: 2075647028, accounts: 5, permissionSets: 3, groups: 10 },
    0,
    10,
  ],
  [
    'a choice that turns out otherwise once accounts are listed',
    { seed: 108784375, accounts: 13, permissionSets: 2, groups: 1 },
    2,
    3,
  ],
] as const)('a plan for a page expects %s', async (_, size, n, first) => {
  const plainSize = { ...size, users: 3, isStrange: false, ticks: false, emptyPages: false };
  const plain = ['who enters what is below an OU', n] as const;
  await expect(expectedAreMade(plainSize, plain, undefined, first)).resolves.toBeUndefined();
});

test.each([
  ['somebody whom the list lacks is described after it', { seed: 0, accounts: 2, users: 3, groups: 1 }],
  [
    'as many are described as stand on rows where that is less than their list',
    { accounts: 2, users: 2_000, groups: 1, assignments: 40 },
  ],
  [
    'those on the first rows are described before it turns out that all are worth their list',
    { accounts: 60, permissionSets: 12, users: 12_000, groups: 25, assignments: 3_000 },
  ],
])('a plan for all of its reach expects that %s', async (_, size) => {
  const plainSize = {
    permissionSets: 2,
    seed: 5,
    ...size,
    isStrange: false,
    ticks: false,
    emptyPages: false,
  };
  const plain = ['what people of a name hold', 0] as const;
  await expect(expectedAreMade(plainSize, plain, 'BY_PERMISSION_SET', null)).resolves.toBeUndefined();
});

/** `first`: null for everything. */
async function expectedAreMade(
  size: WorldOptions,
  plain: readonly [string, number],
  strategy: (typeof strategies)[number] | undefined,
  first: number | null,
): Promise<void> {
  await using world = await startWorld(size);
  const question = { ...plainQuestion(world.organization, plain), ...(strategy && { strategy }) };
  const reader = await world.newReader();
  await measure(world, reader, question);
  const explained = await world.countCalls(() =>
    ifAllowed(question, () => reader.instance.explain({ ...question, first }, anybody)),
  );
  expect(explained.calls).toEqual({});
  fc.pre(explained.result !== undefined);
  const { calls } = await world.countCalls(async () => {
    if (first === null) await walk(reader, { ...question, first: 1_000, wholeReach: true });
    else await reader.ask({ ...question, first });
  });
  const { reason, calls: count, callsByOperation } = explained.result;
  const text = JSON.stringify({ question, first, reason });
  expect(calls, `${text}`).toEqual(Object.fromEntries(callsByOperation));
  expect(count, `${text}`).toBe([...callsByOperation.values()].reduce((sum, one) => sum + one, 0));
}
