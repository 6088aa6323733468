import { estimateAccounts, type AccountEstimates } from './estimates/accounts.ts';
import type { Catalog } from './estimates/catalog.ts';
import { estimatePrincipals } from './estimates/principals.ts';
import { estimatePairs } from './estimates/pairs.ts';
import { estimatePermissionSets, type PermissionSetEstimates } from './estimates/permission-sets.ts';
import type { Estimates } from './estimates/estimate.ts';
import type { Question } from '../query/question.ts';

/** With what carries a plan out. */
export interface ReachEstimates extends Estimates {
  readonly accounts: AccountEstimates;
  readonly sets: PermissionSetEstimates;
}

/** Asks the mirror only; makes no call to AWS, and waits for nothing. */
export function estimate(question: Question, catalog: Catalog): ReachEstimates {
  const { refused, refusals } = catalog;
  const sets = estimatePermissionSets(question, catalog);
  const accounts = estimateAccounts(question, sets, catalog);
  const holders = estimatePrincipals(question, catalog);
  const pairs = estimatePairs(question, { accounts, sets, holders, statistics: catalog.statistics });
  const isInherited = question.inheritedBy !== undefined;
  return { accounts, sets, holders, isInherited, ...pairs, refused, refusals };
}
