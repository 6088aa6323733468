import type { Context } from '../../context.ts';
import type { TargetNode } from '../../reader/nodes.ts';
import { assignmentsOf } from '../assignment-connection.ts';
import type { PageArgs } from '../connection.ts';
import * as account from './account.ts';
import { fact, nameOf } from '../batch.ts';
import * as unit from './organizational-unit.ts';

/** OUs and roots begin with `ou-` and `r-`. */
export function isAccountId(targetId: string): boolean {
  return /^\d/.test(targetId);
}

export function isAccount({ targetId }: TargetNode): boolean {
  return isAccountId(targetId);
}

const nameOfAccount = nameOf(account.load);
const nameOfUnit = fact(unit.load, 'name');
const readAtOfAccount = fact(account.load, 'readAt');
const readAtOfUnit = fact(unit.load, 'readAt');

export function name(target: TargetNode, args: object, context: Context) {
  return isAccount(target) ? nameOfAccount(target, args, context) : nameOfUnit(target, args, context);
}

export function readAt(target: TargetNode, args: object, context: Context) {
  return isAccount(target) ? readAtOfAccount(target, args, context) : readAtOfUnit(target, args, context);
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
