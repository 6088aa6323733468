import { Component, type ComponentChildren, type JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { rowHeight } from './table.tsx';
import { useWindow } from './window.ts';

export interface LongColumn<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Its share of the width. */
  readonly share: number;
  /** Left out where there is little room. */
  readonly isExtra?: boolean;
}

export interface LongTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly LongColumn<Row>[];
  readonly count: number;
  readonly rowAt: (n: number) => Row | undefined;
  /** The name of the column that it is sorted by, with a minus before it where it is the other way round. */
  readonly order: string;
  readonly setOrder: (order: string) => void;
}

/** A million rows, of which those in sight are in the document: nothing is made for the others, whatever comes in. */
export function LongTable<Row>(props: LongTableProps<Row>): JSX.Element {
  const { caption, columns, count, rowAt, order, setOrder } = props;
  const body = useRef<HTMLDivElement>(null);
  const { start, end } = useWindow(body, count, rowHeight);
  const wide = columns.map(({ share }) => `minmax(0, ${share}fr)`).join(' ');
  const narrow = columns
    .filter(({ isExtra }) => !isExtra)
    .map(({ share }) => `minmax(0, ${share}fr)`)
    .join(' ');
  const seen = Array.from({ length: Math.max(0, end - start) }, (_, n) => start + n);
  return (
    <div
      class="long-table"
      role="table"
      aria-label={caption}
      aria-rowcount={count + 1}
      style={{ '--wide': wide, '--narrow': narrow }}
    >
      <div role="rowgroup" class="long-head">
        <div role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <Head key={column.name} {...{ column, order, setOrder }} />
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} class="long-body" style={{ height: `${count * rowHeight}px` }}>
        <div class="long-seen" style={{ transform: `translateY(${start * rowHeight}px)` }}>
          {seen.map((n) => {
            const row = rowAt(n);
            // A row that comes into sight takes over what stood for one that has left it.
            return row && <Line key={n % seen.length} n={n} row={row} columns={columns} />;
          })}
        </div>
      </div>
    </div>
  );
}

interface LineProps<Row> extends Pick<LongTableProps<Row>, 'columns'> {
  readonly n: number;
  readonly row: Row;
}

/** Made anew only where it is another row. */
class Line<Row> extends Component<LineProps<Row>> {
  override shouldComponentUpdate({ n, row, columns }: LineProps<Row>): boolean {
    return n !== this.props.n || row !== this.props.row || columns !== this.props.columns;
  }

  override render({ n, row, columns }: LineProps<Row>): JSX.Element {
    return (
      <div role="row" aria-rowindex={n + 2}>
        {columns.map((column) => (
          <div role="cell" key={column.name} class={column.isExtra ? 'extra' : undefined}>
            {column.cell(row)}
          </div>
        ))}
      </div>
    );
  }
}

interface HeadProps<Row> extends Pick<LongTableProps<Row>, 'order' | 'setOrder'> {
  readonly column: LongColumn<Row>;
}

function Head<Row>({ column: { name, isExtra }, order, setOrder }: HeadProps<Row>): JSX.Element {
  const direction = order === name ? 'ascending' : order === `-${name}` ? 'descending' : undefined;
  // Once more in the other direction, and then as the list has them.
  const next = direction === undefined ? name : direction === 'ascending' ? `-${name}` : '';
  return (
    <div role="columnheader" aria-sort={direction} class={isExtra ? 'extra' : undefined}>
      <button onClick={() => setOrder(next)}>
        {name}
        <span aria-hidden="true">
          {direction === undefined ? '' : direction === 'ascending' ? ' ↑' : ' ↓'}
        </span>
      </button>
    </div>
  );
}
