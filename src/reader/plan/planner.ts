import { badInput } from '../../errors.ts';
import { callsOf, free, type Cost } from './cost.ts';
import { branchesOf } from '../filter/branches.ts';
import type { Expression } from '../filter/expression.ts';
import { choose, offersOf, priceOf, union, type Circumstances, type Offer } from './plan.ts';
import type { Part } from './part.ts';
import type { Way } from './strategy.ts';
import { isFilled } from './dry-run.ts';
import type { Question } from '../query/question.ts';
import { survey } from './estimates.ts';
import { refusalsOf } from './estimates/refusals.ts';

export interface Weighing {
  /** Ways that were found to lead nowhere while the question was being answered. */
  readonly unavailable: ReadonlySet<Way>;
  readonly forced: Way | undefined;
}

/** Chooses how to answer: as a whole, or each alternative of the filter in its own way when that costs less. Makes no call. */
export async function weigh(question: Question, weighing: Weighing): Promise<readonly Part[]> {
  const whole = await partOf(question, question.expression, weighing);
  const branches = branchesOf(question.expression);
  const circumstances = circumstancesOf(question, weighing.forced);
  const price = priceOf(whole.offer, question.wanted);
  // Lookups of principals are wanted whichever way is gone: where nothing else is left to read, there is no better way.
  const isRead = [...price].every(
    ([operation, calls]) => calls === 0 || operation.startsWith('identitystore:'),
  );
  if (branches.length === 1 || isRead) return [whole];
  const parts: Part[] = [];
  for (const branch of branches) parts.push(await partOf(question, branch, weighing));
  const split = union(parts.map(({ offer }) => priceOf(offer, question.wanted)));
  const isCheaper =
    circumstances.seconds(split) < circumstances.seconds(price) ||
    (circumstances.seconds(split) === circumstances.seconds(price) && callsOf(split) < callsOf(price));
  return isCheaper ? parts : [whole];
}

export function circumstancesOf({ facts, wanted, scope }: Question, forced?: Way): Circumstances {
  return { wanted, forced, seconds: (cost: Cost) => facts.source.aws.forecastSeconds(cost, scope.lane) };
}

/** May what reaches a user be asked of AWS as such? Otherwise the user's memberships tell it. */
export function isToldByHoldings(question: Question, { unavailable, forced }: Weighing): boolean {
  const { refused } = refusalsOf(question, unavailable);
  return (forced ?? 'BY_PRINCIPAL') === 'BY_PRINCIPAL' && !refused.has('BY_PRINCIPAL');
}

async function partOf(asked: Question, expression: Expression, weighing: Weighing): Promise<Part> {
  const question = { ...asked, expression };
  const surveyed = await survey(question, weighing.unavailable);
  // What AWS refuses cannot be forced.
  const forced = weighing.forced && surveyed.refused.has(weighing.forced) ? undefined : weighing.forced;
  const offer = choose(offersOf(surveyed), circumstancesOf(question, forced));
  if (!offer)
    throw question.basis.error ?? badInput('strategy', `${forced ?? 'no way'} does not fit this filter`);
  const isFree = callsOf(priceOf(offer, question.wanted)) === 0;
  if (forced === undefined && !isFree && (await isFilled({ question, survey: surveyed })))
    return { question, survey: surveyed, offer: filled };
  return { question, survey: surveyed, offer };
}

/** A page that the mirror fills costs nothing, whatever lies behind it. */
const filled: Offer = {
  way: 'BY_ACCOUNT',
  reason: 'the mirror has as many rows as are asked for',
  upfront: free,
  walk: free,
  rows: 0,
  next: undefined,
};
