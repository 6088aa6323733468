import {
  accountsKey,
  accountsOfKey,
  entitlementsKey,
  membershipsKey,
  permissionSetKey,
  permissionSetsKey,
  principalsKey,
  provisionedKey,
  type ExtentKey,
} from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Outcome, ReadFailure, Subject } from '../../reading/completeness.ts';
import { permissionSetBound } from '../filter/bounds.ts';
import { evaluate, type Expression } from '../filter/expression.ts';

const never = Number.NEGATIVE_INFINITY;

/** A change whose permission set was never asked what the filter asks of it. */
export const notJudged: Outcome = unknown(
  'sso-admin:DescribePermissionSet',
  'Some changes are left out, as what the filter asks of their permission set was never read',
);

/**
 * What the answer about a time since a moment rests on: of what was first read later, nobody knows how it was at that
 * moment, and what changed before its first read. `broken`: why what is kept could not be asked.
 */
export function knownOfWindow(
  mirror: Mirror,
  expression: Expression,
  since: number,
  broken: string | undefined,
): Outcome[] {
  const outcomes = [
    ...ofPairs(mirror, expression, since),
    ...ofDirectory(mirror, since),
    ...ofPermissionSets(mirror, since),
    ...ofEntitlements(mirror, since),
  ];
  if (broken !== undefined) outcomes.push(unknown('history', `Changes are missing: ${broken}`));
  return outcomes;
}

/** By account, as the assignments of each are read by themselves. */
function ofPairs(mirror: Mirror, expression: Expression, since: number): Outcome[] {
  const { coverage, pairs, accounts } = mirror;
  const isKnown = (key: ExtentKey) => (coverage.knownSince(key) ?? Number.POSITIVE_INFINITY) <= since;
  // Either side tells which pairs there were.
  const arns = permissionSetBound(expression);
  const sets = [...(arns ?? mirror.permissionSets.all().keys())];
  const areSetsListed =
    (arns !== undefined || isKnown(permissionSetsKey)) && sets.every((arn) => isKnown(accountsOfKey(arn)));
  if (!areSetsListed && !isKnown(accountsKey)) {
    const operation = 'organizations:ListAccounts';
    return [
      unknown(
        operation,
        `Which accounts there were at ${text(since)} is not known: they were first listed later`,
      ),
    ];
  }
  const reached = accounts
    .list()
    .filter(
      (account) =>
        evaluate(expression, { account: { accountId: account.accountId, facts: account } }) !== false,
    )
    .map(({ accountId }) => accountId);
  const lists = reached.filter((accountId) => !areSetsListed && !isKnown(provisionedKey(accountId)));
  const unlisted = new Set(lists);
  const accountIds = coverage.readAt(accountsKey) === undefined ? undefined : reached;
  const bounds = { accountIds, permissionSetArns: arns && [...arns] };
  const unread = pairs.notKnownAt(since, bounds).accountIds.filter((id) => !unlisted.has(id));
  const message = (what: string) => `${what} at ${text(since)} is not known: that was first read later`;
  return [
    ...lists.map((accountId) =>
      unknown('sso-admin:ListPermissionSetsProvisionedToAccount', message('What was provisioned'), {
        accountId,
      }),
    ),
    ...unread.map((accountId) =>
      unknown('sso-admin:ListAccountAssignments', message('Who was assigned'), { accountId }),
    ),
    { readAt: pairs.oldest(never, bounds) ?? coverage.readAt(accountsKey) },
  ];
}

function ofDirectory({ coverage, principals }: Mirror, since: number): Outcome[] {
  const known = (key: ExtentKey) => coverage.knownSince(key) ?? Number.POSITIVE_INFINITY;
  const lists = (['USER', 'GROUP'] as const)
    .filter((type) => known(principalsKey(type)) > since)
    .map((type) => {
      const [operation, who] = type === 'USER' ? ['ListUsers', 'users'] : ['ListGroups', 'groups'];
      return unknown(`identitystore:${operation}`, `Which ${who} there were at ${text(since)} is not known`);
    });
  const groups = principals.listAfter([], { types: ['GROUP'], deleted: false }, Number.POSITIVE_INFINITY);
  const unread = groups.filter((group) => known(membershipsKey(group)) > since).length;
  if (unread === 0) return lists;
  const message = `Who was in ${unread} of ${groups.length} groups at ${text(since)} is not known: changes of their members are told from their first read on`;
  return [...lists, unknown('identitystore:ListGroupMemberships', message)];
}

function ofPermissionSets({ coverage, permissionSets }: Mirror, since: number): Outcome[] {
  const arns = [...permissionSets.all().keys()];
  const unread = arns.filter(
    (arn) => (coverage.knownSince(permissionSetKey(arn)) ?? Number.POSITIVE_INFINITY) > since,
  );
  if (unread.length === 0) return [];
  const message = `How ${unread.length} of ${arns.length} permission sets were at ${text(since)} is not known: their changes are told from their first read on`;
  return [unknown('sso-admin:DescribePermissionSet', message)];
}

/** Where none was ever read, they are nobody's question. */
function ofEntitlements({ coverage, accounts }: Mirror, since: number): Outcome[] {
  const all = accounts.list().map(({ accountId }) => coverage.knownSince(entitlementsKey(accountId)));
  const read = all.filter((knownSince) => knownSince !== undefined);
  const unread = all.length - read.filter((knownSince) => knownSince <= since).length;
  if (read.length === 0 || unread === 0) return [];
  const message = `Which entitlements there were in ${unread} of ${all.length} accounts at ${text(since)} is not known`;
  return [unknown('account-access:ListEntitlements', message)];
}

function unknown(
  operation: string,
  message: string,
  subject: Subject = {},
): Outcome & { failure: ReadFailure } {
  return { readAt: undefined, failure: { ...subject, operation, code: 'INCOMPLETE', message } };
}

function text(moment: number): string {
  return new Date(moment).toISOString();
}
