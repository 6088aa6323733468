import { GatewayError } from '../../errors.ts';
import type { Subject } from '../../reading/completeness.ts';
import type { Permission } from '../../viewer.ts';
import type { Value } from '../export/rows/columns.ts';
import {
  type Asker,
  type Asking,
  pagesOf,
  type Walk,
  type WalkedPage,
} from '../export/walk/gateway-pages.ts';
import { failureOf } from '../export/walk/gateway-sweep.ts';

export type Records = readonly Readonly<Record<string, Value>>[];

export interface Stretch {
  readonly records: Records;
  /** How many there are in all stretches, where that is known. */
  readonly total?: number | undefined;
  /** To AWS, that it took. */
  readonly calls: number;
}

/** Something of the organization as rows and columns, asked of whatever answers GraphQL. */
export interface Table {
  /** What a sheet of it is called. */
  readonly title: string;
  /** What a row is, one and several. */
  readonly nouns: readonly [one: string, several: string];
  /** The question that it is about. Its variables, but `after`, are the arguments of the table. */
  readonly document: string;
  readonly permission: Permission;
  readonly columns: readonly string[];
  /** Does the first stretch come when everything that the rows are of was read? */
  readonly readsAllFirst: boolean;
  /** In the order of the graph, no more at a time than a page or two. A stretch may be empty. */
  rows(asker: Asker, asking: Asking): AsyncGenerator<Stretch, void>;
}

/** What stands in each column, of whatever is known. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Value | undefined>>;

/** The same columns, of rows that have it as a part. */
export function columnsOf<Part, Row>(columns: Columns<Part>, part: (row: Row) => Part): Columns<Row> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, (row: Row) => value(part(row))]),
  );
}

export function recordsOf<Row>(columns: Columns<Row>, rows: readonly Row[]): Records {
  const entries = Object.entries(columns);
  return rows.map((row) => Object.fromEntries(entries.map(([name, value]) => [name, value(row) ?? null])));
}

interface List<Node, Data>
  extends Pick<Table, 'title' | 'nouns' | 'document'>, Pick<Walk<Node, Data>, 'list' | 'missing'> {
  readonly columns: Columns<Node>;
  /** @default read */
  readonly permission?: Permission;
}

/** A table of one list, with a row for each node. */
export function listTable<Node, Data>({
  list,
  missing,
  columns,
  permission = 'read',
  ...told
}: List<Node, Data>): Table {
  const { document } = told;
  return {
    ...told,
    permission,
    columns: Object.keys(columns),
    // With the total everything in reach is read before the first row.
    readsAllFirst: /\btotalCount\b/.test(document),
    async *rows(asker, asking) {
      const walk = { document, list, ...(missing !== undefined && { missing }), ...asking };
      for await (const { nodes, totalCount, calls } of pagesOf(asker, walk))
        yield { records: recordsOf(columns, nodes), total: totalCount, calls };
    },
  };
}

/** One list of many that a table is made of: where AWS does not give it, that is missing, and the others are there. */
export async function* pagesOfOne<Node, Data>(
  asker: Asker,
  walk: Walk<Node, Data>,
  about: Subject,
): AsyncGenerator<WalkedPage<Node>, void> {
  try {
    yield* pagesOf(asker, walk);
  } catch (error) {
    if (!(error instanceof GatewayError && /^AWS_|^NOT_FOUND$/.test(error.code))) throw error;
    const { code, message, details } = error;
    const failure = failureOf({ message, extensions: { ...details, code } });
    walk.evidence.add({ readAt: undefined, failure: { ...failure, ...about } });
  }
}
