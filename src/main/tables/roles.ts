import { type ListPage, pageSelection } from '../export/walk/gateway-pages.ts';
import { listTable } from './table.ts';

interface RoleNode {
  readonly roleName: string;
  readonly account: {
    readonly accountId: string;
    readonly name: string | null;
    readonly email: string | null;
  };
}

/** What the person who asks can take, by the access portal. */
export const roles = listTable({
  title: 'Roles',
  nouns: ['role', 'roles'],
  document: `query TableOfRoles($startUrl: String, $region: String, $accountIds: [String!], $after: String) {
    availableRoles(
      startUrl: $startUrl, region: $region, accountIds: $accountIds, first: 1000, after: $after
    ) {
      nodes { roleName account { accountId name email } }
      ${pageSelection}
    }
  }`,
  list: ({ availableRoles }: { readonly availableRoles: ListPage<RoleNode> | null }) => availableRoles,
  permission: 'credentials',
  columns: {
    account_id: ({ account }: RoleNode) => account.accountId,
    account_name: ({ account }) => account.name,
    root_email: ({ account }) => account.email,
    role_name: ({ roleName }) => roleName,
  },
});
