import type { AssignmentRow, EntitlementRow, PrincipalId } from '../mirror/rows.ts';
import type { EffectiveRow } from './effective/rows.ts';
import type { InstanceReader } from './reader.ts';
import type { Freshness } from '../reading/scope.ts';

/** A thing of the graph: which one it is, and where and how freshly to look up the rest of it. */
export interface Node {
  readonly reader: InstanceReader;
  readonly freshness: Freshness;
}

export interface PrincipalNode extends Node, PrincipalId {}

export interface PermissionSetNode extends Node {
  readonly arn: string;
}

/** An account, or an OU or root. */
export interface TargetNode extends Node {
  readonly targetId: string;
}

export interface AssignmentNode extends Node, AssignmentRow {}

/** One person and one way into one account. */
export interface EffectiveAccessNode extends Node, EffectiveRow {}

export interface EntitlementNode extends Node, EntitlementRow {}
