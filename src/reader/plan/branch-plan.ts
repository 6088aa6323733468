import type { CandidatePlan } from './plan.ts';
import type { Question } from '../query/question.ts';
import type { ReachEstimates } from './estimates.ts';

/** A part of a question, and the strategy that was chosen for it. */
export interface BranchPlan {
  readonly question: Question;
  readonly estimates: ReachEstimates;
  readonly candidate: CandidatePlan;
}
