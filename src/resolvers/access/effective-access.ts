import type { Context } from '../../context.ts';
import type { EffectiveQuery } from '../../reader/effective/page.ts';
import type {
  AssignmentNode,
  EffectiveAccessNode,
  EntitlementNode,
  PrincipalNode,
} from '../../reader/nodes.ts';
import { connection, listQuery, readerFor, type AsOfArgs } from '../connection.ts';

type EffectiveArgs = AsOfArgs & Pick<EffectiveQuery, 'filter' | 'requireComplete' | 'user'>;

/** A page of people, each with one way into one account. */
export async function effectiveAccess(args: EffectiveArgs, withTotalCount: boolean, context: Context) {
  const reader = await readerFor(args, context);
  const { filter, user, requireComplete } = args;
  const query = { ...listQuery(args, withTotalCount), filter, user, requireComplete };
  const page = await reader.effectiveAccess(query, context.scope);
  const { freshness } = page;
  return connection(page, ({ userId, grant }): EffectiveAccessNode => ({ userId, grant, reader, freshness }));
}

export function user({ userId, reader, freshness }: EffectiveAccessNode): PrincipalNode {
  return { principalType: 'USER', principalId: userId, reader, freshness };
}

/** Whoever the grant names, if that is a group. */
export function via({ grant, reader, freshness }: EffectiveAccessNode): PrincipalNode | null {
  const { principalType, principalId } = grant;
  return principalType === 'GROUP' ? { principalType, principalId, reader, freshness } : null;
}

export function grant({
  grant: row,
  reader,
  freshness,
}: EffectiveAccessNode): AssignmentNode | EntitlementNode {
  return { ...row, reader, freshness };
}
