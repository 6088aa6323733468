import type { Context } from '../../context.ts';
import type { PrincipalNode } from '../../reader/nodes.ts';
import { assignmentsOf } from '../assignment-connection.ts';
import type { PageArgs } from '../connection.ts';
import * as principal from './principal.ts';

export function assignments(
  user: PrincipalNode,
  args: PageArgs & { readonly includeInherited?: boolean | null | undefined },
  withTotalCount: boolean,
  context: Context,
) {
  if (!args.includeInherited) return principal.assignments(user, args, withTotalCount, context);
  return assignmentsOf(user.reader, {}, { ...args, inheritedBy: user.principalId }, withTotalCount, context);
}
