import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEverything } from '../../gateway/brute-force.ts';
import { settings } from '../../properties.ts';
import { strategies } from './history.ts';
import { questions, type LateQuestion } from './questions.ts';
import { answerOf, keyOf, truthOf } from './truth.ts';
import { expectWhole, walk, walkIfAllowed } from './walk.ts';
import { startWorld, worlds, type WorldOptions } from './worlds.ts';

const dayMs = 86_400_000;

test('the truth that answers are held against is what the wire tells', async () => {
  const options = { seed: 3, accounts: 5, permissionSets: 3, isStrange: true, ticks: false };
  await using world = await startWorld(options);
  const inOrder = (facts: ReturnType<typeof truthOf>) =>
    facts.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  expect(inOrder(truthOf(world.organization))).toEqual(inOrder(await readEverything(world.sandbox)));
});

/** Strategies that some question allowed. */
const allowed = new Set<string>();

test('every strategy that a question allows gives its answer', async () => {
  const temperatures = fc.constantFrom<Temperature>('cold', 'warm', 'stale');
  const asked = fc.array(fc.tuple(questions, temperatures), { minLength: 2, maxLength: 3 });
  const property = fc.asyncProperty(worlds, asked, everyStrategy);
  await expect(fc.assert(property, settings(15))).resolves.toBeUndefined();
  expect([...allowed].toSorted()).toEqual(strategies.toSorted());
}, 3_600_000);

type Temperature = 'cold' | 'warm' | 'stale';

async function everyStrategy(
  options: WorldOptions,
  asked: readonly (readonly [LateQuestion, Temperature])[],
): Promise<void> {
  await using world = await startWorld(options);
  const { organization } = world;
  const facts = truthOf(organization);
  const warm = await world.newReader();
  for (const [settle, temperature] of asked) {
    const question = settle(organization, facts);
    const keys = answerOf(organization, facts, question);
    const readerOf = async () => {
      if (temperature === 'cold') return world.newReader();
      if (temperature === 'stale') world.pass(2 * dayMs);
      return warm;
    };
    expectWhole(question, await walk(await readerOf(), question), keys);
    for (const strategy of strategies) {
      const forced = { ...question, strategy };
      const pages = await walkIfAllowed(await readerOf(), forced);
      if (pages) allowed.add(strategy);
      if (pages) expectWhole(forced, pages, keys);
      // Neither needs a filter to be complete; what reaches a user is asked of the user, where AWS tells.
      const isAlways =
        question.inheritedBy === undefined && (strategy === 'BY_ACCOUNT' || strategy === 'BY_PERMISSION_SET');
      const isAllowed = pages !== undefined || !isAlways;
      expect({ forced, isAllowed }).toEqual({ forced, isAllowed: true });
    }
  }
}
