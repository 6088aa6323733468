import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { useParam } from '../frame/location.ts';
import type { Rows } from '../graphql/pages.ts';
import { FilterBar, FilterField, hasAll, wordsOf } from './filter.tsx';
import { Empty, StandIn, type StandInProps } from './states.tsx';
import { Table, type TableProps } from './table.tsx';
import { count, digits } from './words.ts';

export interface ListingProps<Row extends object> extends Omit<TableProps<Row>, 'rows'> {
  /** What is read, in words that end "Reading …". */
  readonly what: string;
  /** One of them, and several. */
  readonly units: readonly [one: string, many: string];
  readonly list: Rows<Row>;
  /** What the filter looks for words in. */
  readonly textsOf: (row: Row) => readonly (string | null | undefined)[];
  /** Said when all was read and there are none. */
  readonly nothing: string;
  /** Said when there are none of what could be read. @default that the bar tells what is missing */
  readonly nothingRead?: StandInProps['nothingRead'];
  /** More to filter with. */
  readonly children?: ComponentChildren;
  /** Whether the filter stays where there are no rows, as it may be why. */
  readonly alwaysFilter?: boolean;
}

/** Rows with a field to filter them, their number, and what stands there when there are none. */
export function Listing<Row extends object>({
  what,
  units,
  list,
  textsOf,
  nothing,
  nothingRead,
  children,
  alwaysFilter,
  ...table
}: ListingProps<Row>): JSX.Element {
  const { isReading } = list;
  const [filter] = useParam('filter');
  const rows = useInSteps(list.rows, isReading);
  // While somebody types, the same rows are looked through again and again.
  const texts = useMemo(() => new WeakMap<object, string>(), []);
  const shown = useMemo(() => {
    const words = wordsOf(filter);
    return words.length === 0 ? rows : rows.filter((row) => hasAll(words, textOf(row)));
  }, [rows, filter]);

  function textOf(row: Row): string {
    const text = texts.get(row) ?? textsOf(row).join('\n').toLowerCase();
    texts.set(row, text);
    return text;
  }

  if (rows.length === 0 && alwaysFilter !== true)
    return <StandIn {...{ what, nothing, nothingRead }} {...list} />;
  return (
    <>
      <FilterBar>
        <FilterField label="Filter" />
        {children}
        <span>
          {shown.length === rows.length ? '' : `${digits(shown.length)} of `}
          {count(rows.length, ...units)}
          {isReading ? ' so far' : ''}
        </span>
      </FilterBar>
      {shown.length > 0 ? (
        <Table {...table} rows={shown} />
      ) : (
        <Empty title="None of these">
          {rows.length === 0 ? nothing : `The filter leaves nothing of ${count(rows.length, ...units)}.`}
        </Empty>
      )}
    </>
  );
}

/** While more come to rows that are sorted, they are taken over a tenth at a time: a list is not sorted with each page. */
function useInSteps<Row>(rows: readonly Row[], isReading: boolean): readonly Row[] {
  const [order] = useParam('sort');
  const taken = useRef(rows);
  const before = taken.current;
  const areMore = rows[0] === before[0] && rows[before.length - 1] === before.at(-1);
  const isSoon = areMore && rows.length >= before.length && rows.length < before.length * 1.1;
  if (!isReading || order === '' || !isSoon) taken.current = rows;
  return taken.current;
}
