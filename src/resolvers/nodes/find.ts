import type { Context } from '../../context.ts';
import { badInput } from '../../errors.ts';
import type { PrincipalType } from '../../mirror/rows.ts';
import type { Node, PermissionSetNode, PrincipalNode, TargetNode } from '../../reader/nodes.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';
import * as account from './account.ts';
import { decodeNodeId, type NodeKey, type NodeKind } from './node-id.ts';
import * as unit from './organizational-unit.ts';
import * as permissionSetFacts from './permission-set.ts';
import * as principalFacts from './principal.ts';
import { isAccount } from './target.ts';

/** One thing by one of several keys, of which the schema takes exactly one. */
interface FindArgs<By> {
  readonly by: By;
  readonly maxAge?: number | null | undefined;
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
  { by, maxAge, instanceArn }: FindArgs<PrincipalBy>,
  context: Context,
) {
  const { scope } = context;
  const { id, principalId, userName, groupName, email } = by;
  if (id !== undefined)
    return principalOf(await locate('Principal', id, instanceArn, context), 'by.id', context, maxAge);
  const node = asked(await context.reader.instance(instanceArn, scope), context, maxAge);
  const { reader, freshness } = node;
  if (principalId !== undefined) {
    const known = reader.idOf.principal(principalId, 'by.principalId');
    return knownPrincipal(node, reader.typesOfId(known), known, context);
  }
  const find = () => {
    if (userName !== undefined) return reader.principalNamed({ userName }, freshness, scope);
    if (groupName !== undefined) return reader.principalNamed({ groupName }, freshness, scope);
    return reader.principalNamed({ email: email ?? '' }, freshness, scope);
  };
  const found = await find();
  return found ? ({ ...node, ...found } satisfies PrincipalNode) : null;
}

export async function permissionSet(
  _root: unknown,
  { by: { id, arn, name }, maxAge, instanceArn }: FindArgs<PermissionSetBy>,
  context: Context,
) {
  if (id !== undefined)
    return permissionSetOf(await locate('PermissionSet', id, instanceArn, context), 'by.id', context, maxAge);
  const node = asked(await context.reader.instance(instanceArn, context.scope), context, maxAge);
  const { reader, freshness } = node;
  if (arn !== undefined) return knownPermissionSet(node, reader.idOf.permissionSet(arn, 'by.arn'), context);
  const found = await reader.permissionSetNamed(name ?? '', freshness, context.scope);
  return found === undefined ? null : ({ ...node, arn: found } satisfies PermissionSetNode);
}

export async function target(
  _root: unknown,
  { by: { id, accountId, ouId, accountName }, maxAge, instanceArn }: FindArgs<TargetBy>,
  context: Context,
) {
  if (id !== undefined)
    return targetOf(await locate('Target', id, instanceArn, context), 'by.id', context, maxAge);
  const node = asked(await context.reader.instance(instanceArn, context.scope), context, maxAge);
  const { reader, freshness } = node;
  if (accountId !== undefined)
    return knownTarget(node, reader.idOf.account(accountId, 'by.accountId'), context);
  if (ouId !== undefined) return knownTarget(node, reader.idOf.unit(ouId, 'by.ouId'), context);
  const found = await reader.accountNamed(accountName ?? '', 'by.accountName', freshness, context.scope);
  return found === undefined ? null : ({ ...node, targetId: found } satisfies TargetNode);
}

export function node(_root: unknown, { id }: { readonly id: string }, context: Context) {
  return anyNode(id, 'id', context);
}

export function nodes(_root: unknown, { ids }: { readonly ids: readonly string[] }, context: Context) {
  return ids.map((id, n) => anyNode(id, `ids[${n}]`, context));
}

