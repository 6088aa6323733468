import type { Context } from '../context.ts';
import { badInput } from '../errors.ts';
import type { Node, PermissionSetNode, PrincipalNode, TargetNode } from '../reader/nodes.ts';
import type { InstanceReader } from '../reader/reader.ts';
import { decodeNodeId, type NodeKind } from './node-id.ts';

/** One thing by one of several keys, of which the schema takes exactly one. */
interface FindArgs<By> {
  readonly by: By;
  readonly instanceArn?: string | null | undefined;
}

export interface PrincipalBy {
  readonly id?: string;
  readonly principalId?: string;
  readonly userName?: string;
  readonly groupName?: string;
  readonly email?: string;
}

export interface PermissionSetBy {
  readonly id?: string;
  readonly arn?: string;
  readonly name?: string;
}

export interface TargetBy {
  readonly id?: string;
  readonly accountId?: string;
  readonly accountName?: string;
  readonly ouId?: string;
}

export async function principal(
  _root: unknown,
  { by, instanceArn }: FindArgs<PrincipalBy>,
  context: Context,
) {
  const { reader, key } = await locate('Principal', by.id, instanceArn, context);
  const { userName, groupName, email } = by;
  const { scope } = context;
  const find = () => {
    if (userName !== undefined) return reader.principalNamed({ userName }, scope);
    if (groupName !== undefined) return reader.principalNamed({ groupName }, scope);
    if (email !== undefined) return reader.principalNamed({ email }, scope);
    return reader.principalById(key?.[1] ?? by.principalId ?? '', scope);
  };
  const found = await find();
  return found ? ({ ...nodeOf(reader), ...found } satisfies PrincipalNode) : null;
}

export async function permissionSet(
  _root: unknown,
  { by, instanceArn }: FindArgs<PermissionSetBy>,
  context: Context,
) {
  const { reader, key } = await locate('PermissionSet', by.id, instanceArn, context);
  const arn =
    by.name === undefined
      ? await reader.permissionSetByArn(key?.[0] ?? by.arn ?? '', context.scope)
      : await reader.permissionSetNamed(by.name, context.scope);
  return arn === undefined ? null : ({ ...nodeOf(reader), arn } satisfies PermissionSetNode);
}

export async function target(_root: unknown, { by, instanceArn }: FindArgs<TargetBy>, context: Context) {
  const { reader, key } = await locate('Target', by.id, instanceArn, context);
  const targetId =
    by.accountName === undefined
      ? await reader.targetById(
          key?.[0] ?? by.accountId ?? by.ouId ?? '',
          by.ouId === undefined ? 'by.accountId' : 'by.ouId',
          context.scope,
        )
      : await reader.accountNamed(by.accountName, context.scope);
  return targetId === undefined ? null : ({ ...nodeOf(reader), targetId } satisfies TargetNode);
}

/** Any node by its id; null when AWS does not have it any more. */
export async function node(_root: unknown, { id }: { readonly id: string }, context: Context) {
  const { kind, instanceArn, key } = decodeNodeId(id, 'id');
  switch (kind) {
    case 'Instance':
      return context.reader.instance(instanceArn, context.scope, 'id');
    case 'Principal':
      return principal(_root, { by: { id } }, context);
    case 'PermissionSet':
      return permissionSet(_root, { by: { id } }, context);
    case 'Target':
      return target(_root, { by: { id } }, context);
    case 'Assignment': {
      const reader = await context.reader.instance(instanceArn, context.scope, 'id');
      const found = await reader.assignmentByKey(key, context.scope);
      return found ? { ...nodeOf(reader), ...found } : null;
    }
    default:
      return kind satisfies never;
  }
}

/** The instance to ask: the one that the id names, which must not contradict the argument. */
async function locate(
  kind: NodeKind,
  id: string | undefined,
  instanceArn: string | null | undefined,
  { reader, scope }: Context,
) {
  if (id === undefined) return { reader: await reader.instance(instanceArn, scope), key: undefined };
  const decoded = decodeNodeId(id, 'by.id', [kind]);
  if (instanceArn && instanceArn !== decoded.instanceArn)
    throw badInput('instanceArn', `by.id belongs to ${decoded.instanceArn}; leave instanceArn out`);
  return { reader: await reader.instance(decoded.instanceArn, scope, 'by.id'), key: decoded.key };
}

function nodeOf(reader: InstanceReader): Node {
  return { reader, freshness: reader.freshness() };
}
