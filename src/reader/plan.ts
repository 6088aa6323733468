/** How the assignments that a question reaches are read. COVERED: everything needed is in the mirror. */
export type Strategy = 'BY_PRINCIPAL' | 'BY_PAIR' | 'BY_ACCOUNT' | 'COVERED';

/** What a plan is made from; nothing here is read from AWS for it. */
export interface PlanInput {
  readonly accounts: {
    /** In reach; an estimate when the account list was never read. */
    readonly count: number;
    /** Calls that find out which they are. */
    readonly callsToList: number;
    /** Of them, those whose provisioned permission sets would have to be read. */
    readonly toList: number;
  };
  /** Known provisioned pairs in reach whose assignments would have to be read. */
  readonly pairsToRead: number;
  /** Permission sets in reach, when the filter names them. */
  readonly permissionSets: number | undefined;
  /** Principals whose holdings are complete for the filter, when it names them, and those of them to be read. */
  readonly holders: { readonly count: number; readonly toRead: number } | undefined;
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
  /** Calls to AWS it expects to make for all of its reach. */
  readonly calls: number;
}

/**
 * Chooses the strategy with the fewest calls among those that read everything in reach. By pair asks for each
 * combination, also where nothing is provisioned; by account finds out first; by principal asks who is named.
 */
export function plan(input: PlanInput): Plan {
  const { accounts, permissionSets, holders } = input;
  const plans = [byAccount(input)];
  if (permissionSets !== undefined)
    plans.push({
      strategy: 'BY_PAIR',
      reason: `every pair of ${accounts.count} accounts and ${permissionSets} permission sets`,
      calls: accounts.callsToList + accounts.count * permissionSets,
    });
  if (holders)
    plans.push({
      strategy: 'BY_PRINCIPAL',
      reason: `what ${holders.count} principals hold`,
      calls: holders.toRead,
    });
  // Sorting is stable: the first of equals is the one that needs no combinations.
  const [best = byAccount(input)] = plans.toSorted((left, right) => left.calls - right.calls);
  return best;
}

function byAccount({ accounts, pairsToRead, permissionSets, statistics }: PlanInput): Plan {
  const { setsPerAccount } = statistics;
  const known = Math.max(statistics.permissionSets, setsPerAccount, 1);
  const share = permissionSets === undefined ? 1 : Math.min(1, permissionSets / known);
  const calls =
    accounts.callsToList +
    accounts.toList +
    Math.ceil(accounts.toList * setsPerAccount * share) +
    pairsToRead;
  if (calls === 0)
    return { strategy: 'COVERED', reason: 'everything in reach was read recently enough', calls };
  return { strategy: 'BY_ACCOUNT', reason: `what is provisioned to ${accounts.count} accounts`, calls };
}
