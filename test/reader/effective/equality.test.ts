import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isListingRefused } from '../../../src/aws/call/errors.ts';
import type { EffectivePage } from '../../../src/reader/effective/page.ts';
import type { Organization } from '../../../src/sandbox/organization/types.ts';
import { anybody } from '../../reading/read-scope.ts';
import { settings } from '../../properties.ts';
import { answered, eachInHaste, histories, type Step } from '../strategies/history.ts';
import { truthOf } from '../strategies/truth.ts';
import { startWorld, worlds, type WorldOptions } from '../strategies/worlds.ts';
import { keyOf, peopleOf, peopleQuestions, walkPeople, type LatePeopleQuestion } from './people-questions.ts';

const dayMs = 86_400_000;
const directions = [undefined, 'THROUGH_GRANTS', 'BY_PERSON'] as const;

test('people and what lets each in are the brute-force expansion of assignments and memberships, in either direction', async () => {
  const temperatures = fc.constantFrom<Temperature>('cold', 'warm', 'stale');
  const asked = fc.array(fc.tuple(peopleQuestions, temperatures), { minLength: 2, maxLength: 4 });
  const property = fc.asyncProperty(worlds, asked, eitherDirection);
  await expect(fc.assert(property, settings(20))).resolves.toBeUndefined();
}, 3_600_000);

type Temperature = 'cold' | 'warm' | 'stale';

async function eitherDirection(
  options: WorldOptions,
  asked: readonly (readonly [LatePeopleQuestion, Temperature])[],
): Promise<void> {
  await using world = await startWorld(options);
  const { organization } = world;
  const facts = truthOf(organization);
  const warm = await world.newReader();
  for (const [settle, temperature] of asked) {
    const question = settle(organization, facts);
    const keys = peopleOf(organization, question, facts);
    for (const direction of directions) {
      if (temperature === 'stale') world.pass(2 * dayMs);
      const reader = temperature === 'cold' ? await world.newReader() : warm;
      const pages = await walkPeople(reader, { ...question, ...(direction && { direction }) }).catch(
        (error) => {
          // Those who can only be found by a list are not found where AWS gives none.
          if (!isListingRefused(error)) throw error;
          return undefined;
        },
      );
      if (!pages) continue;
      const text = JSON.stringify({ question, direction, temperature });
      const told = pages.flatMap(({ rows }) => rows.map(keyOf));
      const isInDoubt = mayBeWrong(options, organization) && pages.some(isDoubted);
      expect(told, `${text}`).toEqual(isInDoubt ? keys.filter((key) => told.includes(key)) : keys);
      if (isInDoubt) continue;
      for (const [n, page] of pages.entries())
        expect(
          {
            n,
            size: page.rows.length,
            hasNextPage: page.hasNextPage,
            hasPreviousPage: page.hasPreviousPage,
            totalCount: page.totalCount,
            failures: page.completeness.failures,
          },
          `${text}`,
        ).toEqual({
          n,
          size: Math.min(question.first, keys.length - n * question.first),
          hasNextPage: n < pages.length - 1,
          hasPreviousPage: n > 0,
          totalCount: question.withTotalCount ? keys.length : undefined,
          failures: [],
        });
    }
  }
}

/** A directory that gives no list, or an empty one, may be the wrong one until it tells of somebody. */
function mayBeWrong({ modes }: WorldOptions, organization: Organization): boolean {
  return modes?.directoryCannotBeListed === true || organization.users().length === 0;
}

/** Is all that is missing what only the directory could tell? */
function isDoubted({ completeness: { failures } }: EffectivePage): boolean {
  return failures.length > 0 && failures.every(({ operation }) => operation.startsWith('identitystore:'));
}

test('pages of people that end in haste lose no row and repeat none', async () => {
  const haste = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
  const direction = fc.constantFrom(...directions);
  const property = fc.asyncProperty(worlds, peopleQuestions, direction, haste, inHaste);
  await expect(fc.assert(property, settings(20))).resolves.toBeUndefined();
}, 3_600_000);

test('a page of people whose time is over before any entitlement was read leaves those to the next page', async () => {
  const world = { seed: 22, accounts: 23, permissionSets: 1, users: 39, groups: 0, isStrange: false };
  const options = { ...world, ticks: true, emptyPages: false, modes: { pathsAbsent: true } };
  const everybody = () => ({ filter: {}, first: 227, withTotalCount: false });
  await expect(inHaste(options, everybody, undefined, [14, 9])).resolves.toBeUndefined();
});

/** `haste`: at which of its calls the time of each of the first pages is over. */
async function inHaste(
  options: WorldOptions,
  settle: LatePeopleQuestion,
  direction: (typeof directions)[number],
  haste: readonly number[],
): Promise<void> {
  await using world = await startWorld({
    ...options,
    modes: { ...options.modes, directoryCannotBeListed: false },
  });
  const reader = await world.newReader();
  const facts = truthOf(world.organization);
  const question = {
    ...settle(world.organization, facts),
    withTotalCount: false,
    ...(direction && { direction }),
  };
  const pages = await walkPeople(reader, question, eachInHaste(world.sandbox, haste));
  const text = JSON.stringify(question);
  expect(
    pages.flatMap(({ rows }) => rows.map(keyOf)),
    `${text}`,
  ).toEqual(peopleOf(world.organization, question, facts));
  // Whatever a page has was read in time, so that there is nothing to tell of.
  for (const { completeness } of pages) expect(completeness.failures, `${text}`).toEqual([]);
}

test('people who are told while reads fail are those who get in, and a page that lacks one says so', async () => {
  const history = histories(undefined, { withHaste: false, maxLength: 5 });
  const direction = fc.constantFrom(...directions);
  const property = fc.asyncProperty(worlds, history, peopleQuestions, direction, withFaults);
  await expect(fc.assert(property, settings(40))).resolves.toBeUndefined();
}, 3_600_000);

async function withFaults(
  options: WorldOptions,
  history: readonly Step[],
  settle: LatePeopleQuestion,
  direction: (typeof directions)[number],
): Promise<void> {
  await using world = await startWorld(options);
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  world.sandbox.faults.add({
    operation: 'identitystore:ListGroupMemberships',
    when: (input) => String(input['GroupId']).charCodeAt(10) % 2 === 0,
    fault: { error: 'InternalServerException', message: 'down' },
  });
  const facts = truthOf(world.organization);
  const question = { ...settle(world.organization, facts), ...(direction && { direction }), first: 1000 };
  const page = await answered(Promise.try(() => reader.instance.effectiveAccess(question, anybody)));
  fc.pre(!(page instanceof Error));
  const keys = peopleOf(world.organization, question, facts);
  const told = page.rows.map(keyOf);
  const text = JSON.stringify(question);
  expect(
    told.filter((key) => !keys.includes(key)),
    `${text}`,
  ).toEqual([]);
  const isComplete = page.completeness.complete;
  expect(isComplete ? told : keys.slice(0, 1000), `${text}`).toEqual(keys.slice(0, 1000));
  expect(page.totalCount, `${text}`).toBe(question.withTotalCount && isComplete ? keys.length : undefined);
}
