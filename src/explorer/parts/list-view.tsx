import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { FileQuestion } from '../frame/download.tsx';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import type { Document } from '../graphql/document.ts';
import { type PagesReading, usePages } from '../graphql/pages.ts';
import { Listing, type ListingProps } from './listing.tsx';

/** What every list of the graph takes; the page gives the instance, and walks by the others. */
interface ListVariables {
  readonly after?: string | null;
  readonly maxAge?: string | null;
  readonly instanceArn?: string | null;
}

export interface ListViewProps<Result, Node, Row extends Node & object> extends Omit<
  ListingProps<Row>,
  'list'
> {
  /** The sentence that the view answers. */
  readonly title: string;
  readonly document: Document<Result, ListVariables>;
  readonly list: PagesReading<Result, ListVariables, Node>['list'];
  /** Which nodes are rows, where a list of the graph has several types. @default every node */
  readonly isRow?: (node: Node) => node is Row;
  /** As which the gateway writes it. */
  readonly file: FileQuestion['list'];
}

/** All of a kind: one list, its rows, and what is handed on of it. */
export function ListView<Result, Node, Row extends Node & object>(
  props: ListViewProps<Result, Node, Row>,
): JSX.Element {
  const { title, document, list, isRow, file, ...listing } = props;
  const variables = { instanceArn: useInstanceArn() };
  const pages = usePages({ what: listing.what, document, variables, list });
  // The cast: where nobody tells them apart, nodes are rows.
  const rows = useMemo(
    () => (isRow ? pages.rows.filter(isRow) : (pages.rows as readonly unknown[] as readonly Row[])),
    [pages.rows],
  );
  return (
    <>
      <Title text={title} question={{ document, variables }} file={{ list: file, args: variables }} />
      <Listing {...listing} list={{ ...pages, rows }} />
    </>
  );
}
