import type { Outcome } from './completeness.ts';
import { holdingsKey, provisionedKey } from './extents/assignments.ts';
import { provisionedAccounts } from './extents/permission-sets.ts';
import { accountBound, permissionSetBound } from './filter/bounds.ts';
import {
  canNameHolders,
  holdersById,
  holdersByName,
  readHoldings,
  throughMemberships,
  type Holders,
  type Holdings,
} from './holders.ts';
import { plan, type Plan } from './plan.ts';
import type { Question } from './question.ts';
import { reachOf, type Reach } from './reach.ts';
import { sideBySide } from './side-by-side.ts';

/** A question whose reach is known and whose way of reading is chosen. */
export interface Prepared {
  readonly question: Question;
  readonly reach: Reach;
  readonly plan: Plan;
  /** By principal: everything that the principals hold. */
  readonly holdings: Holdings | undefined;
  /** By pair and by permission set: the sets in reach, in order, each with the accounts to ask about; without, all. */
  readonly sets: ReadonlyMap<string, ReadonlySet<string> | undefined> | undefined;
  readonly rowsPerPair: number;
}

/**
 * Chooses the way for a question of which `wanted` rows are asked, and finds out the accounts in reach.
 * By principal it reads everything that is needed.
 */
export async function prepare(question: Question, wanted: number): Promise<Prepared> {
  let holders = await holdersById(question);
  let chosen = await choose(question, holders, wanted);
  if (!holders && chosen.calls > 0 && canNameHolders(question)) {
    holders = await holdersByName(question);
    if (holders) chosen = await choose(question, holders, wanted);
  }
  if (holders && chosen.strategy === 'BY_PRINCIPAL') {
    const holdings = await readHoldings(question, holders);
    if (holdings) return byPrincipal(question, chosen, holdings);
  }
  if (question.inheritedBy !== undefined) return throughGroups(question, question.inheritedBy, wanted);
  if (chosen.strategy === 'BY_PERMISSION_SET') {
    const lists = await readAccountsOfSets(question, setsOf(question) ?? []);
    if (lists) return byPermissionSet(question, chosen, lists);
  }
  return byPairs(question, chosen, []);
}

async function byPrincipal(question: Question, chosen: Plan, holdings: Holdings): Promise<Prepared> {
  const reach = await reachOf(question, new Set(holdings.rows.map(({ accountId }) => accountId)));
  const outcomes = [...holdings.outcomes, ...reach.outcomes];
  return { question, reach: { ...reach, outcomes }, plan: chosen, holdings, sets: undefined, rowsPerPair: 1 };
}

async function byPermissionSet(question: Question, chosen: Plan, lists: AccountsOfSets): Promise<Prepared> {
  const { accountIds, outcomes } = lists;
  const anywhere = [...accountIds.values()].reduce<ReadonlySet<string>>(
    (all, ids) => all.union(ids),
    new Set(),
  );
  const prepared = await byPairs(question, chosen, outcomes, anywhere);
  return { ...prepared, sets: accountIds };
}

/** Where AWS does not tell what reaches a user, the user's groups do. */
async function throughGroups(question: Question, userId: string, wanted: number): Promise<Prepared> {
  const { expression, outcome } = await throughMemberships(question, userId);
  const { inheritedBy: _, ...rest } = question;
  const asked = { ...rest, expression };
  return byPairs(asked, await choose(asked, undefined, wanted), [outcome]);
}

async function byPairs(
  question: Question,
  chosen: Plan,
  outcomes: readonly Outcome[],
  among?: ReadonlySet<string>,
): Promise<Prepared> {
  const reach = await reachOf(question, among);
  const { rowsPerPair } = await question.facts.statistics();
  const everywhere = new Map((setsOf(question) ?? []).map((arn) => [arn, undefined]));
  return {
    question,
    reach: { ...reach, outcomes: [...outcomes, ...reach.outcomes] },
    plan: chosen,
    holdings: undefined,
    sets: chosen.strategy === 'BY_PAIR' ? everywhere : undefined,
    rowsPerPair: Math.max(rowsPerPair, 0.1),
  };
}

interface AccountsOfSets {
  readonly accountIds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly outcomes: readonly Outcome[];
}

/** Reads in which accounts each permission set is provisioned; undefined when AWS does not tell. */
async function readAccountsOfSets(
  { facts, freshness, scope }: Question,
  arns: readonly string[],
): Promise<AccountsOfSets | undefined> {
  const extents = arns.map((arn) => provisionedAccounts(facts.source, arn));
  const outcomes = await sideBySide(extents, (extent) =>
    facts.reads.ensure(extent, freshness.assignments, scope),
  );
  if (outcomes.some(({ error, readAt }) => error && readAt === undefined)) return undefined;
  const accountIds = new Map<string, ReadonlySet<string>>();
  for (const [n, arn] of arns.entries()) {
    const items = await facts.mirror.items.after(extents[n]?.key ?? '', '', Number.MAX_SAFE_INTEGER);
    accountIds.set(arn, new Set(items.map(({ key }) => key)));
  }
  return { accountIds, outcomes };
}

/** The way with the fewest calls, by what the mirror knows without one. */
async function choose(question: Question, holders: Holders | undefined, wanted: number): Promise<Plan> {
  const { facts, expression, freshness } = question;
  const arns = setsOf(question);
  const statistics = await facts.statistics();
  // With nobody and no permission set to ask about, there is one way only, and nothing to weigh.
  if (!holders && !arns && !canNameHolders(question)) return plan({ ...oneWay, wanted, statistics });

  const { coverage, accounts, assignments } = facts.mirror;
  const named = accountBound(expression);
  const listedAt = (await coverage.readAt(['accounts'])).get('accounts') ?? Number.NEGATIVE_INFINITY;
  const ids = named ? [...named] : (await accounts.list()).map(({ accountId }) => accountId);
  const isListed = named !== undefined || listedAt >= freshness.assignments;
  const count = isListed ? ids.length : Math.max(ids.length, facts.guessedAccounts);
  const setLists = arns?.map((arn) => provisionedAccounts(facts.source, arn).key);
  return plan({
    accounts: {
      count,
      callsToList: isListed ? 0 : Math.ceil(count / 20),
      toList: isListed ? await countStaleLists(question, ids.map(provisionedKey)) : count,
    },
    pairsToRead: isListed ? await assignments.countStale(ids, arns, freshness.assignments) : 0,
    permissionSets: setLists && { count: setLists.length, toList: await countStaleLists(question, setLists) },
    holders: holders && {
      count: holders.ids.length,
      toList: await countStaleLists(question, holders.ids.map(holdingsKey)),
    },
    wanted,
    statistics,
  });
}

const oneWay = {
  accounts: { count: 1, callsToList: 1, toList: 1 },
  pairsToRead: 0,
  permissionSets: undefined,
  holders: undefined,
};

function setsOf({ expression }: Question): readonly string[] | undefined {
  const arns = permissionSetBound(expression);
  return arns && [...arns].toSorted();
}

async function countStaleLists({ facts, freshness }: Question, extents: readonly string[]): Promise<number> {
  const readAt = await facts.mirror.coverage.readAt(extents);
  return extents.length - [...readAt.values()].filter((at) => at >= freshness.assignments).length;
}
