import type { CountingMeter } from './counting-meter.ts';
import type { Explanation } from '../plan/plan.ts';

export interface SweepProgress {
  /** Calls to AWS that this sweep made; what it shares with others counts for who began it. */
  readonly callsDone: number;
  /** With those that the plan still expects; undefined until that can be told. */
  readonly callsTotal: number | undefined;
  /** Given so far. */
  readonly assignments: number;
  /** At the present budget; undefined while it cannot be told. */
  readonly secondsLeft: number | undefined;
  readonly done: boolean;
}

interface Forecast {
  readonly plan: Explanation;
  /** Calls that had been made by then. */
  readonly calls: number;
  /** Milliseconds of the performance clock. */
  readonly atMs: number;
}

/** Of calls by operation, those that find assignments, and no names. */
function sum(callsByOperation: ReadonlyMap<string, number>): number {
  const found = [...callsByOperation].filter(([operation]) => operation.startsWith('sso-admin:List'));
  return found.reduce((total, [, calls]) => total + calls, 0);
}

/** Of a large organization a plan goes through many facts: it is made anew for so much of the time at most. */
const planningShare = 0.03;

/** How far a sweep is, by what its plan expects now. */
export class SweepForecast {
  readonly #meter: CountingMeter;
  readonly #beatMs: number;
  readonly #explain: (after: string | undefined) => Promise<Explanation>;
  #latest: Forecast | undefined;
  #nextAtMs = 0;
  #assignments = 0;

  constructor(
    meter: CountingMeter,
    beatMs: number,
    explain: (after: string | undefined) => Promise<Explanation>,
  ) {
    this.#meter = meter;
    this.#beatMs = beatMs;
    this.#explain = explain;
  }

  /** The progress once so many more rows are given; `cursor` is where they end. */
  async after(cursor: string | undefined, rows: number, done: boolean): Promise<SweepProgress> {
    this.#assignments += rows;
    const [assignments, { calls: callsDone }] = [this.#assignments, this.#meter];
    if (done) return { callsDone, callsTotal: callsDone, assignments, secondsLeft: 0, done };
    // Before the first page nothing is known of what lies ahead but guesses.
    const latest = this.#latest && (await this.#plan(cursor));
    if (!latest) return { callsDone, callsTotal: undefined, assignments, secondsLeft: undefined, done };
    const { plan, calls, atMs } = latest;
    return {
      callsDone,
      callsTotal: Math.max(callsDone, calls + plan.calls),
      assignments,
      secondsLeft: Math.max(0, plan.seconds - (performance.now() - atMs) / 1000),
      done,
    };
  }

  /** The part of the sweep that lies behind the cursor, above 0 up to 1, by the calls that find assignments. */
  async shareBehind(cursor: string | undefined): Promise<number> {
    const done = Math.max(1, sum(this.#meter.byOperation));
    const { plan } = await this.#plan(cursor);
    return done / (done + sum(plan.callsByOperation));
  }

  async #plan(cursor: string | undefined): Promise<Forecast> {
    const { calls } = this.#meter;
    const beganAtMs = performance.now();
    if (this.#latest && beganAtMs < this.#nextAtMs) return this.#latest;
    const plan = await this.#explain(cursor);
    const atMs = performance.now();
    this.#nextAtMs = atMs + Math.max(this.#beatMs, (atMs - beganAtMs) / planningShare);
    this.#latest = { plan, calls, atMs };
    return this.#latest;
  }
}
