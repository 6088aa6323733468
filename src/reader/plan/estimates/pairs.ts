import type { PairBounds } from '../../../mirror/queries/pairs.ts';
import { accountsOfKey, principalsKey } from '../../../mirror/keys.ts';
import { free, together, type Cost } from '../cost.ts';
import { asksForFactsOf, asksForPrincipalFacts, asksForPrincipals, some } from '../../filter/bounds.ts';
import type { Question } from '../../query/question.ts';
import type { Statistics } from '../statistics.ts';
import type { Estimates } from './estimate.ts';
import type { AccountEstimates } from './accounts.ts';
import type { PrincipalEstimates } from './principals.ts';
import { pagesOf } from './pages.ts';
import type { PermissionSetEstimates } from './permission-sets.ts';

interface Reach {
  readonly accounts: AccountEstimates;
  readonly sets: PermissionSetEstimates;
  readonly holders: PrincipalEstimates | undefined;
  readonly statistics: Statistics;
}

/** Combinations beyond this are never asked for one by one. */
const maxCombinations = 20_000;
/** Of rows that a filter of principals picks out, when nothing tells how many they are. */
const guessedMatch = 1 / 4;

export function estimatePairs(
  question: Question,
  reach: Reach,
): Pick<Estimates, 'pairs' | 'combinations' | 'rows' | 'principalNames'> {
  const { facts, freshness } = question;
  const { accounts, sets, statistics } = reach;
  const bounds: PairBounds = { accountIds: accounts.ids, permissionSetArns: sets.arns };
  const stale = facts.mirror.pairs.stale(freshness.assignments, bounds);
  const uncovered = uncoveredPairs(reach);
  const calls = stale.calls + uncovered;
  // Where nothing is to be read, how much there is makes no difference.
  const known = calls > 0 ? facts.mirror.pairs.total(bounds) : { pairs: 0, read: 0, rows: 0 };
  const candidates = known.rows + (known.pairs - known.read + uncovered) * statistics.rowsPerPair;
  return {
    pairs: { calls },
    combinations: combinations(question, reach, stale.calls),
    rows: candidates * matchOf(question, reach),
    principalNames: principalNames(question, reach, candidates),
  };
}

/** Pairs of which neither their account nor their permission set has told. */
function uncoveredPairs({ accounts, sets, statistics }: Reach): number {
  const { setsPerAccount } = statistics;
  const ofAccounts = accounts.unknown * setsPerAccount * Math.min(1, sets.count / Math.max(1, sets.total));
  const accountsPerSet = (accounts.count * setsPerAccount) / Math.max(1, sets.total);
  return Math.min(ofAccounts, sets.unknown * accountsPerSet);
}

/** Calls for every pair that may be provisioned: what is known to be, and all that no list has told about. */
function combinations(
  { facts, driver, freshness }: Question,
  { accounts, sets }: Reach,
  staleCalls: number,
): number {
  const { pairs } = facts.mirror;
  if (!sets.isBounded || sets.arns === undefined || accounts.unlisted.length * sets.count > maxCombinations)
    return Number.POSITIVE_INFINITY;
  const arns = sets.arns.filter((arn) => !driver.isFresh(accountsOfKey(arn)));
  const told = pairs.stale(freshness.assignments, {
    accountIds: accounts.unlisted,
    permissionSetArns: arns,
  }).calls;
  let asked = 0;
  for (const accountId of accounts.unlisted)
    for (const arn of arns)
      if ((pairs.readAt(accountId, arn) ?? Number.NEGATIVE_INFINITY) < freshness.assignments)
        asked += pagesOf(pairs.sizeOf(accountId, arn));
  return asked + staleCalls - told + accounts.guessed * sets.count;
}

function matchOf({ expression }: Question, { holders, statistics }: Reach): number {
  if (holders) return Math.min(1, holders.count / Math.max(1, statistics.users + statistics.groups));
  return asksForPrincipals(expression) ? guessedMatch : 1;
}

/** A list that is fresh has everybody; otherwise those on the rows are described, or listed. */
function principalNames(
  { facts, driver, expression, freshness }: Question,
  { statistics, holders }: Reach,
  rows: number,
): Cost {
  if (!asksForPrincipalFacts(expression)) return free;
  const types = [
    ['USER', statistics.users],
    ['GROUP', statistics.groups],
  ] as const;
  // Others than those whom the filter names are not looked up.
  const most = holders?.isNamed ? holders.count : Number.POSITIVE_INFINITY;
  const costs = types
    .filter(([type]) => {
      const isListed =
        driver.isFresh(principalsKey(type)) ||
        facts.mirror.coverage.isFresh(principalsKey(type), freshness.names);
      return !isListed && some(expression, (leaf) => asksForFactsOf(leaf, type));
    })
    .map(([type, size]) =>
      facts.costs.unknown(type, Math.ceil(Math.min(rows / 2, size, most)), freshness.names),
    );
  return together(...costs);
}
