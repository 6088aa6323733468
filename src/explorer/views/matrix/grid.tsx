import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { href } from '../../frame/location.ts';
import { setIdOf } from '../../parts/links.tsx';
import { count } from '../../parts/words.ts';
import { CellCard } from './card.tsx';
import { draw, inSight, paletteOf, type Place, type Scene, type Sight, type Sizes } from './draw.ts';
import type { Measure } from './cells.ts';
import type { Row } from './layout.ts';
import { numberIn, wordsFor } from './words.ts';

export interface GridProps extends Omit<Scene, 'active' | 'sizes'> {
  readonly zoom: Zoom;
  readonly measure: Measure;
  /** Goes up when cells became known. */
  readonly version: number;
  readonly toggle: (row: Row) => void;
}

export type Zoom = 'usual' | 'small' | 'fit';

/** The slanted name of the last column leans over it by so much. */
const lean = 96;
/** Columns that are narrower than letters have no names. */
const leastNamed = 12;

/** How long the pointer rests on a cell before its card is read, in milliseconds. */
const restMs = 250;

/**
 * Accounts down and permission sets across. Only what is in sight is drawn, on one canvas; the heads are links, and the
 * arrow keys go from cell to cell.
 */
export function Grid(props: GridProps): JSX.Element {
  const { rows, columns, cells, zoom, version, measure, toggle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const [sight, setSight] = useState<Sight>({ left: 0, top: 0, width: 0, height: 0 });
  const [active, setActive] = useState<Place>();
  const [card, setCard] = useState<Place>();
  const sizes = sizesFor(zoom, room.width, columns.length);
  const { cell, head } = sizes;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measureRoom = () => setRoom({ width: element.clientWidth, height: element.clientHeight });
    measureRoom();
    const observer = new ResizeObserver(measureRoom);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!element || !target || !context || room.width === 0) return undefined;
    const ratio = devicePixelRatio;
    target.width = Math.round(room.width * ratio);
    target.height = Math.round(room.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const palette = paletteOf(element);
    const scene = { rows, columns, cells, sizes, active };
    let frame = 0;
    const paint = () => {
      frame = 0;
      const now = { left: element.scrollLeft, top: element.scrollTop, ...room };
      draw(context, scene, now, palette);
      // The heads and what is asked for follow in steps: they need not be new in every frame.
      setSight((before) => (isNear(before, now, cell) ? before : now));
    };
    const soon = () => void (frame ||= requestAnimationFrame(paint));
    paint();
    element.addEventListener('scroll', soon, { passive: true });
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const repaint = () =>
      draw(context, scene, { left: element.scrollLeft, top: element.scrollTop, ...room }, paletteOf(element));
    scheme.addEventListener('change', repaint);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', soon);
      scheme.removeEventListener('change', repaint);
    };
  }, [rows, columns, cells, version, room, cell.width, cell.height, head.width, active?.row, active?.column]);

  const seen = inSight({ rows, columns, sizes }, sight);
  useEffect(() => {
    const timer = setTimeout(() => cells.want(rows.slice(seen.firstRow, seen.endRow)), 80);
    return () => clearTimeout(timer);
  }, [cells, rows, seen.firstRow, seen.endRow]);

  useEffect(() => {
    setCard(undefined);
    if (!active) return undefined;
    const timer = setTimeout(() => setCard(active), restMs);
    return () => clearTimeout(timer);
  }, [active?.row, active?.column]);

  function placeAt(event: MouseEvent): Place | undefined {
    const box = scroller.current?.getBoundingClientRect();
    if (!box) return undefined;
    const left = event.clientX - box.left - head.width;
    const top = event.clientY - box.top - head.height;
    if (left < 0 || top < 0) return undefined;
    const column = Math.floor((left + (scroller.current?.scrollLeft ?? 0)) / cell.width);
    const row = Math.floor((top + (scroller.current?.scrollTop ?? 0)) / cell.height);
    return row < rows.length && column < columns.length ? { row, column } : undefined;
  }

  function goTo(row: number, column: number): void {
    const place = { row: bounded(row, rows.length), column: bounded(column, columns.length) };
    setActive(place);
    reveal(scroller.current, place, sizes);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.target !== scroller.current) return;
    const { row, column } = active ?? { row: seen.firstRow, column: seen.firstColumn };
    const page = Math.max(1, seen.endRow - seen.firstRow - 2);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => goTo(row - 1, column),
      ArrowDown: () => goTo(active ? row + 1 : row, column),
      ArrowLeft: () => goTo(row, column - 1),
      ArrowRight: () => goTo(row, active ? column + 1 : column),
      PageUp: () => goTo(row - page, column),
      PageDown: () => goTo(row + page, column),
      Home: () => (event.ctrlKey ? goTo(0, 0) : goTo(row, 0)),
      End: () => (event.ctrlKey ? goTo(rows.length - 1, columns.length - 1) : goTo(row, columns.length - 1)),
      Escape: () => setActive(undefined),
      ' ': () => rows[row] && toggle(rows[row]),
      Enter: () => scroller.current?.querySelector<HTMLElement>('.card > p a')?.click(),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  const activeRow = active && rows[active.row];
  const activeColumn = active && columns[active.column];
  const cardRow = card && rows[card.row];
  const cardColumn = card && columns[card.column];
  const margin = 4;
  return (
    <div
      class="matrix"
      ref={scroller}
      tabIndex={0}
      role="group"
      aria-busy={rows.slice(seen.firstRow, seen.endRow).some(({ id }) => cells.of(id) === undefined)}
      aria-label={`${count(rows.length, 'row')} of accounts and OUs, ${count(columns.length, 'permission set')} across. Arrow keys move, Space opens and closes an OU, Enter lists who holds it.`}
      onKeyDown={onKey}
      onMouseMove={(event) => {
        const place = placeAt(event);
        if (place?.row !== active?.row || place?.column !== active?.column) setActive(place);
      }}
      onMouseLeave={(event) => {
        if (!(event.relatedTarget instanceof Element && event.relatedTarget.closest('.card')))
          setActive(undefined);
      }}
      onClick={(event) => {
        const place = placeAt(event);
        if (place && rows[place.row]?.kind === 'ou' && !(event.target instanceof HTMLAnchorElement))
          setCard(place);
      }}
    >
      <div
        class="sheet"
        style={{
          width: `${head.width + columns.length * cell.width + lean}px`,
          height: `${head.height + rows.length * cell.height}px`,
        }}
      >
        <canvas
          ref={canvas}
          aria-hidden="true"
          style={{ width: `${room.width}px`, height: `${room.height}px`, marginBottom: `-${room.height}px` }}
        />
        <div
          class="corner"
          style={{ width: `${head.width}px`, height: `${head.height}px`, marginBottom: `-${head.height}px` }}
        />
        <div class="across" style={{ height: `${head.height}px`, marginBottom: `-${head.height}px` }}>
          {cell.width >= leastNamed &&
            columns
              .slice(Math.max(0, seen.firstColumn - margin), seen.endColumn + margin)
              .map(({ arn, name }, n) => (
                <a
                  key={arn}
                  href={href(['permission-sets', setIdOf(arn)])}
                  title={name}
                  class={active?.column === Math.max(0, seen.firstColumn - margin) + n ? 'active' : undefined}
                  tabIndex={-1}
                  style={{
                    left: `${head.width + (Math.max(0, seen.firstColumn - margin) + n + 0.5) * cell.width}px`,
                  }}
                >
                  {name}
                </a>
              ))}
        </div>
        <div
          class="down"
          style={{ width: `${head.width}px`, height: `${head.height + rows.length * cell.height}px` }}
        >
          {rows.slice(Math.max(0, seen.firstRow - margin), seen.endRow + margin).map((row, n) => (
            <RowHead
              key={row.id}
              row={row}
              top={head.height + (Math.max(0, seen.firstRow - margin) + n) * cell.height}
              height={cell.height}
              isActive={activeRow?.id === row.id}
              toggle={toggle}
            />
          ))}
        </div>
        {card && cardRow && cardColumn && (
          <CellCard
            key={`${cardRow.id} ${cardColumn.arn}`}
            row={cardRow}
            column={cardColumn}
            number={numberIn(cells.of(cardRow.id), cardColumn.arn)}
            measure={measure}
            place={cardPlace(card, sizes, sight)}
          />
        )}
      </div>
      <p class="unseen" aria-live="polite">
        {activeRow &&
          activeColumn &&
          `${activeColumn.name} on ${activeRow.name}: ${wordsFor(numberIn(cells.of(activeRow.id), activeColumn.arn), activeRow, measure)}`}
      </p>
    </div>
  );
}

