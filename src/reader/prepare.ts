import type { Outcome } from './completeness.ts';
import { provisionedKey } from './extents/assignments.ts';
import { accountBound, permissionSetBound } from './filter/bounds.ts';
import { countStale, holdersOf, readHoldings, throughMemberships, type Holdings } from './holders.ts';
import { plan, type Plan } from './plan.ts';
import type { Question } from './question.ts';
import { reachOf, type Reach } from './reach.ts';

/** A question whose reach is known and whose way of reading is chosen. */
export interface Prepared {
  readonly question: Question;
  readonly reach: Reach;
  readonly plan: Plan;
  /** By principal: everything that the principals hold. */
  readonly holdings: Holdings | undefined;
  /** The permission sets in reach, by ARN, when the filter names them. */
  readonly arns: readonly string[] | undefined;
  readonly rowsPerPair: number;
}

/** Chooses the way, and finds out the accounts in reach; by principal it reads everything that is needed. */
export async function prepare(question: Question): Promise<Prepared> {
  const chosen = await choose(question);
  if (chosen.strategy === 'BY_PRINCIPAL') {
    const holdings = await readHoldings(question, (await holdersOf(question)) ?? []);
    if (holdings) return byPrincipal(question, chosen, holdings);
  }
  const { inheritedBy } = question;
  if (inheritedBy === undefined) return byPairs(question, []);
  const { expression, outcome } = await throughMemberships(question, inheritedBy);
  const { inheritedBy: _, ...rest } = question;
  return byPairs({ ...rest, expression }, [outcome]);
}

async function byPrincipal(question: Question, chosen: Plan, holdings: Holdings): Promise<Prepared> {
  const reach = await reachOf(question, new Set(holdings.rows.map(({ accountId }) => accountId)));
  const outcomes = [...holdings.outcomes, ...reach.outcomes];
  return { question, reach: { ...reach, outcomes }, plan: chosen, holdings, arns: undefined, rowsPerPair: 1 };
}

async function byPairs(question: Question, outcomes: readonly Outcome[]): Promise<Prepared> {
  const reach = await reachOf(question);
  const arns = permissionSetBound(question.expression);
  const ids = reach.accounts.map(({ accountId }) => accountId);
  const statistics = await question.facts.statistics();
  return {
    question,
    reach: { ...reach, outcomes: [...outcomes, ...reach.outcomes] },
    holdings: undefined,
    arns: arns && [...arns].toSorted(),
    rowsPerPair: Math.max(statistics.rowsPerPair, 0.1),
    plan: plan({
      accounts: {
        count: ids.length,
        callsToList: 0,
        toList: arns ? await staleLists(question, ids) : ids.length,
      },
      pairsToRead: 0,
      permissionSets: arns?.size,
      holders: undefined,
      statistics,
    }),
  };
}

/** The way to begin with, by what the mirror knows without a call. */
async function choose(question: Question): Promise<Plan> {
  const { facts, expression, freshness } = question;
  const { coverage, accounts, assignments } = facts.mirror;
  const holders = await holdersOf(question);
  const statistics = await facts.statistics();
  const named = accountBound(expression);
  // Without a principal to ask about, reaching out for the accounts is the only beginning.
  if (!holders) return plan({ ...nothingKnown, statistics });
  const toRead = await countStale(question, holders);
  const listedAt = (await coverage.readAt(['accounts'])).get('accounts') ?? Number.NEGATIVE_INFINITY;
  const ids = named ? [...named] : (await accounts.list()).map(({ accountId }) => accountId);
  const isListed = named !== undefined || listedAt >= freshness.assignments;
  const count = isListed ? ids.length : Math.max(ids.length, facts.guessedAccounts);
  return plan({
    accounts: {
      count,
      callsToList: isListed ? 0 : Math.ceil(count / 20),
      toList: isListed ? await staleLists(question, ids) : count,
    },
    pairsToRead: isListed ? await assignments.countStale(ids, freshness.assignments) : 0,
    permissionSets: permissionSetBound(expression)?.size,
    holders: { count: holders.length, toRead },
    statistics,
  });
}

const nothingKnown = {
  accounts: { count: 1, callsToList: 1, toList: 1 },
  pairsToRead: 0,
  permissionSets: undefined,
  holders: undefined,
};

async function staleLists({ facts, freshness }: Question, accountIds: readonly string[]): Promise<number> {
  const readAt = await facts.mirror.coverage.readAt(accountIds.map(provisionedKey));
  return accountIds.length - [...readAt.values()].filter((at) => at >= freshness.assignments).length;
}
