import { callsOf, costOf, free, partOf, together, type Cost } from './cost.ts';
import type { Step, Strategy, Way } from './strategy.ts';
import type { Survey } from './estimates/estimate.ts';

export interface Plan {
  readonly strategy: Strategy;
  readonly reason: string;
  /** Calls to AWS it expects to make, for as much of its reach as is asked for. */
  readonly calls: number;
  /** What they take at the present budget. */
  readonly seconds: number;
  readonly callsByOperation: Cost;
}

/** One way to read everything in reach. */
export interface Offer {
  readonly way: Way;
  readonly reason: string;
  /** Calls before the first row. */
  readonly upfront: Cost;
  /** Calls that come with the rows, in their order: whoever has enough rows makes no more of them. */
  readonly walk: Cost;
  /** Rows that the walk gives. */
  readonly rows: number;
  /** What to do first; afterwards more is known, and it is worth choosing again. */
  readonly next: Step | undefined;
}

export interface Circumstances {
  /** Rows that are asked for; Infinity for all. */
  readonly wanted: number;
  /** What so many calls take at the present budget. */
  readonly seconds: (cost: Cost) => number;
  /** The only way to take: a test's or a bench's choice. */
  readonly forced?: Way | undefined;
}

/** The ways that read everything in reach. The first of equals is chosen: it teaches the most that later questions can use. */
export function offersOf(survey: Survey): readonly Offer[] {
  const { refused, refusals, sets, holders, isInherited } = survey;
  const offers: Offer[] = [];
  if (!isInherited) offers.push(byAccount(survey), byPermissionSet(survey));
  if (!isInherited && sets.isBounded) offers.push(byPair(survey));
  if (holders) offers.push(byPrincipal(survey, holders));
  // The refusal of a way that does not fit the filter explains nothing.
  const since = offers.flatMap(({ way }) => refusals.get(way) ?? []);
  return offers
    .filter(({ way }) => !refused.has(way))
    .map((offer) => ({ ...offer, reason: [offer.reason, ...since].join(', since ') }));
}

/** The offer that takes the fewest seconds, then the fewest calls. Undefined where the forced way is none of them. */
export function best(offers: readonly Offer[], circumstances: Circumstances): Offer | undefined {
  const { forced, seconds } = circumstances;
  const weighed = offers
    .filter(({ way }) => forced === undefined || way === forced)
    .map((offer) => {
      const cost = priceOf(offer, circumstances.wanted);
      return { offer, calls: callsOf(cost), seconds: seconds(cost) };
    });
  const [first] = weighed.toSorted((one, other) => one.seconds - other.seconds || one.calls - other.calls);
  return first?.offer;
}

/** What an offer costs when so many rows are asked for. */
export function priceOf({ upfront, walk, rows }: Offer, wanted: number): Cost {
  return together(partOf(upfront, 1), partOf(walk, rows > 0 ? Math.min(1, wanted / rows) : 1));
}

/** What to tell of the offers that were chosen, one for each part of the question, of their cost, and of what comes on top. */
export function planOf(
  chosen: readonly { readonly offer: Offer; readonly price: Cost }[],
  ofAssignments: Cost,
  more: Cost,
  { seconds }: Pick<Circumstances, 'seconds'>,
): Plan {
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
    strategy: dearest.offer.way,
    reason: [...new Set(chosen.map(({ offer }) => offer.reason))].join('; and '),
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
function byAccount({ accounts, sets, pairs, principalNames, rows }: Survey): Offer {
  const lists = costOf('sso-admin:ListPermissionSetsProvisionedToAccount', accounts.provisionedCalls);
  return {
    way: 'BY_ACCOUNT',
    reason: `what is provisioned to ${counted(accounts.count, 'account')}`,
    upfront: together(accounts.list, accounts.facts),
    walk: together(lists, sets.names, costOf(listAssignments, pairs.calls), principalNames),
    rows,
    next: accounts.list.size > 0 ? 'LIST_ACCOUNTS' : undefined,
  };
}

/** The accounts in which each permission set is provisioned, then each of these pairs. */
function byPermissionSet({ accounts, sets, pairs, principalNames, rows }: Survey): Offer {
  const lists = costOf('sso-admin:ListAccountsForProvisionedPermissionSet', sets.accountsOfCalls);
  // Where all permission sets are in reach, their lists name so many accounts that these are better listed first.
  const isListed = accounts.isJudged && !sets.isBounded && accounts.list.size > 0;
  return {
    way: 'BY_PERMISSION_SET',
    reason: `where ${counted(sets.count, 'permission set')} ${isOne(sets.count) ? 'is' : 'are'} provisioned`,
    upfront: together(sets.list, sets.names, lists, isListed ? accounts.list : accounts.factsAnywhere),
    walk: together(costOf(listAssignments, pairs.calls), principalNames),
    rows,
    next: isListed
      ? 'LIST_ACCOUNTS'
      : (knowSets(sets) ?? (lists.size > 0 ? 'LIST_ACCOUNTS_OF_SETS' : undefined)),
  };
}

/** Every combination of accounts and permission sets in reach, whether provisioned or not. */
function byPair({ accounts, sets, combinations, principalNames, rows }: Survey): Offer {
  return {
    way: 'BY_PAIR',
    reason: `every pair of ${counted(accounts.count, 'account')} and ${counted(sets.count, 'permission set')}`,
    upfront: together(accounts.list, accounts.facts, sets.list, sets.names),
    walk: together(costOf(listAssignments, combinations), principalNames),
    rows,
    next: accounts.list.size > 0 ? 'LIST_ACCOUNTS' : knowSets(sets),
  };
}

/** What those hold who are named. Everything is read before the first row. */
function byPrincipal({ accounts, sets }: Survey, holders: NonNullable<Survey['holders']>): Offer {
  const holdings = costOf('sso-admin:ListAccountAssignmentsForPrincipal', holders.calls);
  const isKnown = holders.list.size === 0;
  // Of what nobody holds nothing is to be found out.
  const lookups = isKnown && holders.count === 0 ? free : together(accounts.factsAnywhere, sets.names);
  return {
    way: 'BY_PRINCIPAL',
    reason: `what ${counted(holders.count, 'principal')} ${isOne(holders.count) ? 'holds' : 'hold'}`,
    upfront: together(holders.list, holdings, lookups),
    walk: free,
    rows: 0,
    next: isKnown ? (holders.calls > 0 ? 'READ_HOLDINGS' : undefined) : 'LIST_PRINCIPALS',
  };
}

function knowSets({ list, names }: Survey['sets']): Step | undefined {
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
