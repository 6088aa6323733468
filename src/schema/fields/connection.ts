import type { Connection, Edge } from '../../resolvers/connection.ts';
import { builder } from '../builder.ts';
import { costs } from '../cost/declared.ts';
import { CompletenessRef } from '../refs.ts';

const PageInfo = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description: 'Where a page stands in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      nullable: false,
      description: 'True when more may follow: ask again with after set to endCursor.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      nullable: false,
      description: 'True when the page does not begin at the front of the list.',
    }),
    startCursor: t.string({
      description: 'The cursor of the first edge; null on a page without edges.',
      resolve: ({ edges: [first] }) => first?.cursor(),
    }),
    endCursor: t.string({
      description:
        'Where to go on: the value for after. May be set on a page without edges, when a deadline came first; null when there is nothing to go on from.',
      resolve: (page) => page.endCursor,
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
  const EdgeRef = builder.objectRef<Edge<Item>>(`${name}Edge`).implement({
    description: 'One item of a page, with its place in the list.',
    fields: (t) => ({
      cursor: t.string({
        nullable: false,
        description: 'The place of this item: given as after, a page begins behind it.',
        resolve: ({ cursor }) => cursor(),
      }),
      node: t.field({
        type: node,
        nullable: false,
        description: 'The item itself.',
        // The cast: Pothos cannot tell that a type parameter is no list.
        resolve: (edge) => edge.node as never,
      }),
    }),
  });
  return builder.objectRef<Connection<Item>>(`${name}Connection`).implement({
    description,
    fields: (t) => ({
      edges: t.field({
        type: [EdgeRef],
        nullable: false,
        description: 'The items of the page, in order, each with its cursor.',
        // The item itself, its node, costs.
        ...costs({ perItem: 0 }),
        resolve: ({ edges }) => edges,
      }),
      nodes: t.field({
        type: [node],
        nullable: false,
        description: 'The items of the page, in order, without their cursors.',
        ...costs({ perItem: 1 }),
        resolve: ({ edges }) => edges.map((edge) => edge.node),
      }),
      pageInfo: t.field({
        type: PageInfo,
        nullable: false,
        description: 'Whether the list goes on, and from where.',
        resolve: (page) => page,
      }),
      ...(hasTotalCount && {
        totalCount: t.int({
          description:
            "How many there are on all pages together. Selecting it reads everything in the filter's reach. Null, never a wrong number, when that could not be completed.",
          resolve: ({ totalCount }) => totalCount,
        }),
      }),
      completeness: t.field({
        type: CompletenessRef,
        nullable: false,
        description: 'Whether anything is missing from this page, and how old its oldest fact is.',
        resolve: ({ completeness }) => completeness,
      }),
    }),
  });
}
