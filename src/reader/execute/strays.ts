import type { AccountFacts } from '../../mirror/rows.ts';
import type { ReadFailure } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { provisionedToAccount } from '../extents/assignments.ts';
import { asksForAccountFacts } from '../filter/bounds.ts';
import { isInOrganization } from '../facts/from-aws.ts';
import type { Found } from '../facts/by-id.ts';
import type { Question } from '../query/question.ts';

/**
 * Accounts in which permission sets are provisioned, and which the account list, once it was read, does not have.
 * Each is described once. One that Organizations does not know either contradicts sso-admin: its assignments are
 * answered, nothing else is known of it, and the answer says so.
 */
export function* strays(
  { facts, driver, freshness, expression }: Question,
  among: ReadonlySet<string> | undefined,
): Coroutine<Map<string, Found<AccountFacts>>> {
  const told = () => facts.mirror.accounts.strays().filter(({ accountId }) => among?.has(accountId) ?? true);
  const known = told();
  if (known.length === 0) return new Map();
  // An old list of a permission set may name an account that has left: the account's own list decides.
  for (const { accountId, toldAt } of known) {
    if (toldAt >= freshness.assignments) continue;
    yield* wait(driver.attempt(provisionedToAccount(facts.source, accountId)));
  }
  const isAsked = asksForAccountFacts(expression);
  const ids = told().map(({ accountId }) => accountId);
  const found = yield* wait(driver.accounts(ids, isAsked ? freshness.assignments : freshness.names));
  return new Map(
    [...found].map(([accountId, one]): [string, Found<AccountFacts>] => {
      if (one.facts && !isInOrganization(one.facts))
        return [accountId, { ...nothing, failure: contradiction(accountId) }];
      return [accountId, isAsked ? one : { ...nothing, facts: one.facts }];
    }),
  );
}

const nothing = { facts: undefined, readAt: undefined };

function contradiction(accountId: string): ReadFailure {
  return {
    operation: 'organizations:DescribeAccount',
    accountId,
    code: 'AWS_UNAVAILABLE',
    message: `AWS contradicts itself: permission sets are provisioned in account ${accountId}, and AWS Organizations does not have it. Its assignments are told; its name, state and place are not known`,
  };
}
