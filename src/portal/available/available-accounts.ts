import type { Cursors } from '../../reading/cursor.ts';
import { listPage, type Listing, type Page } from '../../reading/listing.ts';
import type { MaxAges } from '../../reading/paging.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { AvailableAccount, PageQuery } from '../portal.ts';
import type { TokenFacts } from './sign-in-facts.ts';

/** A list that was read so short a time before a walk began serves it too: lists in lists ask for the same. */
const reuseMs = 10_000;
export const reuse: MaxAges = { assignmentsMs: reuseMs, namesMs: reuseMs };

/** What all pages of one walk are made with. */
export interface Walk {
  /** Names one sign-in of one person at one place: cursors are of no use in any other. */
  readonly of: string;
  readonly cursors: Cursors;
  readonly now: () => number;
}

/** One page of accounts, by account id. The portal promises no order, so the first page reads them all. */
export async function accountsPage(
  facts: TokenFacts,
  { of, cursors, now }: Walk,
  query: PageQuery,
  scope: ReadScope,
): Promise<Page<AvailableAccount>> {
  let rows: readonly AvailableAccount[] = [];
  const listing: Listing<AvailableAccount> = {
    name: ['availableAccounts'],
    operation: 'sso:ListAccounts',
    async ready(freshness) {
      const known = await facts.accounts(freshness.names, scope);
      rows = known.rows;
      return [{ readAt: known.readAt }];
    },
    fetch(after, limit) {
      const [afterId = ''] = after ?? [];
      return rows.filter(({ accountId }) => accountId > afterId).slice(0, limit);
    },
    keyOf: ({ accountId }) => [accountId],
  };
  const pager = { instanceArn: of, cursors, maxAges: reuse, now };
  return listPage(pager, listing, { ...query, withTotalCount: false }, scope);
}
