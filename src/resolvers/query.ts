import type { Context } from '../context.ts';
import type { AssignmentQuery } from '../reader/assignments.ts';
import type { AssignmentNode } from '../reader/nodes.ts';

interface InstanceArgs {
  readonly instanceArn?: string | null | undefined;
}

export function instances(_root: unknown, _args: object, { reader, scope }: Context) {
  return reader.instances(scope);
}

export function instance(
  _root: unknown,
  { arn }: { readonly arn?: string | null | undefined },
  context: Context,
) {
  return context.reader.instance(arn, context.scope);
}

/** `withTotalCount`: the query selects it, and everything in reach has to be read. */
export async function assignments(
  {
    instanceArn,
    maxAge,
    ...query
  }: Omit<AssignmentQuery, 'maxAgeMs' | 'withTotalCount'> &
    InstanceArgs & { readonly maxAge?: number | null | undefined },
  withTotalCount: boolean,
  { reader, scope }: Context,
) {
  const instanceReader = await reader.instance(instanceArn, scope);
  const page = await instanceReader.assignments({ ...query, maxAgeMs: maxAge, withTotalCount }, scope);
  const nodes = page.rows.map((row): AssignmentNode => ({
    ...row,
    reader: instanceReader,
    freshness: page.freshness,
  }));
  return { ...page, nodes };
}
