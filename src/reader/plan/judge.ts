import type { Question } from '../query/question.ts';
import { callsOf } from './cost.ts';
import type { BranchPlan } from './branch-plan.ts';
import { priceOf, union } from './plan.ts';
import { circumstancesOf } from './planner.ts';

/**
 * Refuses a list whose request may not make so many calls; `asked` is the list's question as it was before the first
 * step. What is in the mirror costs nothing, and is never refused.
 */
export function judge(asked: Question, parts: readonly BranchPlan[]): void {
  const { allowance } = asked.scope;
  // As of a moment no call is made, whatever the plan expects.
  if (!allowance || asked.facts.moment !== undefined) return;
  const price = union(parts.map(({ candidate, question }) => priceOf(candidate, question.wanted)));
  const calls = callsOf(price);
  if (calls > 0) allowance.plan(asked, calls, circumstancesOf(asked).seconds(price));
}
