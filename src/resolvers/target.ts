import type { Context } from '../context.ts';
import type { TargetNode } from '../reader/nodes.ts';
import { assignmentsOf } from './assignment-connection.ts';
import type { PageArgs } from './connection.ts';
import * as account from './account.ts';
import * as unit from './organizational-unit.ts';

/** OUs and roots begin with `ou-` and `r-`. */
export function isAccountId(targetId: string): boolean {
  return /^\d/.test(targetId);
}

export function isAccount({ targetId }: TargetNode): boolean {
  return isAccountId(targetId);
}

export async function name(target: TargetNode, _args: object, context: Context): Promise<string | null> {
  const facts = await (isAccount(target) ? account.load(target, context) : unit.load(target, context));
  return facts?.name ?? null;
}

export function assignments(
  { reader, targetId }: TargetNode,
  args: PageArgs & { readonly recursive?: boolean | null | undefined },
  withTotalCount: boolean,
  context: Context,
) {
  const filter = { target: { ids: [targetId], recursive: args.recursive } };
  return assignmentsOf(reader, filter, args, withTotalCount, context);
}
