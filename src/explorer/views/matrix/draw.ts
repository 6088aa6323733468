import type { Cells } from './cells.ts';
import { type Column, type Row, stepOf } from './layout.ts';

/** How large cells are, and what stands before and above them, in pixels. */
export interface Sizes {
  readonly cell: { readonly width: number; readonly height: number };
  readonly head: { readonly width: number; readonly height: number };
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Scene {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly cells: Cells;
  readonly sizes: Sizes;
  readonly active: Place | undefined;
}

export interface Sight {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The colours of the page, as it has them now. */
export interface Palette {
  readonly steps: readonly string[];
  readonly stepInks: readonly string[];
  readonly line: string;
  readonly soft: string;
  readonly inkSoft: string;
  readonly accent: string;
  readonly font: string;
}

export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  const numbers = [1, 2, 3, 4, 5];
  return {
    steps: numbers.map((n) => of(`--step-${n}`)),
    stepInks: numbers.map((n) => of(`--step-ink-${n}`)),
    line: of('--line'),
    soft: of('--soft'),
    inkSoft: of('--ink-soft'),
    accent: of('--accent'),
    font: style.fontFamily,
  };
}

/** Which rows and columns are in sight, the last ones excluded. */
export function inSight({ rows, columns, sizes }: Pick<Scene, 'columns' | 'rows' | 'sizes'>, sight: Sight) {
  const { cell, head } = sizes;
  return {
    firstRow: Math.max(0, Math.floor(sight.top / cell.height)),
    endRow: Math.min(rows.length, Math.ceil((sight.top + sight.height - head.height) / cell.height)),
    firstColumn: Math.max(0, Math.floor(sight.left / cell.width)),
    endColumn: Math.min(columns.length, Math.ceil((sight.left + sight.width - head.width) / cell.width)),
  };
}

/** Draws the cells in sight, and no others: every frame is new. */
export function draw(context: CanvasRenderingContext2D, scene: Scene, sight: Sight, palette: Palette): void {
  const { rows, columns, cells, sizes, active } = scene;
  const { cell, head } = sizes;
  const { firstRow, endRow, firstColumn, endColumn } = inSight(scene, sight);
  context.clearRect(0, 0, sight.width, sight.height);
  const x = (column: number) => head.width + column * cell.width - sight.left;
  const y = (row: number) => head.height + row * cell.height - sight.top;
  const right = Math.min(sight.width, x(columns.length));
  const bottom = Math.min(sight.height, y(rows.length));
  const hatch = hatching(context, palette);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `12px ${palette.font}`;
  const hasNumbers = cell.width >= 26 && cell.height >= 16;
  for (let r = firstRow; r < endRow; r++) {
    const row = rows[r];
    if (!row) continue;
    const top = y(r);
    if (row.kind === 'ou') {
      context.fillStyle = palette.soft;
      context.fillRect(head.width, top, right - head.width, cell.height);
    }
    const known = cells.of(row.id);
    if (known === undefined || known === 'failed') {
      context.fillStyle = hatch;
      context.fillRect(head.width, top + 1, right - head.width, cell.height - 2);
      continue;
    }
    for (let c = firstColumn; c < endColumn; c++) {
      const arn = columns[c]?.arn ?? '';
      if (!known.has(arn)) continue;
      drawCell(known.get(arn), x(c), top);
    }
  }
  if (cell.height >= 12) rule();
  if (active) outline(active);

  function drawCell(number: number | undefined, left: number, top: number): void {
    if (number === undefined) {
      context.fillStyle = hatch;
      return context.fillRect(left + 1, top + 1, cell.width - 2, cell.height - 2);
    }
    if (number === 0) {
      context.fillStyle = palette.inkSoft;
      context.beginPath();
      context.arc(
        left + cell.width / 2,
        top + cell.height / 2,
        Math.min(2.5, cell.width / 4),
        0,
        2 * Math.PI,
      );
      return context.fill();
    }
    const step = stepOf(number);
    // Who cannot tell the shades apart sees how much of its cell is filled.
    const inset = hasNumbers ? 1 + (5 - step) * 0.75 : Math.min(1, cell.width / 8);
    context.fillStyle = palette.steps[step - 1] ?? palette.accent;
    context.fillRect(left + inset, top + inset, cell.width - 2 * inset, cell.height - 2 * inset);
    if (!hasNumbers) return undefined;
    context.fillStyle = palette.stepInks[step - 1] ?? palette.accent;
    return context.fillText(short(number), left + cell.width / 2, top + cell.height / 2 + 0.5);
  }

  function rule(): void {
    context.fillStyle = palette.line;
    for (let r = firstRow; r <= endRow; r++) context.fillRect(head.width, y(r) - 1, right - head.width, 1);
    if (cell.width >= 12)
      for (let c = firstColumn; c <= endColumn; c++)
        context.fillRect(x(c) - 1, head.height, 1, bottom - head.height);
  }

  function outline({ row, column }: Place): void {
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    context.strokeRect(x(column), y(row), cell.width - 1, cell.height - 1);
  }
}

function short(number: number): string {
  return number < 1_000 ? String(number) : `${Math.round(number / 100) / 10}k`;
}

let made: { readonly color: string; readonly pattern: CanvasPattern } | undefined;

/** What was not read: hatched, in any colour scheme. */
function hatching(context: CanvasRenderingContext2D, { inkSoft }: Palette): CanvasPattern | string {
  if (made?.color === inkSoft) return made.pattern;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const brush = tile.getContext('2d');
  if (!brush) return inkSoft;
  brush.strokeStyle = inkSoft;
  brush.globalAlpha = 0.35;
  for (const shift of [-8, 0, 8]) {
    brush.moveTo(shift, 8);
    brush.lineTo(shift + 8, 0);
  }
  brush.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) return inkSoft;
  made = { color: inkSoft, pattern };
  return pattern;
}
