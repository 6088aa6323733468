import type { JSX } from 'preact';
import { count } from '../parts/words.ts';
import type { Line } from './change.tsx';
import { dayOf, nextDay, type Period, startOf } from './period.ts';

interface Day {
  readonly day: string;
  readonly more: number;
  readonly less: number;
}

const height = { above: 32, below: 16 };
const width = { bar: 8, gap: 2 };
const mostDays = 400;
/** Of a bar, in pixels: a week is not as wide as a year. */
const widest = 24;

/** A strip with a bar for each day: what came above the line, what went below it. */
export function Days({ period, lines }: { period: Period; lines: readonly Line[] }): JSX.Element | null {
  const days = daysOf(period, lines);
  const most = Math.max(1, ...days.map(({ more }) => more), ...days.map(({ less }) => less * 2));
  const busiest = days.toSorted((one, other) => other.more + other.less - one.more - one.less)[0];
  if (lines.length === 0 || !busiest || days.length < 2 || days.length > mostDays) return null;
  const all = days.length * (width.bar + width.gap);
  return (
    <svg
      class="days"
      style={{ maxWidth: `${days.length * widest}px` }}
      role="img"
      viewBox={`0 0 ${all} ${height.above + height.below + 1}`}
      preserveAspectRatio="none"
      aria-label={`${count(lines.length, 'change')} in ${count(days.length, 'day')}, most on ${busiest.day}`}
    >
      {days.map(({ day, more, less }, n) => (
        <g key={day} transform={`translate(${n * (width.bar + width.gap)} 0)`}>
          <title>{`${day}: ${count(more, 'addition or change', 'additions and changes')}, ${count(less, 'removal')}`}</title>
          <Bar of="more" y={height.above - scaled(more, most)} size={scaled(more, most)} />
          <Bar of="less" y={height.above + 1} size={scaled(less, most)} />
          {/* Where nothing is seen, the pointer still finds the day. */}
          <rect class="nothing" width={width.bar + width.gap} height={height.above + height.below} />
        </g>
      ))}
      <path class="ground" d={`M0 ${height.above + 0.5}H${all}`} />
    </svg>
  );
}

function Bar({ of, y, size }: { of: 'more' | 'less'; y: number; size: number }): JSX.Element | null {
  return size === 0 ? null : <rect class={of} y={y} width={width.bar} height={size} />;
}

/** One change is seen, however many there are on another day. */
function scaled(value: number, most: number): number {
  return value === 0 ? 0 : Math.max(2, (value / most) * height.above);
}

function daysOf({ from, to }: Period, lines: readonly Line[]): Day[] {
  const byDay = Map.groupBy(lines, ({ firstReadAfter }) => dayOf(firstReadAfter));
  const days: Day[] = [];
  const end = startOf(to) ?? 0;
  for (let start = startOf(from) ?? 1; start <= end && days.length <= mostDays; start = nextDay(start)) {
    const day = dayOf(start);
    const here = byDay.get(day) ?? [];
    const less = here.filter(({ kind }) => kind === 'REMOVED').length;
    days.push({ day, more: here.length - less, less });
  }
  return days;
}
