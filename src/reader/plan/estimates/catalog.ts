import type { AccountFacts, Known, PermissionSetFacts } from '../../../mirror/rows.ts';
import type { Question } from '../../query/question.ts';
import type { Statistics } from '../statistics.ts';
import type { Strategy } from '../strategy.ts';
import { refusalsOf, type Refusals } from './refusals.ts';

/** What all alternatives of a question are estimated by: asked of the mirror once for each choice among plans. */
export interface Catalog extends Refusals {
  readonly statistics: Statistics;
  /** The account list, as it was last read. */
  readonly accounts: readonly Known<AccountFacts>[];
  /** Ids of accounts that it does not have. */
  readonly strays: ReadonlySet<string>;
  readonly permissionSets: ReadonlyMap<string, Known<PermissionSetFacts>>;
}

export function catalogOf(question: Question, unavailable: ReadonlySet<Strategy>): Catalog {
  const { facts } = question;
  const { accounts, permissionSets } = facts.mirror;
  return {
    ...refusalsOf(question, unavailable),
    statistics: facts.statistics(),
    accounts: accounts.list(),
    strays: new Set(accounts.strays().map(({ accountId }) => accountId)),
    permissionSets: permissionSets.all(),
  };
}
