import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedCall } from '../../../src/sandbox/call-log.ts';
import { anybody } from '../../reading/read-scope.ts';
import { settings } from '../../properties.ts';
import { changesOfAssignments, changesOfRows, type Change } from './changes.ts';
import { chosenQuestions, histories, settled, type Step } from './history.ts';
import type { LateQuestion } from './questions.ts';
import { answerOf, truthOf } from './truth.ts';
import { expectWhole, keysOfPages, walkIfAllowed } from './walk.ts';
import { startWorld, worlds, type WorldOptions } from './worlds.ts';

const hourMs = 3_600_000;

test('after the age of assignments an answer is the settled organization, by names that are a day old at most', async () => {
  const history = histories(changesOfAssignments, { withFaults: false });
  const property = fc.asyncProperty(worlds, history, chosenQuestions, anHourLater);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

async function anHourLater(
  options: WorldOptions,
  history: readonly Step[],
  settle: LateQuestion,
): Promise<void> {
  await using world = await startWorld(options);
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  world.pass(hourMs + 1);
  const { maxAgeMs: _, ...question } = settled(world, settle);
  const keys = answerOf(world.organization, truthOf(world.organization), question);
  const pages = await walkIfAllowed(reader, question);
  if (pages) expectWhole(question, pages, keys);
}

test('a walk with maxAge 0 uses nothing older than its start, and reads nothing twice over all of its pages', async () => {
  const history = histories(changesOfAssignments, { withFaults: false, maxLength: 3 });
  const property = fc.asyncProperty(worlds, history, chosenQuestions, fromItsStart);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

async function fromItsStart(
  options: WorldOptions,
  history: readonly Step[],
  settle: LateQuestion,
): Promise<void> {
  await using world = await startWorld(options);
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  await reader.callsEnd();
  world.pass(1);
  const startedAt = world.now();
  world.sandbox.reset();
  const question = { ...settled(world, settle), maxAgeMs: 0 };
  const pages = (await walkIfAllowed(reader, question)) ?? [];
  const asOf = pages.map(({ completeness }) => completeness.asOf ?? startedAt);
  expect({ question, old: asOf.filter((at) => at < startedAt) }).toEqual({ question, old: [] });
  const answers = world.sandbox.calls().filter(({ error }) => error === undefined);
  const texts = answers.map(textOf);
  const twice = texts.filter((text, n) => texts.indexOf(text) !== n);
  expect({ question, pages: pages.length, twice }).toEqual({ question, pages: pages.length, twice: [] });
}

/** A call, told from any other call for something else. */
function textOf({ service, operation, input }: LoggedCall): string {
  return `${service}:${operation} ${JSON.stringify(input)}`;
}

test('while rows come and go between its pages, a walk has once and in order whatever was there throughout', async () => {
  const changes = fc.array(fc.array(changesOfRows, { maxLength: 3 }), { minLength: 1, maxLength: 8 });
  const first = fc.integer({ min: 1, max: 20 });
  const property = fc.asyncProperty(worlds, chosenQuestions, changes, first, meanwhile);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

async function meanwhile(
  options: WorldOptions,
  settle: LateQuestion,
  changes: readonly (readonly Change[])[],
  first: number,
): Promise<void> {
  await using world = await startWorld(options);
  const { organization } = world;
  const reader = await world.newReader();
  const asked = { ...settled(world, settle), withTotalCount: false };
  const answerNow = () => new Set(answerOf(organization, truthOf(organization), asked));
  let always = answerNow();
  let ever = always;
  const question = { ...asked, first: Math.max(first, Math.ceil(always.size / 25)) };
  const left = [...changes];
  const pages = await walkIfAllowed(reader, question, () => {
    for (const change of left.shift() ?? []) change(organization);
    always = always.intersection(answerNow());
    ever = ever.union(answerNow());
    world.pass(1);
    return anybody;
  });
  fc.pre(pages !== undefined);
  const found = keysOfPages(pages);
  const isInOrder = found.every((key, n) => n === 0 || key > (found[n - 1] ?? ''));
  const lost = [...always].filter((key) => !found.includes(key));
  const invented = found.filter((key) => !ever.has(key));
  expect({ question, isInOrder, lost, invented }).toEqual({
    question,
    isInOrder: true,
    lost: [],
    invented: [],
  });
}
