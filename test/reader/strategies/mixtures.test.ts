import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import type { AssignmentPage } from '../../../src/reader/query/page.ts';
import type { ReadFailure } from '../../../src/reading/completeness.ts';
import { settings } from '../../properties.ts';
import { anyChanges } from './changes.ts';
import { answered, chosenQuestions, histories, settled, type Step } from './history.ts';
import type { Asked, LateQuestion } from './questions.ts';
import { answerOf, truthOf } from './truth.ts';
import { expectWhole, isRefusalOf, keysOfPages, walk } from './walk.ts';
import { startWorld, worlds, type WorldOptions } from './worlds.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

test('with stale, fresh and failed coverage in mixture, an answer is the truth or says what is missing', async () => {
  const property = fc.asyncProperty(
    refusingWorlds,
    histories(undefined),
    chosenQuestions,
    fc.boolean(),
    unchanged,
  );
  await expect(fc.assert(property, settings(30))).resolves.toBeUndefined();
}, 3_600_000);

/** Also worlds in which AWS refuses some calls for good. */
const refusingWorlds: fc.Arbitrary<WorldOptions> = fc
  .tuple(worlds, fc.boolean())
  .map(([options, delegatedAdministrator]) => ({
    ...options,
    modes: { ...options.modes, delegatedAdministrator },
  }));

async function unchanged(
  options: WorldOptions,
  history: readonly Step[],
  settle: LateQuestion,
  heals: boolean,
): Promise<void> {
  await using world = await startWorld(options);
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  if (heals) {
    world.sandbox.faults.clear();
    // Refusals are remembered for minutes, and bad credentials for seconds.
    world.pass(6 * minuteMs);
  }
  const question = settled(world, settle);
  const keys = answerOf(world.organization, truthOf(world.organization), question);
  const pages = await answered(walk(reader, question));
  const isHealthy = heals && !options.modes?.delegatedAdministrator;
  const wrong = expectExplained(question, pages, keys, isHealthy, ({ asOf }) => asOf === undefined);
  // The organization has not changed, so that older facts are as good as any.
  const extra = wrong.filter((key) => !keys.includes(key));
  expect({ question, extra }).toEqual({ question, extra: [] });
}

test('an answer of fresh facts is the settled organization, whatever happened before', async () => {
  const endings = fc.constantFrom<Ending>('a day later', 'with maxAge 0', 'while faults last');
  const property = fc.asyncProperty(worlds, histories(anyChanges), chosenQuestions, endings, changing);
  await expect(fc.assert(property, settings(30))).resolves.toBeUndefined();
}, 3_600_000);

type Ending = 'a day later' | 'with maxAge 0' | 'while faults last';

async function changing(
  options: WorldOptions,
  history: readonly Step[],
  settle: LateQuestion,
  ending: Ending,
): Promise<void> {
  await using world = await startWorld(options);
  const reader = await world.newReader();
  for (const step of history) await step(world, reader);
  const heals = ending !== 'while faults last';
  if (heals) {
    world.sandbox.faults.clear();
    world.pass(6 * minuteMs);
  }
  const { maxAgeMs: _, ...asked } = settled(world, settle);
  world.pass(ending === 'a day later' ? 25 * hourMs : 1);
  const question = ending === 'a day later' ? asked : { ...asked, maxAgeMs: 0 };
  const keys = answerOf(world.organization, truthOf(world.organization), question);
  const pages = await answered(walk(reader, question));
  expectExplained(question, pages, keys, heals, () => true);
}

/**
 * The answer is the truth, or each row that is missing or too much is about something that a failure `mayTell` of.
 * Answers these rows.
 */
function expectExplained(
  question: Asked,
  pages: readonly AssignmentPage[] | GatewayError,
  keys: readonly string[],
  isHealthy: boolean,
  mayTell: (failure: ReadFailure) => boolean,
): string[] {
  if (pages instanceof GatewayError) {
    const isAllowed = !isHealthy || (isRefusalOf(pages) && 'strategy' in question);
    expect({ question, error: pages, isAllowed }).toEqual({ question, error: pages, isAllowed: true });
    return [];
  }
  const failures = pages.flatMap(({ completeness }) => completeness.failures);
  if (failures.length === 0) {
    expectWhole(question, pages, keys);
    return [];
  }
  expect({ question, failures, isHealthy }).toEqual({ question, failures, isHealthy: false });
  const found = keysOfPages(pages);
  expect({ question, isOnce: new Set(found).size === found.length }).toEqual({ question, isOnce: true });
  const wrong = [...new Set(keys).symmetricDifference(new Set(found))];
  if (pages.some(({ completeness }) => completeness.failuresOmitted > 0)) return wrong;
  const telling = failures.filter(mayTell);
  const unexplained = wrong.filter((key) => !telling.some((failure) => explains(failure, key, question)));
  expect({ question, unexplained, failures }).toEqual({ question, unexplained: [], failures });
  return wrong;
}

/** Could what failed be why a row is missing, or there in spite of all? */
function explains(
  { accountId, permissionSetArn, principalId }: ReadFailure,
  key: string,
  { inheritedBy }: Asked,
): boolean {
  const [account, arn, , principal] = key.split(' ');
  if (accountId !== undefined && accountId !== account) return false;
  if (permissionSetArn !== undefined && permissionSetArn !== arn) return false;
  return principalId === undefined || principalId === principal || principalId === inheritedBy;
}
