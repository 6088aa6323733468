import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { costText, expectShown, parseRecipe, writeRecipe } from './recipe.ts';

const file = new URL('../../docs/recipes.md', import.meta.url);
const [preface = '', ...sections] = readFileSync(file, 'utf8').split(/^(?=## )/m);
const recipes = sections.map(parseRecipe);
const isUpdate = Boolean(process.env['UPDATE_GOLDEN']);
const updated = new Map<string, string>();

// As `npm run demo` starts it.
const sandbox = await startSandbox({ throttle: false });
afterAll(() => sandbox.close());

test('there are as many recipes as the page promises', () => {
  expect(preface).toMatch(/^Eighteen questions/m);
  expect(recipes).toHaveLength(18);
});

// Names are looked up together whose lists are answered together: on a busy machine now and then others are.
test.each(recipes)('$title: the answer and the calls are those on the page', { retry: 5 }, async (recipe) => {
  const { query, variables } = recipe;
  await using gateway = await gatewayOn(sandbox);
  const cold = await gateway.ask(query, variables);
  expect(cold.errors).toBeUndefined();
  const warm = await gateway.ask(query, variables);
  expect(warm.data).toEqual(cold.data);
  const cost = costText(cold.aws, warm.aws);
  updated.set(recipe.title, writeRecipe(recipe, cold.data, cost));
  const { answer, cost: shownCost } = isUpdate ? parseRecipe(updated.get(recipe.title)!) : recipe;
  expectShown({ data: cold.data }, answer);
  expect(shownCost).toBe(cost);
});

afterAll(() => {
  if (!isUpdate) return;
  const text = recipes.map(({ title, section }) => updated.get(title) ?? section).join('');
  writeFileSync(file, `${preface}${text.trimEnd()}\n`);
});
