import { badInput } from '../../errors.ts';
import { callsOf, free, type Cost } from './cost.ts';
import { branchesOf } from '../filter/branches.ts';
import { holderBound, testsOfListed } from '../filter/bounds.ts';
import type { Expression } from '../filter/expression.ts';
import type { Coroutine } from '../../reading/coroutine.ts';
import { best, offersOf, priceOf, union, type Circumstances, type Offer } from './plan.ts';
import type { Part } from './part.ts';
import type { Way } from './strategy.ts';
import type { Question } from '../query/question.ts';
import { survey } from './estimates.ts';
import { catalogOf, type Catalog } from './estimates/catalog.ts';
import { refusalsOf } from './estimates/refusals.ts';

export interface Weighing {
  /** Ways that were found to lead nowhere while the question was being answered. */
  readonly unavailable: ReadonlySet<Way>;
  readonly forced: Way | undefined;
}

/** How to answer: as a whole, or each alternative of the filter in its own way. */
export interface Choice {
  readonly whole: Part;
  readonly parts: readonly Part[];
  /** Of what was chosen. */
  readonly price: Cost;
}

/** Before choosing: judges the names that the filter asks for, in as many turns as it takes. */
export function* judgeNames({ facts, expression, inheritedBy, scope }: Question): Coroutine<void> {
  if (inheritedBy !== undefined) return;
  for (const branch of [expression, ...branchesOf(expression)])
    if (!holderBound(branch))
      for (const test of testsOfListed(branch)) yield* facts.listed.judge(test, scope);
}

/** Chooses how to answer: each alternative of the filter in its own way where that costs less. Makes no call. */
export function choose(question: Question, weighing: Weighing): Choice {
  const catalog = catalogOf(question, weighing.unavailable);
  const whole = partOf(question, question.expression, weighing, catalog);
  const branches = branchesOf(question.expression);
  const { seconds } = circumstancesOf(question, weighing.forced);
  const price = priceOf(whole.offer, question.wanted);
  if (branches.length === 1 || isOfNames(price)) return { whole, parts: [whole], price };
  const parts = branches.map((branch) => partOf(question, branch, weighing, catalog));
  const split = union(parts.map(({ offer }) => priceOf(offer, question.wanted)));
  const isCheaper =
    seconds(split) < seconds(price) || (seconds(split) === seconds(price) && callsOf(split) < callsOf(price));
  return isCheaper ? { whole, parts, price: split } : { whole, parts: [whole], price };
}

/** Lookups of principals are wanted whichever way is gone: where nothing else is left to read, there is no better way. */
export function isOfNames(price: Cost): boolean {
  return [...price].every(([operation, calls]) => calls === 0 || operation.startsWith('identitystore:'));
}

export function circumstancesOf({ facts, wanted, scope }: Question, forced?: Way): Circumstances {
  return { wanted, forced, seconds: (cost: Cost) => facts.source.aws.forecastSeconds(cost, scope.lane) };
}

/** May what reaches a user be asked of AWS as such? Otherwise the user's memberships tell it. */
export function isToldByHoldings(question: Question, { unavailable, forced }: Weighing): boolean {
  const { refused } = refusalsOf(question, unavailable);
  return (forced ?? 'BY_PRINCIPAL') === 'BY_PRINCIPAL' && !refused.has('BY_PRINCIPAL');
}

function partOf(asked: Question, expression: Expression, weighing: Weighing, catalog: Catalog): Part {
  const question = { ...asked, expression };
  const surveyed = survey(question, catalog);
  // What AWS refuses cannot be forced.
  const forced = weighing.forced && surveyed.refused.has(weighing.forced) ? undefined : weighing.forced;
  const offer = best(offersOf(surveyed), circumstancesOf(question, forced));
  if (!offer)
    throw question.driver.error ?? badInput('strategy', `${forced ?? 'no way'} does not fit this filter`);
  return { question, survey: surveyed, offer };
}

/** A page that the mirror fills costs nothing, whatever lies behind it. */
export const filled: Offer = {
  way: 'BY_ACCOUNT',
  reason: 'the mirror has as many rows as are asked for',
  upfront: free,
  walk: free,
  rows: 0,
  next: undefined,
};
