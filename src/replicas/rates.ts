import { randomUUID } from 'node:crypto';
import type { Rate, Rates } from '../server/limits/rate.ts';
import { isAway, loop, type Loop } from './loop.ts';
import type { SharedDatabase } from './shared-database.ts';
import { schema } from './tables.ts';

/** How often replicas tell each other what was asked. */
const exchangeEveryMs = 500;
/** A replica says that it is there, also when nobody asks it. */
const presentEveryMs = 2_000;
const goneAfterMs = 15_000;
/** When it could not say so for so long, each replica gives out its part alone. */
const alonenessMs = 5_000;

/**
 * A minute's requests of each viewer, whichever replica they ask. No request waits for the database: each replica counts
 * by itself, and learns every half second what was asked of the others. While the database is away, each gives out the
 * part of the minute that it would have if viewers asked all replicas alike: nobody is locked out, and nobody has more
 * than their minute for having many doors.
 */
export class SharedRates implements Rates, AsyncDisposable {
  readonly #database: SharedDatabase;
  readonly #rate: Rate;
  readonly #id = randomUUID();
  #untold = new Map<string, number>();
  #replicas = 1;
  #toldAt = performance.now();
  #presentAt = Number.NEGATIVE_INFINITY;
  readonly #loop: Loop;

  constructor(database: SharedDatabase, rate: Rate, unexpected: (error: unknown) => void) {
    this.#database = database;
    this.#rate = rate;
    this.#loop = loop(exchangeEveryMs, () => this.#exchange(), unexpected);
  }

  take(who: string): number {
    this.#rate.parts = performance.now() - this.#toldAt > alonenessMs ? this.#replicas : 1;
    const waitMs = this.#rate.take(who);
    if (waitMs === 0 && this.#rate.intervalMs > 0) this.#untold.set(who, (this.#untold.get(who) ?? 0) + 1);
    return waitMs;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#loop[Symbol.asyncDispose]();
    await this.#database.rows(`delete from ${schema}.replica where id = $1`, [this.#id]).catch(() => {});
  }

  async #exchange(): Promise<void> {
    if (this.#rate.intervalMs === 0) return;
    try {
      if (performance.now() - this.#presentAt >= presentEveryMs) await this.#sayPresent();
      if (this.#untold.size > 0) await this.#tell();
    } catch (error) {
      // What was asked meanwhile was given out as a part of the minute already.
      if (isAway(error) && performance.now() - this.#toldAt > alonenessMs) this.#untold.clear();
      throw error;
    }
  }

  async #tell(): Promise<void> {
    const untold = this.#untold;
    this.#untold = new Map();
    // In one order, so that two replicas do not wait for each other.
    const viewers = [...untold.keys()].toSorted();
    const sql = `insert into ${schema}.rate as r (viewer_id, busy_until)
      select viewer, now() + count * $3 * interval '1 millisecond'
      from unnest($1::text[], $2::int[]) as told (viewer, count)
      on conflict (viewer_id) do update
        set busy_until = greatest(r.busy_until, now()) + (excluded.busy_until - now())
      returning viewer_id, extract(epoch from busy_until - now())::float8 * 1000 as ahead_ms`;
    const counts = viewers.map((viewer) => untold.get(viewer) ?? 0);
    try {
      const rows = await this.#database.rows<{ viewer_id: string; ahead_ms: number }>(sql, [
        viewers,
        counts,
        this.#rate.intervalMs,
      ]);
      for (const { viewer_id: viewer, ahead_ms: aheadMs } of rows)
        this.#rate.learn(viewer, aheadMs + (this.#untold.get(viewer) ?? 0) * this.#rate.intervalMs);
    } catch (error) {
      for (const [viewer, count] of untold) this.#untold.set(viewer, (this.#untold.get(viewer) ?? 0) + count);
      throw error;
    }
  }

  async #sayPresent(): Promise<void> {
    const sql = `with here as (
        insert into ${schema}.replica (id, seen_at) values ($1, now())
        on conflict (id) do update set seen_at = excluded.seen_at
      ), idle as (
        delete from ${schema}.rate where busy_until < now() - interval '1 minute'
      ), gone as (
        delete from ${schema}.replica where seen_at < now() - interval '1 hour'
      )
      select count(*) as others from ${schema}.replica
      where id <> $1 and seen_at > now() - interval '${goneAfterMs} milliseconds'`;
    const [row] = await this.#database.rows<{ others: number }>(sql, [this.#id]);
    this.#replicas = 1 + (row?.others ?? 0);
    this.#presentAt = this.#toldAt = performance.now();
  }
}
