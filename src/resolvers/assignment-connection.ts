import type { Context } from '../context.ts';
import type { AssignmentQuery } from '../reader/query/ask.ts';
import type { AssignmentFilterInput } from '../reader/filter/input.ts';
import type { AssignmentNode } from '../reader/nodes.ts';
import type { InstanceReader } from '../reader/instance-reader.ts';
import { chain, type Awaitable } from '../reading/coroutine.ts';
import { connection, listQuery, type Connection, type PageArgs } from './connection.ts';

/** A page of the assignments that a filter leaves, wherever in the graph it is asked for. */
export function assignmentsOf(
  reader: InstanceReader,
  filter: AssignmentFilterInput | null | undefined,
  args: PageArgs & Pick<AssignmentQuery, 'inheritedBy' | 'requireComplete'>,
  withTotalCount: boolean,
  { scope }: Context,
): Awaitable<Connection<AssignmentNode>> {
  const { inheritedBy, requireComplete } = args;
  const query = { ...listQuery(args, withTotalCount), filter, inheritedBy, requireComplete };
  return chain(reader.assignments(query, scope), (page) =>
    connection(page, (row): AssignmentNode => ({ ...row, reader, freshness: page.freshness })),
  );
}
