import { surveyAccounts, type AccountSurvey } from './estimates/accounts.ts';
import { surveyHolders } from './estimates/principals.ts';
import { surveyPairs } from './estimates/pairs.ts';
import { surveySets, type SetSurvey } from './estimates/permission-sets.ts';
import { refusalsOf } from './estimates/refusals.ts';
import type { Survey } from './estimates/estimate.ts';
import type { Way } from './strategy.ts';
import type { Question } from '../query/question.ts';

/** With what carries a plan out. */
export interface Surveyed extends Survey {
  readonly accounts: AccountSurvey;
  readonly sets: SetSurvey;
}

/** Asks the mirror only; makes no call to AWS. */
export async function survey(question: Question, unavailable: ReadonlySet<Way>): Promise<Surveyed> {
  const statistics = question.facts.statistics();
  const sets = await surveySets(question, statistics);
  const accounts = await surveyAccounts(question, sets, statistics);
  const holders = await surveyHolders(question, statistics);
  const pairs = surveyPairs(question, { accounts, sets, holders, statistics });
  const { refused, refusals } = refusalsOf(question, unavailable);
  const isInherited = question.inheritedBy !== undefined;
  return { accounts, sets, holders, isInherited, ...pairs, refused, refusals };
}
