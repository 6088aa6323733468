import { leaseMs, type RoleState, type RoleTable } from '../store/postgres/role.ts';
import type { DatabaseClock } from './clock.ts';

/** One stretch of time in which this replica reads for all. */
export interface Term {
  /** Goes up with each term of any replica. */
  readonly fence: number;
  /** Aborts when the term is over. */
  readonly signal: AbortSignal;
}

export interface RoleEvents {
  /** A term begins. `isNext`: nobody else had one since this replica's last. */
  begun(term: Term, isNext: boolean): void;
  /** Another replica has the role. */
  taken(): void;
  /** The database has answered, or has not. */
  looked(isThere: boolean): void;
}

const renewMs = 1_000;

/**
 * Holds the reading role of an endpoint, or stands by. The database's clock decides how long a term lasts; here it ends
 * no later, as counted from before each renewal was sent.
 */
export class ReadingRole {
  readonly #table: RoleTable;
  readonly #clock: DatabaseClock;
  readonly #events: RoleEvents;
  #held: { readonly term: Term; readonly end: AbortController } | undefined;
  #lastFence = 0;
  /** When the present term ends, by `performance.now()`. */
  #endsAt = Number.NEGATIVE_INFINITY;
  #endTimer: NodeJS.Timeout | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #wantsRole = false;
  #isClosed = false;

  constructor(table: RoleTable, clock: DatabaseClock, events: RoleEvents) {
    this.#table = table;
    this.#clock = clock;
    this.#events = events;
  }

  /** The present term of this replica; undefined while it stands by. By time, and not only by timers, which may be late. */
  get term(): Term | undefined {
    if (this.#held && performance.now() >= this.#endsAt) this.lose();
    return this.#held?.term;
  }

  /** From now on this replica takes the role when nobody holds it. */
  stand(): void {
    this.#wantsRole = true;
    void this.look();
  }

  /** The term is over, as far as this replica is concerned. */
  lose(): void {
    const held = this.#held;
    this.#held = undefined;
    clearTimeout(this.#endTimer);
    held?.end.abort(new Error('Another gateway reads from AWS by now'));
  }

  /** Looks at the role, also where the next look is due later. */
  look(): Promise<void> {
    return (this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    }));
  }

  /** Gives the role up, and does not take it again. */
  async giveUp(): Promise<void> {
    this.#wantsRole = false;
    await this.#looking;
    const term = this.term;
    if (!term) return;
    this.lose();
    // Where the database is away, the term ends by itself.
    await this.#table.release(term.fence).catch(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.giveUp();
    clearTimeout(this.#lookTimer);
    await this.#table.leave().catch(() => {});
  }

  async #look(): Promise<void> {
    clearTimeout(this.#lookTimer);
    let nextMs = renewMs;
    const sentAt = performance.now();
    try {
      const state = await this.#table.look(this.term?.fence, this.#wantsRole);
      this.#clock.heard(state.clock, sentAt, performance.now());
      this.#heed(state, sentAt);
      // Standing by, it is there when the term of another ends.
      if (!this.#held && this.#wantsRole) nextMs = Math.min(renewMs, Math.max(20, state.leftMs + 20));
      this.#events.looked(true);
    } catch {
      this.#events.looked(false);
    }
    if (!this.#isClosed) this.#lookTimer = setTimeout(() => void this.look(), nextMs).unref();
  }

  #heed({ held, isOthers }: RoleState, sentAt: number): void {
    if (held === undefined) {
      this.lose();
      if (isOthers) this.#events.taken();
      return;
    }
    this.#endsAt = sentAt + leaseMs;
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(() => this.term, Math.max(0, this.#endsAt - performance.now())).unref();
    if (this.#held?.term.fence === held) return;
    this.lose();
    const end = new AbortController();
    this.#held = { term: { fence: held, signal: end.signal }, end };
    this.#endTimer = setTimeout(() => this.term, Math.max(0, this.#endsAt - performance.now())).unref();
    const isNext = held === this.#lastFence + 1;
    this.#lastFence = held;
    this.#events.begun(this.#held.term, isNext);
  }
}
