import type { SweepProgress } from '../../reader/query/sweep-forecast.ts';

/** What of a terminal the bar needs: process.stderr. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barWidth = 24;

/** One line on a terminal that tells how far an export is; nothing anywhere else. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #isShown: boolean;
  readonly #what: string;

  constructor(terminal: Terminal, what = 'assignments') {
    this.#what = what;
    this.#terminal = terminal;
    this.#isShown = terminal.isTTY === true && process.env.TERM !== 'dumb';
  }

  draw(progress: SweepProgress): void {
    if (!this.#isShown) return;
    const text = describe(progress, this.#what);
    this.#terminal.write(`\r\x1b[K${text.slice(0, (this.#terminal.columns ?? 80) - 1)}`);
  }

  /** Makes room for other output; the bar comes back with the next `draw`. */
  clear(): void {
    if (this.#isShown) this.#terminal.write('\r\x1b[K');
  }
}

function describe({ assignments, callsDone, callsTotal, secondsLeft }: SweepProgress, what: string): string {
  const done = `${counted(assignments)} ${what}`;
  if (callsTotal === undefined) return `${done} · ${counted(callsDone)} calls`;
  const share = callsTotal === 0 ? 1 : callsDone / callsTotal;
  const full = Math.floor(share * barWidth);
  return [
    `${'█'.repeat(full) + '░'.repeat(barWidth - full)} ${String(Math.floor(share * 100)).padStart(3)} %`,
    done,
    `${counted(callsDone)} of ${counted(callsTotal)} calls`,
    ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
  ].join(' · ');
}

/** Of a walk through pages, whose end is not foretold. */
export function pagedProgress(callsDone: number, rows: number, done: boolean): SweepProgress {
  return { callsDone, callsTotal: undefined, assignments: rows, secondsLeft: undefined, done };
}

export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** To two units: nobody needs the seconds of an hour. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
