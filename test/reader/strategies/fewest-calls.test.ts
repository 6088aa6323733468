import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settings } from '../../properties.ts';
import { strategies, ways } from './history.ts';
import { forget, measure, sizes } from './measured.ts';
import { plainQuestion, plainQuestions } from './plain-questions.ts';
import { ifAllowed, walk } from './walk.ts';
import { startWorld, worlds, type WorldOptions } from './worlds.ts';

test('once everything was measured, no strategy needs fewer calls than the one that is chosen', async () => {
  const property = fc.asyncProperty(sizes, plainQuestions, noneIsCheaper);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

async function noneIsCheaper(size: WorldOptions, plain: readonly [string, number]): Promise<void> {
  await using world = await startWorld(size);
  const question = plainQuestion(world.organization, plain);
  const reader = await world.newReader();
  await measure(world, reader, question);
  // Who is gone is found out once, whichever strategy meets them first.
  await walk(reader, { filter: { principal: { deleted: true } }, first: 1_000 });
  forget(world);
  const callsOf = async (strategy?: (typeof strategies)[number]) => {
    const asked = { ...question, first: 1_000, wholeReach: true, ...(strategy && { strategy }) };
    const { result, calls } = await world.countCalls(() => ifAllowed(asked, () => walk(reader, asked)));
    forget(world);
    return result ? Object.values(calls).reduce((sum, count) => sum + count, 0) : Number.POSITIVE_INFINITY;
  };
  const own = await callsOf();
  // By account, the names of permission sets that are provisioned nowhere are never asked for; the plan counts them.
  const unused = world.organization
    .permissionSets()
    .filter(({ arn }) => world.organization.accountsProvisionedWith(arn).length === 0).length;
  for (const strategy of strategies)
    expect(own, `${JSON.stringify({ question, strategy })}`).toBeLessThanOrEqual(
      (await callsOf(strategy)) + (strategy === 'BY_ACCOUNT' ? unused : 0),
    );
}

test('asked again, a question needs no call', async () => {
  const property = fc.asyncProperty(worlds, plainQuestions, ways, askedAgain);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

async function askedAgain(
  options: WorldOptions,
  plain: readonly [string, number],
  strategy: (typeof strategies)[number] | undefined,
): Promise<void> {
  await using world = await startWorld({ ...options, permissionSets: 3, users: 20, groups: 4 });
  const reader = await world.newReader();
  const asked = { ...plainQuestion(world.organization, plain), ...(strategy && { strategy }) };
  const first = { ...asked, first: 30, withTotalCount: true };
  await ifAllowed(first, () => walk(reader, first));
  const { calls } = await world.countCalls(() => ifAllowed(asked, () => walk(reader, asked)));
  expect(calls, `${JSON.stringify(asked)}`).toEqual({});
}
