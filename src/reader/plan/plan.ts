import { callsOf, costOf, free, partOf, together, type Cost } from './cost.ts';
import type { Prerequisite, ExplainedStrategy, Strategy } from './strategy.ts';
import type { Estimates } from './estimates/estimate.ts';

export interface Explanation {
  readonly strategy: ExplainedStrategy;
  readonly reason: string;
  /** Calls to AWS it expects to make, for as much of its reach as is asked for. */
  readonly calls: number;
  /** What they take at the present budget. */
  readonly seconds: number;
  readonly callsByOperation: Cost;
}

/** One strategy to read everything in reach. */
export interface CandidatePlan {
  readonly strategy: Strategy;
  readonly reason: string;
  /** Calls before the first row. */
  readonly upfront: Cost;
  /** Calls that come with the rows, in their order: whoever has enough rows makes no more of them. */
  readonly walk: Cost;
  /** Rows that the walk gives. */
  readonly rows: number;
  /** What to do first; afterwards more is known, and it is worth choosing again. */
  readonly prerequisite: Prerequisite | undefined;
}

export interface Circumstances {
  /** Rows that are asked for; Infinity for all. */
  readonly wanted: number;
  /** What so many calls take at the present budget. */
  readonly seconds: (cost: Cost) => number;
  /** The only strategy to take: a test's or a bench's choice. */
  readonly forced?: Strategy | undefined;
}

/** The strategies that read everything in reach. The first of equals is chosen: it teaches the most that later questions can use. */
export function candidatePlans(estimates: Estimates): readonly CandidatePlan[] {
  const { refused, refusals, sets, holders, isInherited } = estimates;
  const candidates: CandidatePlan[] = [];
  if (!isInherited) candidates.push(byAccount(estimates), byPermissionSet(estimates));
  if (!isInherited && sets.isBounded) candidates.push(byPair(estimates));
  if (holders) candidates.push(byPrincipal(estimates, holders));
  // The refusal of a strategy that does not fit the filter explains nothing.
  const since = candidates.flatMap(({ strategy }) => refusals.get(strategy) ?? []);
  return candidates
    .filter(({ strategy }) => !refused.has(strategy))
    .map((candidate) => ({ ...candidate, reason: [candidate.reason, ...since].join(', since ') }));
}

/** The candidate that takes the fewest seconds, then the fewest calls. Undefined where the forced strategy is none of them. */
export function cheapest(
  candidates: readonly CandidatePlan[],
  circumstances: Circumstances,
): CandidatePlan | undefined {
  const { forced, seconds } = circumstances;
  const weighed = candidates
    .filter(({ strategy }) => forced === undefined || strategy === forced)
    .map((candidate) => {
      const cost = priceOf(candidate, circumstances.wanted);
      return { candidate, calls: callsOf(cost), seconds: seconds(cost) };
    });
  const [first] = weighed.toSorted((one, other) => one.seconds - other.seconds || one.calls - other.calls);
  return first?.candidate;
}

/** What a candidate costs when so many rows are asked for. */
export function priceOf({ upfront, walk, rows }: CandidatePlan, wanted: number): Cost {
  return together(partOf(upfront, 1), partOf(walk, rows > 0 ? Math.min(1, wanted / rows) : 1));
}

/** What to tell of the candidates that were chosen, one for each part of the question, of their cost, and of what comes on top. */
export function explanationOf(
  chosen: readonly { readonly candidate: CandidatePlan; readonly price: Cost }[],
  ofAssignments: Cost,
  more: Cost,
  { seconds }: Pick<Circumstances, 'seconds'>,
): Explanation {
  const callsByOperation = new Map([...together(ofAssignments, more)].filter(([, calls]) => calls > 0));
  const calls = callsOf(callsByOperation);
  const cost = { calls, seconds: calls === 0 ? 0 : seconds(callsByOperation), callsByOperation };
  const [dearest] = chosen.toSorted((one, other) => callsOf(other.price) - callsOf(one.price));
  if (!dearest || callsOf(dearest.price) === 0 || callsOf(ofAssignments) === 0) {
    const covered = calls === 0 ? 'everything in reach was' : 'the assignments in reach were';
    return { ...cost, strategy: 'COVERED', reason: `${covered} read recently enough` };
  }
  return {
    ...cost,
    strategy: dearest.candidate.strategy,
    reason: [...new Set(chosen.map(({ candidate }) => candidate.reason))].join('; and '),
  };
}

