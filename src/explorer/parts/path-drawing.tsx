import type { JSX } from 'preact';

export interface PathStep {
  /** Of what kind the thing in the box is. */
  readonly kind: string;
  readonly name: string;
  readonly link: string | undefined;
  /** Where the name alone does not tell it apart. */
  readonly id?: string;
  /** How old it is. */
  readonly detail?: string | undefined;
  /** What leads on to the next one, and how old that is. */
  readonly by?: { readonly words: string; readonly age: string | undefined };
}

const box = { across: 210, down: 280, height: 80 };
const gap = { across: 112, down: 44 };

/** A few boxes in a row, or one below the other where it is narrow: one path, and never a net. */
export function PathDrawing({ steps }: { steps: readonly PathStep[] }): JSX.Element {
  const isDown = matchMedia('(max-width: 899px)').matches;
  const last = steps.length - 1;
  const width = isDown ? box.down : box.across + last * (box.across + gap.across);
  const height = isDown ? box.height + last * (box.height + gap.down) : box.height;
  return (
    <svg
      class="path"
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      width={width + 2}
      height={height + 2}
      role="group"
      aria-label={steps
        .map(({ kind, name, by }) => `${kind} ${name}${by === undefined ? '' : ` ${by.words}`}`)
        .join(' ')}
    >
      {steps.map((step, n) => (
        <Step key={step.kind} step={step} isDown={isDown} n={n} />
      ))}
    </svg>
  );
}

function Step({ step, isDown, n }: { step: PathStep; isDown: boolean; n: number }): JSX.Element {
  const { kind, name, link, id, detail = '', by } = step;
  const x = isDown ? 0 : n * (box.across + gap.across);
  const y = isDown ? n * (box.height + gap.down) : 0;
  const label = (
    <text x={12} y={42} class="path-name">
      {short(name, 25)}
    </text>
  );
  return (
    <g transform={`translate(${x} ${y})`}>
      <title>{name}</title>
      <rect width={isDown ? box.down : box.across} height={box.height} rx={4} />
      <text x={12} y={22} class="path-soft">
        {short(kind, 30)}
      </text>
      {link === undefined ? label : <a href={link}>{label}</a>}
      <text x={12} y={64} class="path-soft">
        {id !== undefined && <tspan class="path-id">{id}</tspan>}
        {id !== undefined && detail !== '' && ' · '}
        {detail}
      </text>
      {by !== undefined && <Arrow {...by} isDown={isDown} />}
    </g>
  );
}

interface ArrowProps extends NonNullable<PathStep['by']> {
  readonly isDown: boolean;
}

function Arrow({ words, age, isDown }: ArrowProps): JSX.Element {
  const [x, y] = isDown ? [24, box.height] : [box.across, box.height / 2];
  const line = isDown ? `M${x} ${y} v${gap.down - 3}` : `M${x} ${y} h${gap.across - 3}`;
  const head = isDown ? `m-4 -7 l4 7 l4 -7` : `m-7 -4 l7 4 l-7 4`;
  if (isDown)
    return (
      <>
        <path d={`${line} ${head}`} />
        <text x={x + 12} y={y + gap.down / 2 + 4} class="path-soft">
          {age === undefined ? words : `${words} · ${age}`}
        </text>
      </>
    );
  const middle = { x: x + gap.across / 2, 'text-anchor': 'middle', class: 'path-soft' } as const;
  return (
    <>
      <path d={`${line} ${head}`} />
      <text {...middle} y={y - 8}>
        {words}
      </text>
      <text {...middle} y={y + 16}>
        {age ?? ''}
      </text>
    </>
  );
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
