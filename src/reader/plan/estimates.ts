import { surveyAccounts, type AccountSurvey } from './estimates/accounts.ts';
import type { Catalog } from './estimates/catalog.ts';
import { surveyHolders } from './estimates/principals.ts';
import { surveyPairs } from './estimates/pairs.ts';
import { surveySets, type SetSurvey } from './estimates/permission-sets.ts';
import type { Survey } from './estimates/estimate.ts';
import type { Question } from '../query/question.ts';

/** With what carries a plan out. */
export interface Surveyed extends Survey {
  readonly accounts: AccountSurvey;
  readonly sets: SetSurvey;
}

/** Asks the mirror only; makes no call to AWS, and waits for nothing. */
export function survey(question: Question, catalog: Catalog): Surveyed {
  const { refused, refusals } = catalog;
  const sets = surveySets(question, catalog);
  const accounts = surveyAccounts(question, sets, catalog);
  const holders = surveyHolders(question, catalog);
  const pairs = surveyPairs(question, { accounts, sets, holders, statistics: catalog.statistics });
  const isInherited = question.inheritedBy !== undefined;
  return { accounts, sets, holders, isInherited, ...pairs, refused, refusals };
}
