import type { JSX } from 'preact';

export interface PathStep {
  /** Of what kind the thing in the box is. */
  readonly kind: string;
  readonly name: string;
  readonly link: string | undefined;
  readonly detail?: string | undefined;
  /** What leads on to the next one. */
  readonly by?: string;
}

const box = { width: 216, height: 76 };
const gap = { across: 92, down: 44 };

/** A few boxes in a row, or one below the other where it is narrow: one path, and never a net. */
export function PathDrawing({ steps }: { steps: readonly PathStep[] }): JSX.Element {
  const isDown = matchMedia('(max-width: 899px)').matches;
  const last = steps.length - 1;
  const width = isDown ? box.width : box.width + last * (box.width + gap.across);
  const height = isDown ? box.height + last * (box.height + gap.down) : box.height;
  return (
    <svg
      class="path"
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      width={width + 2}
      height={height + 2}
      role="group"
      aria-label={steps
        .map(({ kind, name, by }) => `${kind} ${name}${by === undefined ? '' : ` ${by}`}`)
        .join(' ')}
    >
      {steps.map((step, n) => (
        <Step key={step.kind} step={step} isDown={isDown} n={n} />
      ))}
    </svg>
  );
}

function Step({ step, isDown, n }: { step: PathStep; isDown: boolean; n: number }): JSX.Element {
  const { kind, name, link, detail, by } = step;
  const x = isDown ? 0 : n * (box.width + gap.across);
  const y = isDown ? n * (box.height + gap.down) : 0;
  const label = (
    <text x={12} y={42} class="path-name">
      {short(name, 25)}
    </text>
  );
  return (
    <g transform={`translate(${x} ${y})`}>
      <title>{name}</title>
      <rect width={box.width} height={box.height} rx={4} />
      <text x={12} y={22} class="path-soft">
        {short(kind, 30)}
      </text>
      {link === undefined ? label : <a href={link}>{label}</a>}
      <text x={12} y={62} class="path-soft">
        {detail ?? ''}
      </text>
      {by !== undefined && <Arrow by={by} isDown={isDown} />}
    </g>
  );
}

function Arrow({ by, isDown }: { by: string; isDown: boolean }): JSX.Element {
  const [x, y] = isDown ? [24, box.height] : [box.width, box.height / 2];
  const line = isDown ? `M${x} ${y} v${gap.down - 3}` : `M${x} ${y} h${gap.across - 3}`;
  const head = isDown ? `m-4 -7 l4 7 l4 -7` : `m-7 -4 l7 4 l-7 4`;
  return (
    <>
      <path d={`${line} ${head}`} />
      <text
        x={isDown ? x + 12 : x + gap.across / 2}
        y={isDown ? y + gap.down / 2 + 4 : y - 8}
        text-anchor={isDown ? 'start' : 'middle'}
        class="path-soft"
      >
        {by}
      </text>
    </>
  );
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
