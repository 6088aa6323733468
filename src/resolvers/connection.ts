import type { Context } from '../context.ts';
import type { InstanceReader } from '../reader/instance-reader.ts';
import type { Awaitable } from '../reading/coroutine.ts';
import type { Page } from '../reading/listing.ts';

/** A page of nodes in a stable order, as every list of the graph is given. */
export interface Connection<Item> extends Pick<
  Page<unknown>,
  'hasNextPage' | 'hasPreviousPage' | 'endCursor' | 'totalCount' | 'completeness'
> {
  readonly edges: readonly Edge<Item>[];
}

export interface Edge<Item> {
  readonly node: Item;
  /** Made when asked for: each is signed. */
  readonly cursor: () => string;
}

export function connection<Row, Item>(page: Page<Row>, toNode: (row: Row) => Item): Connection<Item> {
  const { rows, cursorOf, hasNextPage, hasPreviousPage, totalCount, completeness } = page;
  return {
    hasNextPage,
    hasPreviousPage,
    totalCount,
    completeness,
    get endCursor() {
      return page.endCursor;
    },
    edges: rows.map((row) => ({ node: toNode(row), cursor: once(() => cursorOf(row)) })),
  };
}

/** Signed once, however often a query spells it. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}

/** The arguments that every connection takes. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly maxAge?: number | null | undefined;
}

/** The arguments of a list that may be asked for as of a moment. */
export interface AsOfArgs extends PageArgs {
  /** Epoch milliseconds. */
  readonly asOf?: number | null | undefined;
  readonly instanceArn?: string | null | undefined;
}

/** Who answers: for the present, at once mostly, or for the moment that is asked about. */
export function readerFor(args: AsOfArgs, { reader, scope }: Context): Awaitable<InstanceReader> {
  const { instanceArn, asOf, maxAge } = args;
  const now = reader.instance(instanceArn, scope);
  if (asOf === null || asOf === undefined) return now;
  const then = async () => (await now).asOf(asOf, { maxAgeMs: maxAge }, scope);
  return then();
}

/** As the reader takes them. `withTotalCount`: the query selects it, and everything in reach has to be read. */
export function listQuery({ first, after, maxAge }: PageArgs, withTotalCount: boolean) {
  return { first, after, maxAgeMs: maxAge, withTotalCount };
}
