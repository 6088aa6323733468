import type { Context } from '../../context.ts';
import type { AssignmentCount } from '../../reader/counts/counts.ts';
import type { CountsQuery } from '../../reader/counts/counts.ts';
import type { PermissionSetNode, TargetNode } from '../../reader/nodes.ts';
import type { Completeness } from '../../reading/completeness.ts';

export interface AssignmentCountNode extends Pick<
  AssignmentCount,
  'assignments' | 'people' | 'principalType'
> {
  readonly account: TargetNode | undefined;
  readonly permissionSet: PermissionSetNode | undefined;
  readonly organizationalUnit: TargetNode | undefined;
}

export interface AssignmentCountsNode {
  readonly counts: AssignmentCountNode[];
  readonly completeness: Completeness;
}

interface Args extends Pick<CountsQuery, 'filter' | 'groupBy' | 'withEmpty'> {
  readonly maxAge?: number | null | undefined;
  readonly instanceArn?: string | null | undefined;
}

export async function assignmentCounts(
  { groupBy, filter, withEmpty, maxAge, instanceArn }: Args,
  withPeople: boolean,
  { reader: readers, scope }: Context,
): Promise<AssignmentCountsNode> {
  const reader = await readers.instance(instanceArn, scope);
  const query = { groupBy, filter, withEmpty, maxAgeMs: maxAge, withPeople };
  const { counts, completeness, freshness } = await reader.assignmentCounts(query, scope);
  const target = (targetId: string | undefined) =>
    targetId === undefined ? undefined : { targetId, reader, freshness };
  const permissionSet = (arn: string | undefined) =>
    arn === undefined ? undefined : { arn, reader, freshness };
  const toNode = (count: AssignmentCount) => ({
    account: target(count.accountId),
    organizationalUnit: target(count.unitId),
    permissionSet: permissionSet(count.permissionSetArn),
    principalType: count.principalType,
    assignments: count.assignments,
    people: count.people,
  });
  return { counts: counts.map(toNode), completeness };
}