interface RowHeadProps {
  readonly row: Row;
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly toggle: (row: Row) => void;
}

function RowHead({ row, top, height, isActive, toggle }: RowHeadProps): JSX.Element | null {
  const { id, kind, name, depth, accounts, isClosed, state } = row;
  // Lines that are lower than letters have none; those of OUs may reach over the next.
  if (height < 12 && kind === 'account') return null;
  const style = { top: `${top}px`, height: `${height}px`, paddingLeft: `${Math.min(depth, 6) * 12 + 4}px` };
  if (kind === 'account')
    return (
      <div class={isActive ? 'row-head active' : 'row-head'} style={style}>
        <a href={href(['accounts', id])} title={`${name} · ${id}`} tabIndex={-1}>
          {name}
        </a>
        {state !== undefined && <span class="mark alarm">{state.toLowerCase()}</span>}
      </div>
    );
  return (
    <div class={isActive ? 'row-head ou active' : 'row-head ou'} style={style}>
      <button
        class="link"
        tabIndex={-1}
        aria-expanded={!isClosed}
        aria-label={`Accounts of ${name}`}
        onClick={() => toggle(row)}
      >
        {isClosed ? '▸' : '▾'}
      </button>
      <a href={href(['ous', id])} title={`${name} · ${id}`} tabIndex={-1}>
        {name}
      </a>
      <span class="soft">{accounts}</span>
    </div>
  );
}

