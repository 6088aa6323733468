import type { Context } from '../context.ts';
import type { PermissionSetsQuery, PrincipalsQuery, TargetsQuery } from '../reader/holdings/lists.ts';
import type {
  AssignmentFilterInput,
  PermissionSetFilterInput,
  PrincipalFilterInput,
  TargetFilterInput,
} from '../reader/filter/input.ts';
import type { EntitlementNode, PermissionSetNode, PrincipalNode, TargetNode } from '../reader/nodes.ts';
import type { InstanceReader } from '../reader/instance-reader.ts';
import { chain } from '../reading/coroutine.ts';
import { assignmentsOf } from './assignment-connection.ts';
import { connection, listQuery, readerFor, type AsOfArgs, type PageArgs } from './connection.ts';

interface InstanceArgs {
  readonly instanceArn?: string | null | undefined;
}

type ListArgs<Filter> = PageArgs & InstanceArgs & { readonly filter?: Filter | null | undefined };

export function instances(_root: unknown, _args: object, { reader, scope }: Context) {
  return reader.instances(scope);
}

export function instance(
  _root: unknown,
  { arn }: { readonly arn?: string | null | undefined },
  context: Context,
) {
  return context.reader.instance(arn, context.scope, 'arn');
}

/** At once, where nothing has to be read. */
export function assignments(
  args: AsOfArgs &
    ListArgs<AssignmentFilterInput> & { readonly requireComplete?: boolean | null | undefined },
  withTotalCount: boolean,
  context: Context,
) {
  const ask = (of: InstanceReader) => assignmentsOf(of, args.filter, args, withTotalCount, context);
  return chain(readerFor(args, context), ask);
}

export async function entitlements(
  args: AsOfArgs & {
    readonly principal?: PrincipalFilterInput | null | undefined;
    readonly target?: TargetFilterInput | null | undefined;
  },
  withTotalCount: boolean,
  context: Context,
) {
  const reader = await readerFor(args, context);
  const { principal, target } = args;
  const query = { ...listQuery(args, withTotalCount), principal, target };
  const page = await reader.entitlements(query, context.scope);
  return connection(page, (row): EntitlementNode => ({ ...row, reader, freshness: page.freshness }));
}

export async function explainAssignments(
  _root: unknown,
  {
    maxAge,
    instanceArn,
    ...args
  }: ListArgs<AssignmentFilterInput> & {
    readonly withNames?: boolean | null | undefined;
  },
  { reader, scope }: Context,
) {
  const instance = await reader.instance(instanceArn, scope);
  return instance.explain({ ...args, maxAgeMs: maxAge }, scope);
}

export async function principals(
  args: ListArgs<PrincipalFilterInput> & Pick<PrincipalsQuery, 'holdsAccess'>,
  withTotalCount: boolean,
  context: Context,
) {
  const { holdsAccess } = args;
  const reader = await context.reader.instance(args.instanceArn, context.scope);
  const query = { ...listQuery(args, withTotalCount), holdsAccess };
  const page = await reader.listPrincipals(args.filter ?? {}, query, context.scope);
  return connection(page, ({ principalType, principalId }): PrincipalNode => ({
    principalType,
    principalId,
    reader,
    freshness: page.freshness,
  }));
}

export async function permissionSets(
  args: ListArgs<PermissionSetFilterInput> & Pick<PermissionSetsQuery, 'assigned' | 'provisioningStatus'>,
  withTotalCount: boolean,
  context: Context,
) {
  const { assigned, provisioningStatus } = args;
  const reader = await context.reader.instance(args.instanceArn, context.scope);
  const query = { ...listQuery(args, withTotalCount), assigned, provisioningStatus };
  const page = await reader.listPermissionSets(args.filter ?? {}, query, context.scope);
  return connection(page, (arn): PermissionSetNode => ({ arn, reader, freshness: page.freshness }));
}

export async function targets(
  args: ListArgs<TargetFilterInput> & Pick<TargetsQuery, 'entered'>,
  withTotalCount: boolean,
  context: Context,
) {
  const { entered } = args;
  const reader = await context.reader.instance(args.instanceArn, context.scope);
  const query = { ...listQuery(args, withTotalCount), entered };
  const page = await reader.listTargets(args.filter ?? {}, query, context.scope);
  return connection(page, ({ targetId }): TargetNode => ({ targetId, reader, freshness: page.freshness }));
}
