import type { AccountFacts, Known } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import * as organization from '../extents/organization.ts';
import { evaluate } from '../filter/expression.ts';
import { accountBound, asksForAccountFacts, asksForPlaces } from '../filter/bounds.ts';
import type { Found } from '../facts/by-id.ts';
import type { Question } from '../query/question.ts';
import { orThrow } from '../reads.ts';
import { strays } from './strays.ts';
import { filterInTurns } from '../../reading/turns.ts';

/** An account in which the filter could match something. */
export interface ReachedAccount {
  readonly accountId: string;
  readonly facts: Known<AccountFacts> | undefined;
  /** The permission sets in reach, where they are known; others cannot match. */
  readonly arns?: ReadonlySet<string> | undefined;
  /** The lists of the permission sets told its pairs: old ones, where a read failed. @default false */
  readonly isTold?: boolean;
  /** Of permission sets of which no list tells whether they are provisioned, each is asked about. @default false */
  readonly asksPairs?: boolean;
}

export interface Reach {
  /** By id. */
  readonly accounts: readonly ReachedAccount[];
  /** The organization-wide lists and single descriptions that it rests on. */
  readonly outcomes: readonly Outcome[];
}

/**
 * Finds the accounts that a question is about, or those of them that are `among` some.
 * Reads the account list only when nothing names accounts.
 */
export function* reachOf(question: Question, among?: ReadonlySet<string>): Coroutine<Reach> {
  const named = among ?? accountBound(question.expression);
  const outcomes: Outcome[] = [];
  const accounts = named
    ? yield* namedAccounts([...named].toSorted(), question)
    : yield* listedAccounts(question, outcomes);
  for (const [accountId, found] of yield* strays(question, named)) {
    accounts.set(accountId, found);
    if (!named) outcomes.push(found);
  }
  if (asksForPlaces(question.expression)) yield* findPlaces(accounts, question, outcomes);
  const found = [...accounts].map(([accountId, { facts }]) => ({ accountId, facts }));
  const mayMatch = (account: ReachedAccount) => evaluate(question.expression, { account }) !== false;
  const inReach = (yield* wait(filterInTurns(found, mayMatch, question.scope))).toSorted((one, other) =>
    one.accountId < other.accountId ? -1 : 1,
  );
  // Also of those that are ruled out: it may be by old facts, which stand in for a read that failed.
  if (named) outcomes.push(...accounts.values());
  return { accounts: inReach, outcomes };
}

type Accounts = Map<string, Found<AccountFacts>>;

function* listedAccounts({ facts, driver }: Question, outcomes: Outcome[]): Coroutine<Accounts> {
  outcomes.push(orThrow(yield* wait(driver.ensure(organization.accounts(facts.source)))));
  const rows = facts.mirror.accounts.list();
  return new Map(rows.map((row) => [row.accountId, { facts: row, readAt: row.readAt ?? undefined }]));
}

function* namedAccounts(ids: readonly string[], question: Question): Coroutine<Accounts> {
  const { driver, expression, freshness } = question;
  const wanted = ids.filter((accountId) => evaluate(expression, { account: { accountId } }) !== false);
  if (!asksForAccountFacts(expression))
    return new Map(wanted.map((id) => [id, { facts: undefined, readAt: undefined }]));
  const found = yield* wait(driver.accounts(wanted, freshness.assignments));
  return new Map(wanted.map((id) => [id, found.get(id) ?? { facts: undefined, readAt: undefined }]));
}

/** Where the account list does not tell the way from the root, the tree does. */
function* findPlaces(accounts: Accounts, { facts, driver }: Question, outcomes: Outcome[]): Coroutine<void> {
  const known = [...accounts.values()].map((found) => found.facts).filter((found) => found !== undefined);
  if (!facts.hasLostPlaces(known)) return;
  outcomes.push(orThrow(yield* wait(driver.ensure(organization.tree(facts.source)))));
  const placed = facts.mirror.accounts.byId(accounts.keys());
  for (const [accountId, found] of accounts)
    if (found.facts) accounts.set(accountId, { ...found, facts: placed.get(accountId) });
}
