import {
  accountsKey,
  entitlementsKey,
  entitlementsOfKey,
  membershipsKey,
  type ExtentKey,
} from '../../mirror/keys.ts';
import { principalKey, type AccountFacts, type PrincipalId } from '../../mirror/rows.ts';
import { accountBound } from '../filter/bounds.ts';
import { evaluate } from '../filter/expression.ts';
import { pagesOf } from '../plan/estimates/pages.ts';
import type { Question } from '../query/question.ts';

/** Of a person whose groups were never read, so many are expected. */
const guessedGroups = 5;

/**
 * Do the accounts in reach, and the members of the groups that their entitlements name, tell all entitlements of some
 * people for fewer calls than each person and each of their groups, who have to be found first? Makes no call.
 */
export function areAccountsFewer(question: Question, userIds: readonly string[]): boolean {
  return callsByAccount(question) < callsByPerson(question, userIds);
}

function callsByAccount(question: Question): number {
  const { facts, expression, freshness } = question;
  const { accounts, coverage, entitlements } = facts.mirror;
  const named = accountBound(expression);
  if (!named && coverage.readAt(accountsKey) === undefined) return facts.statistics().accounts;
  const mayMatch = (account: AccountFacts) =>
    evaluate(expression, { account: { accountId: account.accountId, facts: account } }) !== false;
  const inReach = named
    ? [...named]
    : accounts
        .list()
        .filter(mayMatch)
        .map(({ accountId }) => accountId);
  const groups = inReach
    .flatMap((accountId) => entitlements.ofAccount(accountId))
    .filter(({ principalType }) => principalType === 'GROUP');
  const unread = inReach.map(entitlementsKey).filter((key) => !coverage.isFresh(key, freshness.assignments));
  const pages = unread.reduce((sum, key) => sum + pagesOf(coverage.sizeOf(key) ?? 0), 0);
  return pages + distinctUnread(question, groups, membershipsKey);
}

function callsByPerson(question: Question, userIds: readonly string[]): number {
  const { coverage, lists } = question.facts.mirror;
  const users = userIds.map((principalId): PrincipalId => ({ principalType: 'USER', principalId }));
  const isUnknown = (user: PrincipalId) => coverage.readAt(membershipsKey(user)) === undefined;
  const groups = users.flatMap((user) =>
    lists
      .of(membershipsKey(user))
      .map(({ key }): PrincipalId => ({ principalType: 'GROUP', principalId: key })),
  );
  return (
    distinctUnread(question, users, membershipsKey) +
    distinctUnread(question, [...users, ...groups], entitlementsOfKey) +
    users.filter(isUnknown).length * guessedGroups
  );
}

function distinctUnread(
  { facts, freshness }: Question,
  principals: readonly PrincipalId[],
  keyOf: (principal: PrincipalId) => ExtentKey,
): number {
  const distinct = new Map(principals.map((principal) => [principalKey(principal), principal]));
  const { coverage } = facts.mirror;
  return [...distinct.values()].filter((one) => !coverage.isFresh(keyOf(one), freshness.assignments)).length;
}
