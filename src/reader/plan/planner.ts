import { badInput } from '../../errors.ts';
import { callsOf, free, type Cost } from './cost.ts';
import { branchesOf } from '../filter/branches.ts';
import { holderBound, testsOfListed } from '../filter/bounds.ts';
import type { Expression } from '../filter/expression.ts';
import type { Coroutine } from '../../reading/coroutine.ts';
import { cheapest, candidatePlans, priceOf, union, type Circumstances, type CandidatePlan } from './plan.ts';
import type { BranchPlan } from './branch-plan.ts';
import type { Strategy } from './strategy.ts';
import type { Question } from '../query/question.ts';
import { estimate } from './estimates.ts';
import { catalogOf, type Catalog } from './estimates/catalog.ts';
import { refusalsOf } from './estimates/refusals.ts';

export interface Weighing {
  /** Strategies that were found to lead nowhere while the question was being answered. */
  readonly unavailable: ReadonlySet<Strategy>;
  readonly forced: Strategy | undefined;
}

/** How to answer: as a whole, or each alternative of the filter by a strategy of its own. It is frozen. */
export interface Plan {
  readonly whole: BranchPlan;
  readonly parts: readonly BranchPlan[];
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

/** Chooses how to answer: each alternative of the filter by a strategy of its own where that costs less. Makes no call, and waits for nothing. */
export function choose(question: Question, weighing: Weighing): Plan {
  const catalog = catalogOf(question, weighing.unavailable);
  const whole = partOf(question, question.expression, weighing, catalog);
  const branches = branchesOf(question.expression);
  const { seconds } = circumstancesOf(question, weighing.forced);
  const price = priceOf(whole.candidate, question.wanted);
  if (branches.length === 1 || isOfNames(price)) return Object.freeze({ whole, parts: [whole], price });
  const parts = branches.map((branch) => partOf(question, branch, weighing, catalog));
  const split = union(parts.map(({ candidate }) => priceOf(candidate, question.wanted)));
  const isCheaper =
    seconds(split) < seconds(price) || (seconds(split) === seconds(price) && callsOf(split) < callsOf(price));
  return Object.freeze(isCheaper ? { whole, parts, price: split } : { whole, parts: [whole], price });
}

/** Lookups of principals are wanted whatever the strategy: where nothing else is left to read, none is better. */
export function isOfNames(price: Cost): boolean {
  return [...price].every(([operation, calls]) => calls === 0 || operation.startsWith('identitystore:'));
}

export function circumstancesOf({ facts, wanted, scope }: Question, forced?: Strategy): Circumstances {
  return { wanted, forced, seconds: (cost: Cost) => facts.source.aws.forecastSeconds(cost, scope.lane) };
}

/** May what reaches a user be asked of AWS as such? Otherwise the user's memberships tell it. */
export function isToldByHoldings(question: Question, { unavailable, forced }: Weighing): boolean {
  const { refused } = refusalsOf(question, unavailable);
  return (forced ?? 'BY_PRINCIPAL') === 'BY_PRINCIPAL' && !refused.has('BY_PRINCIPAL');
}

function partOf(asked: Question, expression: Expression, weighing: Weighing, catalog: Catalog): BranchPlan {
  const question = { ...asked, expression };
  const estimates = estimate(question, catalog);
  // What AWS refuses cannot be forced.
  const forced = weighing.forced && estimates.refused.has(weighing.forced) ? undefined : weighing.forced;
  const candidate = cheapest(candidatePlans(estimates), circumstancesOf(question, forced));
  if (!candidate)
    throw (
      question.driver.error ?? badInput('strategy', `${forced ?? 'no strategy'} does not fit this filter`)
    );
  return Object.freeze({ question, estimates, candidate });
}

/** A page that the mirror fills costs nothing, whatever lies behind it. */
export const filled: CandidatePlan = {
  strategy: 'BY_ACCOUNT',
  reason: 'the mirror has as many rows as are asked for',
  upfront: free,
  walk: free,
  rows: 0,
  prerequisite: undefined,
};
