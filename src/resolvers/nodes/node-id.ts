import { badInput } from '../../errors.ts';

export const nodeKinds = [
  'Assignment',
  'Entitlement',
  'Instance',
  'PermissionSet',
  'Principal',
  'Target',
] as const;
export type NodeKind = (typeof nodeKinds)[number];

export interface NodeKey {
  readonly kind: NodeKind;
  readonly instanceArn: string;
  readonly key: readonly string[];
}

/** Opaque and stable: what kind of thing, of which instance, and its natural key. */
export function encodeNodeId(kind: NodeKind, instanceArn: string, ...key: readonly string[]): string {
  return Buffer.from(JSON.stringify([kind, instanceArn, ...key])).toString('base64url');
}

/** Throws BAD_INPUT for anything that is not the id of such a node. */
export function decodeNodeId(id: string, argument: string, only: readonly NodeKind[] = nodeKinds): NodeKey {
  const parts = parse(id);
  const kind = nodeKinds.find((known) => known === parts?.[0]);
  const [, instanceArn, ...key] = parts ?? [];
  if (!kind || instanceArn === undefined)
    throw badInput(
      argument,
      'this is no id that the graph has given; for ids of AWS use the other arguments',
    );
  if (!only.includes(kind))
    throw badInput(argument, `this is the id of a ${kind}, where one of a ${only.join(' or ')} is needed`);
  return { kind, instanceArn, key };
}

function parse(id: string): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(id, 'base64url').toString());
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : undefined;
  } catch {
    return undefined;
  }
}
