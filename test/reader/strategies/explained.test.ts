import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CountingMeter } from '../../../src/reader/query/counting-meter.ts';
import { anybody } from '../../reading/read-scope.ts';
import { settings } from '../../properties.ts';
import { anyChanges } from './changes.ts';
import { chosenQuestions, histories, settled, type Step } from './history.ts';
import type { LateQuestion } from './questions.ts';
import { ifAllowed, walk } from './walk.ts';
import { startWorld, worlds, type WorldOptions } from './worlds.ts';

test('a plan is made without a call, whatever is known; where it foresees none, nothing is listed', async () => {
  const history = histories(anyChanges, { withFaults: false, withHaste: false, maxLength: 4 });
  const property = fc.asyncProperty(worlds, history, chosenQuestions, planIsSound);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

async function planIsSound(
  options: WorldOptions,
  history: readonly Step[],
  settle: LateQuestion,
): Promise<void> {
  // Without Paths the tree is walked, which no plan foresees.
  await using world = await startWorld({ ...options, modes: { ...options.modes, pathsAbsent: false } });
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  const { withTotalCount: _, maxAgeMs: __, ...asked } = settled(world, settle);
  const question = { ...asked, first: 1_000, wholeReach: true };
  // Calls that were still to come of the questions before count for those.
  const meter = new CountingMeter(anybody.meter);
  const scope = { ...anybody, meter };
  const explained = await ifAllowed(asked, () => reader.instance.explain({ ...asked, first: null }, scope));
  expect(meter.calls).toBe(0);
  const pages = await ifAllowed(question, () => walk(reader, question, () => scope));
  fc.pre(explained !== undefined && pages !== undefined);
  const { calls, callsByOperation, seconds } = explained;
  const made = Object.fromEntries(meter.byOperation);
  const planned = Object.fromEntries(callsByOperation);
  const text = JSON.stringify({ planned, made, question });
  const counts = Object.values(planned);
  expect(
    counts.every((count) => Number.isInteger(count) && count > 0),
    `${text}`,
  ).toBe(true);
  expect(calls, `${text}`).toBe(counts.reduce((sum, count) => sum + count, 0));
  expect(seconds >= 0 && Number.isFinite(seconds), `${text}`).toBe(true);
  const unforeseen = calls === 0 ? listsIn(made) : [];
  expect(unforeseen, `${text}`).toEqual([]);
}

/** What assignments are read with; names that a filter asks for here and there may be looked up beside them. */
function listsIn(calls: Readonly<Record<string, number>>): string[] {
  return Object.keys(calls).filter((operation) => operation.startsWith('sso-admin:List'));
}

test('a plan foresees what a filter asks of permission sets beside an alternative about people', async () => {
  const history: Step[] = [async (_, { ask }) => void (await ask({ first: 1_000, withTotalCount: true }))];
  const tagged = { permissionSet: { tags: [{ key: 'team', value: 'cloud-foundation' }] } };
  const settle: LateQuestion = () => ({
    filter: { or: [tagged, { principal: { enabled: false } }] },
    first: 100,
    withTotalCount: false,
  });
  const world = { seed: 0, accounts: 1, permissionSets: 1, users: 0, groups: 0, isStrange: false };
  await expect(
    planIsSound({ ...world, ticks: false, emptyPages: false }, history, settle),
  ).resolves.toBeUndefined();
});
