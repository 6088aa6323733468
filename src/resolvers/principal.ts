import type { PrincipalNode } from '../reader/nodes.ts';
import { perRequest } from './batch.ts';

/** What the identity store knows of a user or group. */
export const load = perRequest(
  (node: PrincipalNode) => `${node.principalType} ${node.principalId}`,
  (reader, nodes, notBefore, { scope }) => reader.principals(nodes, notBefore, scope),
);
