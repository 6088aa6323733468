import { expect } from 'vitest';
import { completenessFields, type Page, type TestGateway } from '../gateway/gateway-on-sandbox.ts';

/** A list somewhere in the graph: `field` is what selects it, such as `groups`, and `within` what stands around it. */
export interface ListQuery {
  readonly field: string;
  /** Beside first, after and totalCount: GraphQL's declarations and the arguments that use them. */
  readonly declare?: string;
  readonly args?: string;
  /** `$list` is where the list stands. @default at the root */
  readonly within?: string;
  /** What is selected of each node, and enough to tell it from all others. */
  readonly node: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

type AnyPage = Omit<Page, 'nodes' | 'aws'> & { readonly nodes: readonly any[] };

export function queryText({ field, declare = '', args = '', within = '$list', node }: ListQuery): string {
  const list = `list: ${field}(first: $first, after: $after ${args}) {
      nodes { ${node} }
      edges { cursor node { ${node} } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount @include(if: $withTotalCount)
      completeness { ${completenessFields} }
    }`;
  return `query ($first: Int, $after: String, $withTotalCount: Boolean = false ${declare}) {
    ${within.replace('$list', list)}
  }`;
}

export interface Paging {
  readonly first: number;
  readonly withTotalCount?: boolean;
}

/** Every page put together is `wanted`, in order and nothing twice; each page says what is true of it. */
export async function expectList(
  gateway: TestGateway,
  list: ListQuery,
  { first, withTotalCount = false }: Paging,
  wanted: readonly object[],
): Promise<void> {
  // Stands in each comparison, so that a failure shows its question.
  const question = { field: list.field, ...list.variables, first, withTotalCount };
  const fetchPage = async (after: string | null): Promise<AnyPage> => {
    const variables = { ...list.variables, first, after, withTotalCount };
    const { data, errors } = await gateway.ask(queryText(list), variables);
    expect({ question, errors }).toEqual({ question, errors: undefined });
    const page = listIn(data);
    if (!page) throw new Error(`No list in ${JSON.stringify({ question, data })}`);
    return page;
  };
  const pages = [await fetchPage(null)];
  // One page more than there may be, so that a walk that never ends is a failure and not a hang.
  const mostPages = wanted.length / first + 2;
  for (let last = pages[0]!; last.pageInfo.hasNextPage && pages.length < mostPages; pages.push(last))
    last = await fetchPage(last.pageInfo.endCursor);
  expect({ question, nodes: pages.flatMap(({ nodes }) => nodes) }).toEqual({ question, nodes: wanted });
  pages.forEach((page, n) => {
    const { completeness, edges, nodes, pageInfo, totalCount } = page;
    const size = Math.max(0, Math.min(first, wanted.length - n * first));
    expect({ question, n, size: nodes.length, edges: edges.map((edge: any) => edge.node) }).toEqual({
      question,
      n,
      size,
      edges: nodes,
    });
    expect({ question, n, ...pageInfo }).toEqual({
      question,
      n,
      hasNextPage: n < pages.length - 1,
      hasPreviousPage: n > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    });
    expect({ question, ...completeness, totalCount }).toEqual({
      question,
      complete: true,
      // Where nothing can match, nothing was asked for.
      asOf: wanted.length > 0 ? expect.any(String) : completeness.asOf,
      failures: [],
      failuresOmitted: 0,
      totalCount: withTotalCount ? wanted.length : undefined,
    });
  });
}

/** The object that stands under the alias `list`, wherever it is. */
function listIn(data: any): AnyPage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('list' in data) return data.list;
  for (const value of Object.values(data)) {
    const found = listIn(value);
    if (found) return found;
  }
  return undefined;
}

/** In the order of bytes, which for AWS's ids is that of the graph. */
export function inOrder<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}
