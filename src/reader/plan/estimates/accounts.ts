import { accountsKey, provisionedKey, treeKey } from '../../../mirror/keys.ts';
import type { AccountFacts, Known } from '../../../mirror/rows.ts';
import { free, together, type Cost } from '../cost.ts';
import { costOfExtent } from '../extent-cost.ts';
import { accountBound, asksForAccountFacts, asksForPlaces, constrains } from '../../filter/bounds.ts';
import { evaluate } from '../../filter/expression.ts';
import { isInOrganization } from '../../facts/from-aws.ts';
import type { Question } from '../../query/question.ts';
import type { Catalog } from './catalog.ts';
import type { Estimates } from './estimate.ts';
import { isUnread } from './is-unread.ts';
import { pagesOf } from './pages.ts';
import type { PermissionSetEstimates } from './permission-sets.ts';

export interface AccountEstimates extends Required<Estimates['accounts']> {
  /** Those that may be in reach, in no order; undefined when all may. */
  readonly ids: readonly string[] | undefined;
  /** The same, all of them, as far as they are known. */
  readonly reached: readonly string[];
  /** Those whose list of permission sets would have to be read. */
  readonly unlisted: readonly string[];
  /** Accounts in reach that the mirror has never heard of, as far as can be guessed. */
  readonly guessed: number;
  /** Those in reach of which it was never read. */
  readonly unknown: number;
}

/** Of accounts that were never listed, so many are expected to be what the filter asks for. */
const guessedMatch = 1 / 4;

export function estimateAccounts(
  question: Question,
  sets: PermissionSetEstimates,
  catalog: Catalog,
): AccountEstimates {
  const { facts, freshness, driver, expression, after } = question;
  const { statistics } = catalog;
  const { coverage } = facts.mirror;
  const places = placesCost(question, catalog);
  const candidates = candidatesOf(question, catalog, places.size === 0);
  const size = coverage.sizeOf(accountsKey);
  const isListRead = candidates.isNamed || !isUnread(driver, accountsKey);
  const list = isListRead ? free : costOfExtent(facts, freshness, accountsKey);
  const lookups = asksForAccountFacts(expression);
  const ids = [...candidates.known.keys()].filter((id) => !after || id >= after.accountId);
  const isBounded = candidates.isNamed || ids.length < candidates.all.size;

  const unlisted = sets.isCovered ? [] : ids.filter((id) => isUnread(driver, provisionedKey(id)));
  const sizes = unlisted.map((id) => coverage.sizeOf(provisionedKey(id)));
  const isJudged = !candidates.isNamed && lookups && constrains(expression, 'target');
  const match = isJudged ? guessedMatch : 1;
  const guessed =
    candidates.isNamed || size !== undefined
      ? 0
      : Math.max(0, statistics.accounts - candidates.all.size) * match;
  const known = sizes.filter((listSize) => listSize !== undefined);
  const unknown = sizes.length - known.length + guessed;
  const named = candidates.isNamed ? [...candidates.all.keys()] : [];
  return {
    count: ids.length + guessed,
    list,
    isJudged,
    facts: lookups ? together(places, driver.costs.accounts(named, freshness.assignments)) : free,
    factsAnywhere: lookups ? together(places, driver.costs.accounts(ids, freshness.assignments)) : free,
    provisionedCalls:
      known.reduce((sum, listSize) => sum + pagesOf(listSize), 0) + (sets.isCovered ? 0 : unknown),
    ids: isBounded ? ids : undefined,
    reached: ids,
    unlisted,
    guessed,
    unknown,
  };
}

interface Candidates {
  readonly isNamed: boolean;
  readonly all: ReadonlyMap<string, Known<AccountFacts> | undefined>;
  /** Those that may be in reach, by what is known of them, however old. */
  readonly known: ReadonlyMap<string, Known<AccountFacts> | undefined>;
}

/** Where the account list does not tell the way from the root, the tree does: a call for each OU, and one for the roots. */
function placesCost({ facts, driver, freshness, expression }: Question, { accounts }: Catalog): Cost {
  if (!asksForPlaces(expression) || !isUnread(driver, treeKey) || !facts.hasLostPlaces(accounts)) return free;
  return costOfExtent(facts, freshness, treeKey);
}

function candidatesOf(
  { facts, expression }: Question,
  { accounts, strays }: Catalog,
  arePlaced: boolean,
): Candidates {
  const named = accountBound(expression);
  const all = new Map<string, Known<AccountFacts> | undefined>();
  for (const accountId of named ?? strays) all.set(accountId, undefined);
  const rows = facts.mirror.accounts.byId(all.keys()).values();
  const isTold = (row: Known<AccountFacts>) =>
    row.readAt !== null && arePlaced && (isInOrganization(row) || !strays.has(row.accountId));
  for (const row of [...(named ? [] : accounts), ...rows])
    all.set(row.accountId, isTold(row) ? row : undefined);
  const mayMatch = ([accountId, row]: [string, Known<AccountFacts> | undefined]) =>
    evaluate(expression, { account: { accountId, facts: row } }) !== false;
  return { isNamed: named !== undefined, all, known: new Map([...all].filter(mayMatch)) };
}
