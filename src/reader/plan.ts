/** How the pairs that a question reaches are found. */
export type Strategy = 'BY_ACCOUNT' | 'BY_PAIR';

/** What a plan is made from; nothing here is read for it. */
export interface PlanInput {
  /** Accounts in reach. */
  readonly accounts: number;
  /** Of them, those whose provisioned permission sets would have to be read. */
  readonly accountsToList: number;
  /** Permission sets in reach, when the filter names them. */
  readonly permissionSets: number | undefined;
  readonly statistics: Statistics;
}

export interface Statistics {
  /** Permission sets provisioned to an account, on average. */
  readonly setsPerAccount: number;
  /** Assignments in a provisioned pair, on average. */
  readonly rowsPerPair: number;
  /** Permission sets of the instance. */
  readonly permissionSets: number;
}

export interface Plan {
  readonly strategy: Strategy;
  readonly reason: string;
  /** Calls to AWS it expects to need for all of its reach, when no pair is known yet. */
  readonly calls: number;
}

/**
 * Chooses the strategy with the fewest calls among those that read every pair in reach.
 * By pair asks for each combination, also where nothing is provisioned; by account finds out first.
 */
export function plan({ accounts, accountsToList, permissionSets, statistics }: PlanInput): Plan {
  const { setsPerAccount } = statistics;
  const known = Math.max(statistics.permissionSets, setsPerAccount, 1);
  const share = permissionSets === undefined ? 1 : Math.min(1, permissionSets / known);
  const byAccount = accountsToList + Math.ceil(accounts * setsPerAccount * share);
  if (permissionSets === undefined)
    return { strategy: 'BY_ACCOUNT', reason: 'the filter names no permission sets', calls: byAccount };
  const byPair = accounts * permissionSets;
  return byPair <= byAccount
    ? {
        strategy: 'BY_PAIR',
        reason: `${accounts} × ${permissionSets} pairs cost less than listing what is provisioned`,
        calls: byPair,
      }
    : {
        strategy: 'BY_ACCOUNT',
        reason: 'listing what is provisioned costs less than asking for every pair',
        calls: byAccount,
      };
}
