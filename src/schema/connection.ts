import type { Connection, Edge } from '../resolvers/connection.ts';
import { builder } from './builder.ts';
import { CompletenessRef } from './refs.ts';

type Page = Pick<Connection<unknown>, 'hasNextPage' | 'hasPreviousPage' | 'endCursor'> & {
  readonly startCursor: () => string | undefined;
};

const PageInfo = builder.objectRef<Page>('PageInfo').implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { nullable: false }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { nullable: false }),
    startCursor: t.string({ resolve: ({ startCursor }) => startCursor() }),
    endCursor: t.string({
      description: 'Where to go on. May be set on a page without edges, when a deadline came first.',
      resolve: ({ endCursor }) => endCursor,
    }),
  }),
});

type NodeRef<Item> =
  | ReturnType<typeof builder.objectRef<Item>>
  | ReturnType<typeof builder.interfaceRef<Item>>;

/** The connection type of a node type, with its edge: `AssignmentConnection` and `AssignmentEdge` for Assignment. */
export function connectionOf<Item extends object>(
  name: string,
  node: NodeRef<Item>,
  description: string,
  { hasTotalCount = true }: { readonly hasTotalCount?: boolean } = {},
) {
  // One item costs once, however often a query spells it: the page size counts where the connection is selected.
  const perItem = { field: 1, multiplier: 1 };
  const EdgeRef = builder.objectRef<Edge<Item>>(`${name}Edge`).implement({
    fields: (t) => ({
      cursor: t.string({ nullable: false, resolve: ({ cursor }) => cursor() }),
      // The cast: Pothos cannot tell that a type parameter is no list.
      node: t.field({ type: node, nullable: false, resolve: (edge) => edge.node as never }),
    }),
  });
  return builder.objectRef<Connection<Item>>(`${name}Connection`).implement({
    description,
    fields: (t) => ({
      edges: t.field({
        type: [EdgeRef],
        nullable: false,
        complexity: perItem,
        resolve: ({ edges }) => edges,
      }),
      nodes: t.field({
        type: [node],
        nullable: false,
        complexity: perItem,
        resolve: ({ edges }) => edges.map((edge) => edge.node),
      }),
      pageInfo: t.field({
        type: PageInfo,
        nullable: false,
        resolve: ({ edges, ...page }) => ({ ...page, startCursor: () => edges[0]?.cursor() }),
      }),
      ...(hasTotalCount && {
        totalCount: t.int({
          description:
            "Selecting it reads everything in the filter's reach. Null, never a wrong number, when that could not be completed.",
          resolve: ({ totalCount }) => totalCount,
        }),
      }),
      completeness: t.field({
        type: CompletenessRef,
        nullable: false,
        resolve: ({ completeness }) => completeness,
      }),
    }),
  });
}
