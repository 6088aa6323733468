import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asker } from '../../reading/read-scope.ts';
import { readerOnSandbox } from '../reader-on-sandbox.ts';
import { settings } from '../../properties.ts';
import { chosenQuestions, eachInHaste, histories, settled, type Step } from './history.ts';
import type { LateQuestion } from './questions.ts';
import { answerOf, truthOf } from './truth.ts';
import { keysOfPages, walkIfAllowed } from './walk.ts';
import { startWorld, worlds, type WorldOptions } from './worlds.ts';

test('when the time is over while what somebody holds is chosen by names, the page is empty and goes on', async () => {
  await using world = await readerOnSandbox({ accounts: 6, users: 20, groups: 4 });
  const [user] = world.sandbox.organization
    .users()
    .filter(({ userId }) => world.sandbox.organization.assignmentsFor('USER', userId).length > 0);
  const question = { inheritedBy: user!.userId, filter: { permissionSet: { name: { contains: 'a' } } } };
  const client = asker();
  world.sandbox.faults.add({
    operation: 'sso-admin:DescribePermissionSet',
    when: () => {
      client.timeOut();
      return true;
    },
    times: 1,
    fault: { hangMs: 5 },
  });
  const cut = await world.ask(question, client.scope);
  expect(cut).toMatchObject({ rows: [], hasNextPage: true, endCursor: expect.any(String) });
  const { rows, completeness } = await world.ask({ ...question, after: cut.endCursor });
  expect(rows.length).toBeGreaterThan(0);
  expect(completeness.complete).toBe(true);
});

test('pages that end in haste lose no row and repeat none: the next go on where they ended', async () => {
  const history = histories(undefined, { withFaults: false, maxLength: 3 });
  const haste = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(worlds, history, chosenQuestions, haste, inHaste);
  await expect(fc.assert(property, settings(25))).resolves.toBeUndefined();
}, 3_600_000);

/** `haste`: at which of its calls the time of each of the first pages is over. */
async function inHaste(
  options: WorldOptions,
  history: readonly Step[],
  settle: LateQuestion,
  haste: readonly number[],
): Promise<void> {
  await using world = await startWorld(options);
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  world.pass(1);
  const question = { ...settled(world, settle), withTotalCount: false };
  const keys = answerOf(world.organization, truthOf(world.organization), question);
  const pages = await walkIfAllowed(reader, question, eachInHaste(world.sandbox, haste));
  fc.pre(pages !== undefined);
  const text = JSON.stringify(question);
  expect(keysOfPages(pages), `${text}`).toEqual(keys);
  // Whatever a page has was read in time, so that there is nothing to tell of.
  for (const { completeness } of pages) expect(completeness.failures, `${text}`).toEqual([]);
}
