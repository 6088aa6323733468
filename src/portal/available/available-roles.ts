import { isSignInEnded } from '../../aws/call/errors.ts';
import { AwsError, badInput } from '../../errors.ts';
import { Evidence, type Outcome } from '../../reading/completeness.ts';
import { inOrder } from '../../reading/in-order.ts';
import type { Page } from '../../reading/listing.ts';
import { freshnessOf, pageSize, positionOf } from '../../reading/paging.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { AvailableAccount, AvailableRole, PageQuery } from '../portal.ts';
import { reuse, type Walk } from './available-accounts.ts';
import type { Known, TokenFacts } from './sign-in-facts.ts';

/** Accounts read side by side: enough to hide the way to AWS, and little enough not to be throttled. */
const maxAhead = 8;

export interface RolesQuery extends PageQuery {
  readonly accountIds?: readonly string[] | null | undefined;
  readonly withAccountNames?: boolean | null | undefined;
}

/** The roles of one account, or why they are not known. */
interface Settled {
  readonly account: AvailableAccount;
  readonly roleNames: readonly string[];
  readonly outcome: Outcome;
}

/**
 * One page of roles: reads only the accounts that it needs. The portal tells roles by account only, and each
 * account is a call.
 */
export async function rolesPage(
  facts: TokenFacts,
  { of, cursors, now }: Walk,
  query: RolesQuery,
  scope: ReadScope,
): Promise<Page<AvailableRole>> {
  const first = pageSize(query.first);
  const accountIds = query.accountIds ? named(query.accountIds) : undefined;
  const list = ['availableRoles', accountIds ?? null];
  const position = positionOf({ instanceArn: of, cursors, now }, query.after, list) ?? { startedAt: now() };
  const cursorAt = (after: readonly string[] | undefined) =>
    cursors.encode({ startedAt: position.startedAt, ...(after && { after }) }, of, list);
  const freshness = freshnessOf(position.startedAt, undefined, reuse);
  const notBefore = freshness.assignments;

  const [afterAccount = '', afterRole] = position.after ?? [];
  const rows: AvailableRole[] = [];
  const settledAccounts: { readonly at: readonly string[]; readonly outcome: Outcome }[] = [];
  const lists: Outcome[] = [];
  let frontier = position.after;
  let hasEnded = false;
  let readAccounts = 0;
  let readRoles = 0;

  const settle = (account: AvailableAccount, known: Known<string>): Settled => ({
    account,
    roleNames: known.rows,
    outcome: { readAt: known.readAt },
  });
  const read = async (account: AvailableAccount): Promise<Settled> => {
    try {
      const known = await facts.roles(account.accountId, notBefore, scope);
      readAccounts += 1;
      readRoles += known.rows.length;
      return settle(account, known);
    } catch (error) {
      return { account, roleNames: [], outcome: failureOf(error, account.accountId) };
    }
  };
  const known = (account: AvailableAccount): Settled | undefined => {
    const roles = facts.knownRoles(account.accountId);
    return roles && roles.readAt >= notBefore ? settle(account, roles) : undefined;
  };
  // As many as the page will need, as far as the accounts seen so far tell.
  const width = () => {
    const rolesPerAccount = readAccounts === 0 ? 1 : Math.max(1, readRoles / readAccounts);
    return Math.min(maxAhead, Math.max(1, Math.ceil((first + 1 - rows.length) / rolesPerAccount)));
  };

  try {
    const accounts = await accountsInReach(facts, accountIds, query, notBefore, scope, lists);
    // A cursor without a role stands behind all roles of its account.
    const ahead = accounts.filter(({ accountId }) =>
      afterRole === undefined ? accountId > afterAccount : accountId >= afterAccount,
    );
    for await (const { account, roleNames, outcome } of inOrder(once(ahead), width, { known, read })) {
      const { accountId } = account;
      for (const roleName of roleNames) {
        const isBehind = afterRole !== undefined && accountId === afterAccount && roleName <= afterRole;
        if (!isBehind) rows.push({ account, roleName });
      }
      frontier = [accountId];
      settledAccounts.push({ at: frontier, outcome });
      if (rows.length > first) break;
    }
    hasEnded = rows.length <= first;
  } catch (error) {
    if (!scope.deadline.aborted || error !== scope.deadline.reason) throw error;
  }

  const shown = rows.slice(0, first);
  const last = shown.at(-1);
  const isFull = rows.length > first;
  const end = isFull || hasEnded ? last && keyOf(last) : frontier;
  const evidence = new Evidence();
  evidence.addAll(lists);
  for (const { at, outcome } of settledAccounts)
    if (!isFull || (end && (at[0] ?? '') <= (end[0] ?? ''))) evidence.add(outcome);
  return {
    rows: shown,
    hasNextPage: !hasEnded,
    hasPreviousPage: position.after !== undefined,
    endCursor: hasEnded && !last ? undefined : cursorAt(end),
    cursorOf: (row) => cursorAt(keyOf(row)),
    totalCount: undefined,
    completeness: evidence.toCompleteness(),
    freshness,
  };
}

/** The accounts that the question names, or all of the person. Named ones need the list only for their names. */
async function accountsInReach(
  facts: TokenFacts,
  accountIds: readonly string[] | undefined,
  { withAccountNames }: RolesQuery,
  notBefore: number,
  scope: ReadScope,
  outcomes: Outcome[],
): Promise<readonly AvailableAccount[]> {
  if (!accountIds) {
    const { readAt, rows } = await facts.accounts(notBefore, scope);
    outcomes.push({ readAt });
    return rows;
  }
  const bare = accountIds.map((accountId) => ({ accountId }));
  if (withAccountNames === false) return bare;
  try {
    const { readAt, rows } = await facts.accounts(notBefore, scope);
    outcomes.push({ readAt });
    const byId = new Map(rows.map((account) => [account.accountId, account]));
    return bare.map((account) => byId.get(account.accountId) ?? account);
  } catch (error) {
    outcomes.push(failureOf(error));
    return bare;
  }
}

/** A failed read becomes part of the answer; a sign-in that has ended, or a client that has left, ends it. */
function failureOf(error: unknown, accountId?: string): Outcome {
  if (!(error instanceof AwsError) || isSignInEnded(error)) throw error;
  const { operation, code, message } = error;
  const failure = { operation, code, message, ...(accountId !== undefined && { accountId }) };
  return { readAt: undefined, failure, error };
}

function keyOf({ account, roleName }: AvailableRole): readonly string[] {
  return [account.accountId, roleName];
}

function named(accountIds: readonly string[]): readonly string[] {
  const wrong = accountIds.find((accountId) => !/^\d{12}$/.test(accountId));
  if (wrong !== undefined)
    throw badInput('accountIds', `give ids of 12 digits, but got ${JSON.stringify(wrong.slice(0, 40))}`);
  return [...new Set(accountIds)].toSorted();
}

async function* once<T>(items: readonly T[]): AsyncGenerator<readonly T[], void> {
  yield items;
}
