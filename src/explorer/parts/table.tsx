import { Component, type ComponentChildren, type JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { useParam } from '../frame/location.ts';
import { useWindow } from './window.ts';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What rows are sorted by; without it they are not. */
  readonly key?: (row: Row) => string | number;
  /** Left out where there is little room. */
  readonly isExtra?: boolean;
  readonly isNumber?: boolean;
  /** As wide as a word. */
  readonly isNarrow?: boolean;
}

export interface TableProps<Row> {
  /** What is in it, for who cannot see where it stands. */
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** Rows of one group stand together below a line of its own. The group's rows are given with it. */
  readonly group?: {
    readonly of: (row: Row) => string;
    readonly line: (rows: readonly Row[]) => ComponentChildren;
  };
}

type Item<Row> = { readonly row: Row } | { readonly line: ComponentChildren };

export const rowHeight = 32;

/** Rows of one height, of which only those in sight are in the document. The order is in the address. */
export function Table<Row>(props: TableProps<Row>): JSX.Element {
  const { caption, rows, columns, group } = props;
  const [order, setOrder] = useParam('sort');
  const sorted = useMemo(() => inOrder(rows, columns, order), [rows, columns, order]);
  const items = useMemo(() => itemsOf(sorted, group), [sorted, group]);
  const body = useRef<HTMLTableSectionElement>(null);
  const { start, end } = useWindow(body, items.length, rowHeight);
  const isWindowed = end - start < items.length;
  return (
    <table aria-rowcount={isWindowed ? items.length + 1 : undefined}>
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Header key={column.name} column={column} order={order} setOrder={setOrder} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Space rows={start} />
        {items.slice(start, end).map((item, n) => (
          <Line
            key={start + n}
            item={item}
            columns={columns}
            index={isWindowed ? start + n + 2 : undefined}
          />
        ))}
        <Space rows={items.length - end} />
      </tbody>
    </table>
  );
}

interface LineProps<Row> extends Pick<TableProps<Row>, 'columns'> {
  readonly item: Item<Row>;
  readonly index: number | undefined;
}

/** Made anew only where it is another row. */
class Line<Row> extends Component<LineProps<Row>> {
  override shouldComponentUpdate({ item, columns, index }: LineProps<Row>): boolean {
    return item !== this.props.item || columns !== this.props.columns || index !== this.props.index;
  }

  override render({ item, columns, index }: LineProps<Row>): JSX.Element {
    return (
      <tr aria-rowindex={index} class={'row' in item ? undefined : 'group'}>
        {'row' in item ? (
          columns.map((column) => (
            <td key={column.name} class={classOf(column)}>
              {column.cell(item.row)}
            </td>
          ))
        ) : (
          <th colSpan={columns.length} scope="rowgroup">
            {item.line}
          </th>
        )}
      </tr>
    );
  }
}

/** Stands for rows that are not in the document. */
function Space({ rows }: { rows: number }): JSX.Element | null {
  return rows > 0 ? <tr aria-hidden="true" style={{ height: `${rows * rowHeight}px` }} /> : null;
}

interface HeaderProps<Row> {
  readonly column: Column<Row>;
  readonly order: string;
  readonly setOrder: (order: string) => void;
}

function Header<Row>({ column, order, setOrder }: HeaderProps<Row>): JSX.Element {
  const { name, key } = column;
  const direction = order === name ? 'ascending' : order === `-${name}` ? 'descending' : undefined;
  return (
    <th scope="col" class={classOf(column)} aria-sort={direction}>
      {key ? (
        <button onClick={() => setOrder(direction === 'ascending' ? `-${name}` : name)}>
          {name}
          <span aria-hidden="true">
            {direction === undefined ? '' : direction === 'ascending' ? ' ↑' : ' ↓'}
          </span>
        </button>
      ) : (
        name
      )}
    </th>
  );
}

function classOf({ isExtra, isNumber, isNarrow }: Column<never>): string | undefined {
  return (
    [isExtra && 'extra', isNumber && 'number', isNarrow && 'narrow'].filter(Boolean).join(' ') || undefined
  );
}

const collator = new Intl.Collator('en', { numeric: true });

function inOrder<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: string): readonly Row[] {
  const key = columns.find(({ name }) => name === order.replace(/^-/, ''))?.key;
  if (!key) return rows;
  const sign = order.startsWith('-') ? -1 : 1;
  return rows.toSorted((one, other) => sign * compare(key(one), key(other)));
}

export function compare(one: string | number, other: string | number): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : collator.compare(String(one), String(other));
}

function itemsOf<Row>(rows: readonly Row[], group: TableProps<Row>['group']): readonly Item<Row>[] {
  if (!group) return rows.map((row) => ({ row }));
  return [...Map.groupBy(rows, group.of)].flatMap(([, together]) => [
    { line: group.line(together) },
    ...together.map((row) => ({ row })),
  ]);
}
