import type { Context } from '../../context.ts';
import type { AvailableAccount, PageQuery, PortalChoice } from '../../portal/portal.ts';
import { connection } from '../connection.ts';

/** Fields below an account ask the access portal that the account came from. */
export interface AvailableAccountNode extends AvailableAccount {
  readonly choice: PortalChoice;
}

export interface AvailableRoleNode {
  readonly account: AvailableAccountNode;
  readonly roleName: string;
}

interface RolesArgs extends PortalChoice, PageQuery {
  readonly accountIds?: readonly string[] | null | undefined;
}

export async function availableAccounts(_root: unknown, args: PortalChoice & PageQuery, context: Context) {
  const { portal, viewer, scope } = context;
  const { startUrl, region, ...query } = args;
  const choice = { startUrl, region };
  const page = await portal.availableAccounts(viewer, choice, query, scope);
  return connection(page, (account): AvailableAccountNode => ({ ...account, choice }));
}

/** `withAccountNames`: the query selects them. */
export async function availableRoles(args: RolesArgs, withAccountNames: boolean, context: Context) {
  const { portal, viewer, scope } = context;
  const { startUrl, region, accountIds, ...query } = args;
  const choice = { startUrl, region };
  const page = await portal.availableRoles(viewer, { ...choice, accountIds, withAccountNames }, query, scope);
  return connection(page, ({ account, roleName }): AvailableRoleNode => ({
    account: { ...account, choice },
    roleName,
  }));
}

/** The roles of one account, whose names are known already. */
export async function roles(account: AvailableAccountNode, args: PageQuery, context: Context) {
  const { portal, viewer, scope } = context;
  const choice = { ...account.choice, accountIds: [account.accountId], withAccountNames: false };
  const page = await portal.availableRoles(viewer, choice, args, scope);
  return connection(page, ({ roleName }): AvailableRoleNode => ({ account, roleName }));
}
