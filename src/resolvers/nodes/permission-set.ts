import type { ProvisioningStatus } from '../../reader/extents/permission-sets.ts';
import type { Context } from '../../context.ts';
import type { Detail } from '../../reader/extents/permission-set-details.ts';
import type { PermissionSetNode, TargetNode } from '../../reader/nodes.ts';
import { assignmentsOf } from '../assignment-connection.ts';
import { perRequest } from '../batch.ts';
import { connection, listQuery, type PageArgs } from '../connection.ts';

/** What DescribePermissionSet tells of it. */
export const load = perRequest(
  (node: PermissionSetNode) => node.arn,
  (reader, { arn }, notBefore) => reader.fresh.permissionSet(arn, notBefore),
  (reader, nodes, notBefore, { scope }) =>
    reader.permissionSets(
      nodes.map((node) => node.arn),
      notBefore,
      scope,
    ),
);

/** The members of a detail, or its only document. */
export function detail<Value>(kind: Detail) {
  // The cast: the schema names the shape in which src/aws gives this detail.
  return async ({ reader, arn, freshness }: PermissionSetNode, { scope }: Context) =>
    (await reader.detail(kind, arn, freshness.names, scope)) as Value[];
}

export async function accounts(
  { reader, arn }: PermissionSetNode,
  args: PageArgs & { readonly provisioningStatus?: ProvisioningStatus | null | undefined },
  withTotalCount: boolean,
  { scope }: Context,
) {
  const status = args.provisioningStatus ?? undefined;
  const page = await reader.listAccountsOf(arn, status, listQuery(args, withTotalCount), scope);
  return connection(page, (targetId): TargetNode => ({ targetId, reader, freshness: page.freshness }));
}

export function assignments(
  { reader, arn }: PermissionSetNode,
  args: PageArgs,
  withTotalCount: boolean,
  context: Context,
) {
  return assignmentsOf(reader, { permissionSet: { ids: [arn] } }, args, withTotalCount, context);
}