/** Any node by its id; null when AWS does not have it any more. */
async function anyNode(id: string, argument: string, context: Context) {
  const { kind, instanceArn, key } = decodeNodeId(id, argument);
  const reader = await context.reader.instance(instanceArn, context.scope, argument);
  switch (kind) {
    case 'Instance':
      return reader;
    case 'Principal':
      return principalOf({ reader, key }, argument, context);
    case 'PermissionSet':
      return permissionSetOf({ reader, key }, argument, context);
    case 'Target':
      return targetOf({ reader, key }, argument, context);
    case 'Assignment': {
      const found = await reader.assignmentByKey(key, context.scope);
      return found ? { ...asked(reader, context), ...found } : null;
    }
    case 'Entitlement': {
      const found = await reader.entitlementByKey(key, argument, context.scope);
      return found ? { ...asked(reader, context), ...found } : null;
    }
    default:
      return kind satisfies never;
  }
}

/** What a node's id names, and where to ask for it. */
interface Located {
  readonly reader: InstanceReader;
  readonly key: NodeKey['key'];
}

/** The instance to ask is the one that the id names, which must not contradict the argument. */
async function locate(
  kind: NodeKind,
  id: string,
  instanceArn: string | null | undefined,
  { reader, scope }: Context,
): Promise<Located> {
  const decoded = decodeNodeId(id, 'by.id', [kind]);
  if (instanceArn && instanceArn !== decoded.instanceArn)
    throw badInput('instanceArn', `by.id belongs to ${decoded.instanceArn}; leave instanceArn out`);
  return { reader: await reader.instance(decoded.instanceArn, scope, 'by.id'), key: decoded.key };
}

type MaxAge = FindArgs<unknown>['maxAge'];

function principalOf(
  { reader, key: [type, id = ''] }: Located,
  argument: string,
  context: Context,
  maxAge?: MaxAge,
) {
  const types = [type === 'USER' ? 'USER' : 'GROUP'] as const;
  const principalId = reader.idOf.principal(id, argument);
  return knownPrincipal(asked(reader, context, maxAge), types, principalId, context);
}

function permissionSetOf(
  { reader, key: [arn = ''] }: Located,
  argument: string,
  context: Context,
  maxAge?: MaxAge,
) {
  const node = asked(reader, context, maxAge);
  return knownPermissionSet(node, reader.idOf.permissionSet(arn, argument), context);
}

function targetOf({ reader, key: [id = ''] }: Located, argument: string, context: Context, maxAge?: MaxAge) {
  return knownTarget(asked(reader, context, maxAge), reader.idOf.target(id, argument), context);
}

/**
 * The principal of an id, whichever type the identity store has it as. One that the store no longer has is found while
 * assignments still name it.
 */
async function knownPrincipal(
  node: Node,
  types: readonly PrincipalType[],
  principalId: string,
  context: Context,
): Promise<PrincipalNode | null> {
  const candidates = types.map((principalType) => ({ ...node, principalType, principalId }));
  for (const candidate of candidates)
    if ((await principalFacts.load(candidate, context))?.deleted === false) return candidate;
  for (const candidate of candidates)
    if (await node.reader.holdsAnything(candidate, node.freshness, context.scope)) return candidate;
  return null;
}

async function knownPermissionSet(
  node: Node,
  arn: string,
  context: Context,
): Promise<PermissionSetNode | null> {
  const candidate = { ...node, arn };
  const facts = await permissionSetFacts.load(candidate, context);
  return facts?.name == null ? null : candidate;
}

async function knownTarget(node: Node, targetId: string, context: Context): Promise<TargetNode | null> {
  const candidate = { ...node, targetId };
  const facts = await (isAccount(candidate)
    ? account.load(candidate, context)
    : unit.load(candidate, context));
  return facts?.name == null ? null : candidate;
}

/** Freshness from this moment: a lookup has no walk that began earlier. */
function asked(reader: InstanceReader, { scope }: Context, maxAge?: MaxAge): Node {
  return { reader, freshness: reader.freshness(scope, maxAge) };
}
