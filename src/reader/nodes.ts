import type { AssignmentRow, EntitlementRow, PrincipalId } from '../mirror/rows.ts';
import type { EffectiveRow } from './effective/rows.ts';
import type { Names } from './history/change.ts';
import type { InstanceReader } from './instance-reader.ts';
import type { Freshness } from '../reading/scope.ts';

/**
 * A thing of the graph: which one it is, and where and how freshly to look up the rest of it. What else a node carries
 * that changes what is told of it has to be heeded in `schema/fields/told.ts`.
 */
export interface Node {
  readonly reader: InstanceReader;
  readonly freshness: Freshness;
}

/** A node that a change names: what it was called then stands in where AWS does not know it any more. */
export interface NamedNode extends Node {
  readonly lastName?: string | null;
}

export interface PrincipalNode extends NamedNode, PrincipalId {}

export interface PermissionSetNode extends NamedNode {
  readonly arn: string;
}

/** An account, or an OU or root. */
export interface TargetNode extends NamedNode {
  readonly targetId: string;
}

export interface AssignmentNode extends Node, AssignmentRow {
  /** Of an assignment that a change is about: what its parts were called when that was seen. */
  readonly lastNames?: Names;
}

/** One person and one way into one account. */
export interface EffectiveAccessNode extends Node, EffectiveRow {}

export interface EntitlementNode extends Node, EntitlementRow {}
