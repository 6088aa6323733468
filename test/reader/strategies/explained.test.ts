import fc from 'fast-check';
import { expect, test } from 'vitest';
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
  const explained = await world.countCalls(() =>
    ifAllowed(asked, () => reader.instance.explain({ ...asked, first: null }, anybody)),
  );
  expect(explained.calls).toEqual({});
  const { result: pages, calls: made } = await world.countCalls(() =>
    ifAllowed(question, () => walk(reader, question)),
  );
  fc.pre(explained.result !== undefined && pages !== undefined);
  const { calls, callsByOperation, seconds } = explained.result;
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
