import type { CallMeter } from '../../aws/meter.ts';

/** What of a terminal the bar needs: process.stderr. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

interface Sample {
  readonly atMs: number;
  readonly calls: number;
  /** Of all accounts in reach, those that are done; undefined while that cannot be told. */
  readonly share: number | undefined;
}

/** Rate and time left are those of this last while: throttling comes and goes. */
const windowMs = 30_000;
const barWidth = 24;

/** One line on a terminal that tells how far an export is; nothing anywhere else. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #meter: CallMeter;
  readonly #now: () => number;
  readonly #isShown: boolean;
  #samples: Sample[];
  #timer: NodeJS.Timeout | undefined;
  #assignments = 0;
  #share: number | undefined;

  /** `now` in milliseconds, from any moment. */
  constructor(terminal: Terminal, meter: CallMeter, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#meter = meter;
    this.#now = now;
    this.#isShown = terminal.isTTY === true && process.env.TERM !== 'dumb';
    this.#samples = [this.#sample()];
  }

  start(): void {
    if (!this.#isShown) return;
    this.draw();
    this.#timer = setInterval(() => this.draw(), 250).unref();
  }

  /** So many more assignments, and so much of the walk behind them, where they tell. */
  advance(assignments: number, share: number | undefined): void {
    const latest = this.#samples.at(-1);
    this.#assignments += assignments;
    this.#share = share ?? this.#share;
    // What the mirror had says nothing about how fast AWS will answer for the rest.
    const sample = this.#sample();
    const isFromAws = latest !== undefined && sample.calls > latest.calls;
    const recent = this.#samples.filter(({ atMs }) => isFromAws && atMs >= sample.atMs - windowMs);
    this.#samples = [...recent, sample];
  }

  draw(): void {
    if (!this.#isShown) return;
    const text = this.#describe(this.#sample());
    this.#terminal.write(`\r\x1b[K${text.slice(0, (this.#terminal.columns ?? 80) - 1)}`);
  }

  /** Makes room for other output; the bar comes back with the next `draw`. */
  clear(): void {
    if (this.#isShown) this.#terminal.write('\r\x1b[K');
  }

  stop(): void {
    clearInterval(this.#timer);
    this.clear();
  }

  #sample(): Sample {
    return { atMs: this.#now(), calls: this.#meter.toJSON().calls, share: this.#share };
  }

  #describe(now: Sample): string {
    const since = this.#samples[0] ?? now;
    const rate = perSecond(now.calls - since.calls, since, now);
    const parts = [
      `${counted(this.#assignments)} assignments`,
      `${counted(now.calls)} calls, ${rate.toFixed(1)}/s`,
    ];
    if (now.share !== undefined) {
      const done = Math.floor(now.share * barWidth);
      const bar = '█'.repeat(done) + '░'.repeat(barWidth - done);
      parts.unshift(`${bar} ${String(Math.floor(now.share * 100)).padStart(3)} %`);
      const known = this.#samples.find(({ share }) => share !== undefined) ?? now;
      parts.push(timeLeft(1 - now.share, perSecond(now.share - (known.share ?? 0), known, now)));
    }
    return parts.join(' · ');
  }
}

function perSecond(amount: number, since: Sample, now: Sample): number {
  return now.atMs > since.atMs ? (amount * 1000) / (now.atMs - since.atMs) : 0;
}

export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

function timeLeft(share: number, sharePerSecond: number): string {
  return sharePerSecond > 0 ? `${duration(share / sharePerSecond)} left` : 'time left unknown';
}

/** To two units: nobody needs the seconds of an hour. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
