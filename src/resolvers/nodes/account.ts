import type { Context } from '../../context.ts';
import type { PermissionSetNode, TargetNode } from '../../reader/nodes.ts';
import { perRequest } from '../batch.ts';
import { connection, listQuery, type PageArgs } from '../connection.ts';

/** What the organization knows of the account. */
export const load = perRequest(
  (node: TargetNode) => node.targetId,
  (reader, { targetId }, notBefore) => reader.fresh.account(targetId, notBefore),
  (reader, nodes, notBefore, { scope }) =>
    reader.accounts(
      nodes.map((node) => node.targetId),
      notBefore,
      scope,
    ),
);

export async function parent(account: TargetNode, context: Context): Promise<TargetNode | null> {
  const facts = await load(account, context);
  if (!facts) return null;
  const { reader, freshness, targetId } = account;
  const above = facts.ancestors?.at(-1) ?? (await reader.parentOf(targetId, freshness.names, context.scope));
  return above === undefined ? null : { reader, freshness, targetId: above };
}

export async function permissionSets(
  { reader, targetId }: TargetNode,
  args: PageArgs,
  withTotalCount: boolean,
  { scope }: Context,
) {
  const page = await reader.listProvisionedTo(targetId, listQuery(args, withTotalCount), scope);
  return connection(page, (arn): PermissionSetNode => ({ arn, reader, freshness: page.freshness }));
}
