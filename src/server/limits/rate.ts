const minuteMs = 60_000;
const mostClients = 10_000;

/** What bounds how much each of many clients gets a minute. */
export interface Rates {
  /** 0 when `who` gets another one now, else the milliseconds until then. */
  take(who: string): number;
}

/**
 * So many of something a minute for each client, however they are spread over it: a client that has used up its minute
 * gets its next one when its share of time has passed (the generic cell rate algorithm).
 */
export class Rate implements Rates {
  /** A client's share of time for each, at a steady pace; 0 where there is no limit. */
  readonly intervalMs: number;
  /** So many times as long counts each: who gives out a part of the minute alone, while others give out the rest. */
  parts = 1;
  readonly #now: () => number;
  /** When the client would have used up all it has had at a steady pace, in epoch milliseconds. */
  readonly #busyUntil = new Map<string, number>();

  /** 0: as many as there are. */
  constructor(perMinute: number, now: () => number) {
    this.intervalMs = perMinute === 0 ? 0 : minuteMs / perMinute;
    this.#now = now;
  }

  /** 0 when `who` gets another one now, else the milliseconds until then. */
  take(who: string): number {
    if (this.intervalMs === 0) return 0;
    const now = this.#now();
    const known = this.#busyUntil.get(who) ?? now;
    // What lies further ahead than a minute was told before the clock was set back, and begins anew.
    const busyUntil = known > now + minuteMs ? now : Math.max(now, known);
    const next = busyUntil + this.intervalMs * this.parts;
    const waitMs = next - minuteMs - now;
    // A tick of the clock is a millisecond.
    if (waitMs >= 1) return waitMs;
    this.#keep(who, next);
    return 0;
  }

  /** Of a client that is busy elsewhere, too: for how long from now. */
  learn(who: string, aheadMs: number): void {
    this.#keep(who, this.#now() + Math.min(aheadMs, minuteMs));
  }

  #keep(who: string, busyUntil: number): void {
    this.#busyUntil.delete(who);
    this.#busyUntil.set(who, busyUntil);
    if (this.#busyUntil.size > mostClients) this.#forget(this.#now());
  }

  /** Those who have all of their minute again; if there are none, whoever was here longest ago. */
  #forget(now: number): void {
    for (const [who, busyUntil] of this.#busyUntil) if (busyUntil <= now) this.#busyUntil.delete(who);
    const { value } = this.#busyUntil.keys().next();
    if (value !== undefined && this.#busyUntil.size > mostClients) this.#busyUntil.delete(value);
  }
}
