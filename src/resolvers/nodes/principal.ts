import type { Context } from '../../context.ts';
import type { PrincipalNode } from '../../reader/nodes.ts';
import { assignmentsOf } from '../assignment-connection.ts';
import { perRequest } from '../batch.ts';
import { connection, listQuery, type PageArgs } from '../connection.ts';

/** What the identity store knows of a user or group. */
export const load = perRequest(
  (node: PrincipalNode) => `${node.principalType} ${node.principalId}`,
  (reader, node, notBefore) => reader.fresh.principal(node, notBefore),
  (reader, nodes, notBefore, { scope }) => reader.principals(nodes, notBefore, scope),
);

export function assignments(
  principal: PrincipalNode,
  args: PageArgs,
  withTotalCount: boolean,
  context: Context,
) {
  const { reader, principalType, principalId } = principal;
  const filter = { principal: { type: principalType, ids: [principalId] } };
  return assignmentsOf(reader, filter, args, withTotalCount, context);
}

/** The groups of a user, or the members of a group. */
export async function memberships(
  principal: PrincipalNode,
  args: PageArgs,
  withTotalCount: boolean,
  { scope }: Context,
) {
  const { reader } = principal;
  const page = await reader.listMemberships(principal, listQuery(args, withTotalCount), scope);
  return connection(page, (row): PrincipalNode => ({ ...row, reader, freshness: page.freshness }));
}