function sizesFor(zoom: Zoom, width: number, columns: number): Sizes {
  const isNarrow = width < 600;
  const head = { width: isNarrow ? 132 : 240, height: isNarrow ? 112 : 136 };
  if (zoom === 'usual') return { head, cell: { width: 36, height: 32 } };
  if (zoom === 'small') return { head, cell: { width: 18, height: 18 } };
  const fitted = Math.floor((width - head.width - lean) / Math.max(1, columns));
  const side = Math.max(3, Math.min(36, fitted));
  const cell = { width: side, height: Math.min(32, side) };
  return side < leastNamed ? { head: { ...head, height: 12 }, cell } : { head, cell };
}

function isNear(before: Sight, now: Sight, cell: Sizes['cell']): boolean {
  return (
    before.width === now.width &&
    before.height === now.height &&
    Math.abs(before.top - now.top) < 2 * cell.height &&
    Math.abs(before.left - now.left) < 2 * cell.width
  );
}

function bounded(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value));
}

function reveal(element: HTMLElement | null, { row, column }: Place, { cell, head }: Sizes): void {
  if (!element) return;
  const [left, top] = [column * cell.width, row * cell.height];
  const [width, height] = [element.clientWidth - head.width, element.clientHeight - head.height];
  if (left < element.scrollLeft) element.scrollLeft = left;
  if (left + cell.width > element.scrollLeft + width) element.scrollLeft = left + cell.width - width;
  if (top < element.scrollTop) element.scrollTop = top;
  if (top + cell.height > element.scrollTop + height) element.scrollTop = top + cell.height - height;
}

const cardSize = { width: 300, height: 260 };

/** Beside the cell, where there is room. */
function cardPlace(
  { row, column }: Place,
  { cell, head }: Sizes,
  sight: Sight,
): { left: number; top: number } {
  const right = head.width + (column + 1) * cell.width + 6;
  const below = head.height + row * cell.height;
  const isRoomRight = right + cardSize.width < sight.left + sight.width;
  const isRoomBelow = below + cardSize.height < sight.top + sight.height;
  const left = isRoomRight ? right : head.width + column * cell.width - cardSize.width - 6;
  return {
    left: Math.max(sight.left + 4, left),
    top: isRoomBelow ? below : Math.max(sight.top + 4, sight.top + sight.height - cardSize.height - 8),
  };
}
