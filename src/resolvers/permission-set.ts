import type { PermissionSetNode } from '../reader/nodes.ts';
import { perRequest } from './batch.ts';

/** What DescribePermissionSet tells of it. */
export const load = perRequest(
  (node: PermissionSetNode) => node.arn,
  (reader, nodes, notBefore, { scope }) =>
    reader.permissionSets(
      nodes.map((node) => node.arn),
      notBefore,
      scope,
    ),
);
