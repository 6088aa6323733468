/** How the assignments that a question reaches are read. COVERED: everything needed is in the mirror. */
export type Strategy = 'BY_PRINCIPAL' | 'BY_PAIR' | 'BY_PERMISSION_SET' | 'BY_ACCOUNT' | 'COVERED';

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
  /** Permission sets in reach, when the filter names them, and those whose accounts would have to be listed. */
  readonly permissionSets: Named | undefined;
  /** Principals whose holdings are complete for the filter, when it names them, and those that were not read. */
  readonly holders: Named | undefined;
  /** Rows that are asked for; Infinity for all. Whoever reads in order may stop when it has them. */
  readonly wanted: number;
  readonly statistics: Statistics;
}

export interface Named {
  readonly count: number;
  readonly toList: number;
}

export interface Statistics {
  /** Permission sets provisioned to an account, on average. */
  readonly setsPerAccount: number;
  /** Assignments in a provisioned pair, on average. */
  readonly rowsPerPair: number;
  /** Permission sets of the instance. */
  readonly permissionSets: number;
  /** Users and groups of the identity store. */
  readonly principals: number;
}

export interface Plan {
  readonly strategy: Strategy;
  readonly reason: string;
  /** Calls to AWS it expects to make, for as much of its reach as is asked for. */
  readonly calls: number;
}

/**
 * Chooses the strategy with the fewest calls among those that read everything in reach. By pair asks for each
 * combination, also where nothing is provisioned; by account and by permission set find out first; by principal
 * asks what those hold who are named. Only by account and by pair can end before everything in reach was read.
 */
export function plan(input: PlanInput): Plan {
  const { permissionSets, holders } = input;
  const best = byAccount(input);
  const others: Plan[] = [];
  if (permissionSets) others.push(byPermissionSet(input, permissionSets), byPair(input, permissionSets));
  if (holders) others.push(byPrincipal(holders));
  // The first of equals stays: it learns the most that later questions can use.
  return others.reduce((left, right) => (right.calls < left.calls ? right : left), best);
}

function byAccount(input: PlanInput): Plan {
  const { accounts, pairsToRead, permissionSets, statistics } = input;
  const ofSets = permissionSets ? Math.min(1, permissionSets.count / knownSets(statistics)) : 1;
  const pairs = accounts.count * statistics.setsPerAccount * ofSets;
  const toRead = accounts.toList * (1 + statistics.setsPerAccount * ofSets) + pairsToRead;
  const calls = accounts.callsToList + Math.ceil(toRead * shareOf(pairs, input));
  if (calls === 0)
    return { strategy: 'COVERED', reason: 'everything in reach was read recently enough', calls };
  return { strategy: 'BY_ACCOUNT', reason: `what is provisioned to ${accounts.count} accounts`, calls };
}

function byPermissionSet({ accounts, statistics }: PlanInput, { count, toList }: Named): Plan {
  const accountsPerSet = (accounts.count * statistics.setsPerAccount) / knownSets(statistics);
  return {
    strategy: 'BY_PERMISSION_SET',
    reason: `where ${count} permission sets are provisioned`,
    calls: toList + Math.ceil(accountsPerSet * count),
  };
}

function byPair(input: PlanInput, { count }: Named): Plan {
  const { accounts } = input;
  const pairs = accounts.count * count;
  return {
    strategy: 'BY_PAIR',
    reason: `every pair of ${accounts.count} accounts and ${count} permission sets`,
    calls: accounts.callsToList + Math.ceil(pairs * shareOf(pairs, input)),
  };
}

/** How much of the pairs has to be read before the wanted rows are found, when those named are spread evenly. */
function shareOf(pairs: number, { wanted, holders, statistics }: PlanInput): number {
  const matching = holders ? Math.min(1, holders.count / Math.max(1, statistics.principals)) : 1;
  const rows = pairs * statistics.rowsPerPair * matching;
  return rows > 0 ? Math.min(1, wanted / rows) : 1;
}

function byPrincipal({ count, toList }: Named): Plan {
  return { strategy: 'BY_PRINCIPAL', reason: `what ${count} principals hold`, calls: toList };
}

function knownSets({ permissionSets, setsPerAccount }: Statistics): number {
  return Math.max(permissionSets, setsPerAccount, 1);
}
