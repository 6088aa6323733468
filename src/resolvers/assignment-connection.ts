import type { Context } from '../context.ts';
import type { AssignmentQuery } from '../reader/query/ask.ts';
import type { AssignmentFilterInput } from '../reader/filter/input.ts';
import type { AssignmentNode } from '../reader/nodes.ts';
import type { InstanceReader } from '../reader/reader.ts';
import { connection, listQuery, type PageArgs } from './connection.ts';

/** A page of the assignments that a filter leaves, wherever in the graph it is asked for. */
export async function assignmentsOf(
  reader: InstanceReader,
  filter: AssignmentFilterInput | null | undefined,
  args: PageArgs & Pick<AssignmentQuery, 'inheritedBy' | 'requireComplete'>,
  withTotalCount: boolean,
  { scope }: Context,
) {
  const { inheritedBy, requireComplete } = args;
  const query = { ...listQuery(args, withTotalCount), filter, inheritedBy, requireComplete };
  const page = await reader.assignments(query, scope);
  return connection(page, (row): AssignmentNode => ({ ...row, reader, freshness: page.freshness }));
}
