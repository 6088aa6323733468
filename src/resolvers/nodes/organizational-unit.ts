import type { Context } from '../../context.ts';
import type { TargetNode } from '../../reader/nodes.ts';
import { perRequest } from '../batch.ts';
import { connection, listQuery, type PageArgs } from '../connection.ts';

/** What the organization knows of the OU or root. */
export const load = perRequest(
  (node: TargetNode) => node.targetId,
  (reader, { targetId }, notBefore) => reader.fresh.unit(targetId, notBefore),
  (reader, nodes, notBefore, { scope }) =>
    reader.units(
      nodes.map((node) => node.targetId),
      notBefore,
      scope,
    ),
);

export async function parent(unit: TargetNode, context: Context): Promise<TargetNode | null> {
  const { reader, freshness, targetId } = unit;
  const facts = await load(unit, context);
  const above = facts?.ancestors?.at(-1) ?? (await reader.parentOf(targetId, freshness.names, context.scope));
  return above === undefined ? null : { reader, freshness, targetId: above };
}

export async function children({ reader, freshness, targetId: unitId }: TargetNode, { scope }: Context) {
  const ids = await reader.childrenOf(unitId, freshness.names, scope);
  return ids.map((targetId): TargetNode => ({ targetId, reader, freshness }));
}

export async function accounts(
  { reader, targetId }: TargetNode,
  args: PageArgs & { readonly recursive?: boolean | null | undefined },
  withTotalCount: boolean,
  { scope }: Context,
) {
  const query = listQuery(args, withTotalCount);
  const page = await reader.listAccountsUnder(targetId, args.recursive ?? false, query, scope);
  return connection(page, ({ accountId }): TargetNode => ({
    targetId: accountId,
    reader,
    freshness: page.freshness,
  }));
}