/** Parts share what is read once for the whole organization, and names; of the rest each counts its own, also where two of them meet. */
export function union(prices: readonly Cost[]): Cost {
  const dearest = (operation: string) => Math.max(...prices.map((price) => price.get(operation) ?? 0));
  return new Map(
    [...together(...prices)].map(([operation, calls]) => [
      operation,
      isOwn.test(operation) ? calls : dearest(operation),
    ]),
  );
}

const isOwn = /ListAccountAssignments|Provisioned/;

const listAssignments = 'sso-admin:ListAccountAssignments';

/** What is provisioned to each account, then each of these pairs. */
function byAccount({ accounts, sets, pairs, principalNames, rows }: Estimates): CandidatePlan {
  const lists = costOf('sso-admin:ListPermissionSetsProvisionedToAccount', accounts.provisionedCalls);
  return {
    strategy: 'BY_ACCOUNT',
    reason: `what is provisioned to ${counted(accounts.count, 'account')}`,
    upfront: together(accounts.list, accounts.facts),
    walk: together(lists, sets.names, costOf(listAssignments, pairs.calls), principalNames),
    rows,
    prerequisite: accounts.list.size > 0 ? 'LIST_ACCOUNTS' : undefined,
  };
}

/** The accounts in which each permission set is provisioned, then each of these pairs. */
function byPermissionSet({ accounts, sets, pairs, principalNames, rows }: Estimates): CandidatePlan {
  const lists = costOf('sso-admin:ListAccountsForProvisionedPermissionSet', sets.accountsOfCalls);
  // Where all permission sets are in reach, their lists name so many accounts that these are better listed first.
  const isListed = accounts.isJudged && !sets.isBounded && accounts.list.size > 0;
  return {
    strategy: 'BY_PERMISSION_SET',
    reason: `where ${counted(sets.count, 'permission set')} ${isOne(sets.count) ? 'is' : 'are'} provisioned`,
    upfront: together(sets.list, sets.names, lists, isListed ? accounts.list : accounts.factsAnywhere),
    walk: together(costOf(listAssignments, pairs.calls), principalNames),
    rows,
    prerequisite: isListed
      ? 'LIST_ACCOUNTS'
      : (knowSets(sets) ?? (lists.size > 0 ? 'LIST_ACCOUNTS_OF_SETS' : undefined)),
  };
}

/** Every combination of accounts and permission sets in reach, whether provisioned or not. */
function byPair({ accounts, sets, combinations, principalNames, rows }: Estimates): CandidatePlan {
  return {
    strategy: 'BY_PAIR',
    reason: `every pair of ${counted(accounts.count, 'account')} and ${counted(sets.count, 'permission set')}`,
    upfront: together(accounts.list, accounts.facts, sets.list, sets.names),
    walk: together(costOf(listAssignments, combinations), principalNames),
    rows,
    prerequisite: accounts.list.size > 0 ? 'LIST_ACCOUNTS' : knowSets(sets),
  };
}

/** What those hold who are named. Everything is read before the first row. */
function byPrincipal(
  { accounts, sets }: Estimates,
  holders: NonNullable<Estimates['holders']>,
): CandidatePlan {
  const holdings = costOf('sso-admin:ListAccountAssignmentsForPrincipal', holders.calls);
  const isKnown = holders.list.size === 0;
  // Of what nobody holds nothing is to be found out.
  const lookups = isKnown && holders.count === 0 ? free : together(accounts.factsAnywhere, sets.names);
  return {
    strategy: 'BY_PRINCIPAL',
    reason: `what ${counted(holders.count, 'principal')} ${isOne(holders.count) ? 'holds' : 'hold'}`,
    upfront: together(holders.list, holdings, lookups),
    walk: free,
    rows: 0,
    prerequisite: isKnown ? (holders.calls > 0 ? 'READ_HOLDINGS' : undefined) : 'LIST_PRINCIPALS',
  };
}

function knowSets({ list, names }: Estimates['sets']): Prerequisite | undefined {
  if (list.size > 0) return 'LIST_PERMISSION_SETS';
  return names.size > 0 ? 'NAME_PERMISSION_SETS' : undefined;
}

function counted(count: number, noun: string): string {
  return `${Math.round(count).toLocaleString('en-US')} ${noun}${isOne(count) ? '' : 's'}`;
}

/** Counts may be guesses, and parts of a whole. */
function isOne(count: number): boolean {
  return Math.round(count) === 1;
}
