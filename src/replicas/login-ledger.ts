import { randomUUID } from 'node:crypto';
import { expired } from '../portal/login/attempt.ts';
import { keptMs, keptOfPerson, type Begun, type Ledger, type LedgerEvents } from '../portal/login/ledger.ts';
import { keepingMs } from '../portal/login/logins.ts';
import { Live } from '../portal/login/live.ts';
import type { Login, Person } from '../portal/portal.ts';
import { insisting, loop, type Loop } from './loop.ts';
import type { SharedTokenOptions } from './token-cache.ts';
import { schema } from './tables.ts';

/** Who does not renew its hold of a login for so long has lost it. */
const heldMs = 5_000;
const renewEveryMs = 1_000;
/** How soon a watcher sees what another replica has done. */
const lookEveryMs = 500;
/** What AWS has decided is written down, also when the database comes back as late as this. */
const insistMs = 10 * 60_000;

const table = `${schema}.login`;
const heldUntil = `now() + interval '${heldMs} milliseconds'`;

interface Row {
  readonly id: string;
  readonly state: Login['state'];
  readonly sealed: Buffer;
}

interface Adopted {
  readonly id: string;
  readonly begun: Buffer;
  readonly left_ms: number;
  readonly is_keeping: boolean;
}

/**
 * Logins that all replicas see. One replica holds each that is under way, for as long as it says so; another one goes
 * on with it when it does not. Whoever ends it first has ended it. Times are the database's.
 */
export class SharedLedger implements Ledger {
  readonly #options: SharedTokenOptions;
  readonly #events: LedgerEvents;
  readonly #replica = randomUUID();
  /** Until when each is held for certain, by the monotonic clock. */
  readonly #held = new Map<string, number>();
  /** Until they end, which they do: a code lasts ten minutes. */
  readonly #watched = new Map<string, Live<Login>>();
  readonly #renewing: Loop;
  readonly #looking: Loop;

  constructor(options: SharedTokenOptions, events: LedgerEvents, unexpected: (error: unknown) => void) {
    this.#options = options;
    this.#events = events;
    this.#renewing = loop(renewEveryMs, () => this.#renew(), unexpected);
    this.#looking = loop(lookEveryMs, () => this.#look(), unexpected);
  }

  get left() {
    let watching = 0;
    for (const live of this.#watched.values()) watching += live.waiting;
    return { watching, kept: this.#held.size };
  }

  async enter(begun: Begun): Promise<Login> {
    const { key, person, login } = begun;
    const { id, state } = login;
    const isUnderWay = state === 'PENDING';
    const leftMs = isUnderWay ? Math.max(0, (login.expiresAt ?? 0) - Date.now()) : 0;
    const from = performance.now();
    const sql = `with over as (
        update ${table} set state = 'EXPIRED', ended_at = now(), begun = null
        where sign_in = $3 and state = 'PENDING' and ends_at < now()
      ), old as (
        delete from ${table} where viewer_id = $2 and state <> 'PENDING' and id not in (
          select id from ${table} where viewer_id = $2 and state <> 'PENDING'
          order by ended_at desc limit ${keptOfPerson - 1})
      )
      insert into ${table} (id, viewer_id, sign_in, state, sealed, begun, holder, held_until, ends_at, ended_at)
      values ($1, $2, $3, $4, $5, $6, $7, ${heldUntil}, now() + $8 * interval '1 millisecond',
        case when $4 = 'PENDING' then null else now() end)
      on conflict (sign_in) where state = 'PENDING' do nothing returning id`;
    const values = [
      id,
      person.viewerId,
      key,
      state,
      this.#seal(login),
      isUnderWay ? this.#options.keys.seal(begun, placeOf(id, 'begun')) : null,
      this.#replica,
      leftMs,
    ];
    const entered = await this.#rows(sql, values);
    if (entered.length === 0) {
      const other = await this.underWay(key);
      // It has ended in between: now there is room.
      return other ?? this.enter(begun);
    }
    if (isUnderWay) this.#held.set(id, from + heldMs);
    return login;
  }

  async underWay(key: string): Promise<Login | undefined> {
    const sql = `select id, state, sealed from ${table} where sign_in = $1 and state = 'PENDING' and ends_at >= now()`;
    return this.#opened((await this.#rows<Row>(sql, [key]))[0]);
  }

  async find({ viewerId }: Person, id: string): Promise<Login | undefined> {
    if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return undefined;
    const sql = `select id, state, sealed from ${table} where viewer_id = $1 and id = $2
      and (ended_at is null or ended_at >= now() - interval '${keptMs} milliseconds')`;
    return this.#opened((await this.#rows<Row>(sql, [viewerId, id]))[0]);
  }

  watch(login: Login, signal: AbortSignal): AsyncIterableIterator<Login, undefined> {
    const { id } = login;
    const live = this.#watched.get(id) ?? new Live(login, login.state !== 'PENDING');
    if (!live.isFinal) this.#watched.set(id, live);
    return live.watch(signal);
  }

  isHeld(id: string): boolean {
    return (this.#held.get(id) ?? 0) > performance.now();
  }

  async keeping(id: string): Promise<boolean> {
    // Whoever has the token has the login: AWS gives it once.
    const sql = `update ${table} set is_keeping = true, holder = $2, held_until = ${heldUntil}
      where id = $1 and state = 'PENDING' returning id`;
    return (await this.#insist(sql, [id, this.#replica])).length > 0;
  }

  async end(login: Login): Promise<boolean> {
    return this.#end(login, 'and holder = $4', [this.#replica]);
  }

  async cancel({ viewerId }: Person, login: Login): Promise<boolean> {
    return this.#end(login, 'and not is_keeping and viewer_id = $4', [viewerId]);
  }

  async leave(id: string): Promise<boolean> {
    this.#held.delete(id);
    const sql = `update ${table} set held_until = now() where id = $1 and holder = $2`;
    // Without it, another replica waits for as long as it would have been held.
    await this.#rows(sql, [id, this.#replica]).catch(() => {});
    return true;
  }

  async close(): Promise<void> {
    await this.#renewing[Symbol.asyncDispose]();
    await this.#looking[Symbol.asyncDispose]();
  }

  async #end(login: Login, where: string, values: readonly unknown[]): Promise<boolean> {
    const { id, state } = login;
    const sql = `update ${table} set state = $2, sealed = $3, ended_at = now(), begun = null
      where id = $1 and state = 'PENDING' ${where} returning id`;
    const ended = (await this.#insist(sql, [id, state, this.#seal(login), ...values])).length > 0;
    this.#held.delete(id);
    if (ended) this.#show(id, login);
    return ended;
  }

  /** Holds on to what is held, and takes what nobody holds. */
  async #renew(): Promise<void> {
    const from = performance.now();
    const ids = [...this.#held.keys()];
    if (ids.length > 0) {
      const sql = `update ${table} set held_until = ${heldUntil}
        where id = any($1::uuid[]) and holder = $2 and state = 'PENDING' returning id`;
      const held = new Set((await this.#rows<{ id: string }>(sql, [ids, this.#replica])).map(({ id }) => id));
      for (const id of ids) {
        if (held.has(id)) this.#held.set(id, from + heldMs);
        else if (this.#held.delete(id)) this.#events.lost(id);
      }
    }
    const sql = `update ${table} set holder = $1, held_until = ${heldUntil} where id in (
        select id from ${table} where state = 'PENDING' and held_until < now() and
          -- Who has got its token has so much longer, as AWS gives it once.
          (not is_keeping or held_until < now() - interval '${keepingMs} milliseconds')
        limit 20 for update skip locked)
      returning id, begun, is_keeping, greatest(0, extract(epoch from ends_at - now()) * 1000)::float8 as left_ms`;
    for (const row of await this.#rows<Adopted>(sql, [this.#replica])) this.#adopt(row, from);
  }

  #adopt({ id, begun: sealed, left_ms: leftMs, is_keeping: isKeeping }: Adopted, from: number): void {
    const { keys, unreadable } = this.#options;
    const begun = keys.open(sealed, placeOf(id, 'begun'));
    // With the keys that are gone nobody goes on; the code ends by itself.
    if (begun === undefined) return unreadable('login');
    this.#held.set(id, from + heldMs);
    // The cast: what opens was sealed here.
    this.#events.adopted(begun as Begun, leftMs, isKeeping);
  }

  /** Shows watchers what others have done. */
  async #look(): Promise<void> {
    if (this.#watched.size === 0) return;
    const sql = `select id, state, sealed from ${table} where id = any($1::uuid[])`;
    // Who comes to watch while they are looked up is for the next time.
    const watched = [...this.#watched];
    const rows = await this.#rows<Row>(sql, [watched.map(([id]) => id)]);
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const [id, live] of watched) {
      const login = this.#opened(found.get(id));
      if (!login || login.state !== live.value.state) this.#show(id, login ?? { ...live.value, ...expired });
    }
  }

  #show(id: string, login: Login): void {
    const isFinal = login.state !== 'PENDING';
    this.#watched.get(id)?.set(login, isFinal);
    if (isFinal) this.#watched.delete(id);
  }

  #seal(login: Login): Buffer {
    return this.#options.keys.seal(login, placeOf(login.id, 'login'));
  }

  #opened(row: Row | undefined): Login | undefined {
    if (!row) return undefined;
    const login = this.#options.keys.open(row.sealed, placeOf(row.id, 'login'));
    if (login === undefined) {
      this.#options.unreadable('login');
      return undefined;
    }
    // The cast: what opens was sealed here.
    const sealed = login as Login;
    // One whose code had ended while nobody held it.
    return row.state === 'EXPIRED' && sealed.state === 'PENDING' ? { ...sealed, ...expired } : sealed;
  }

  #rows<T = unknown>(sql: string, values: readonly unknown[]): Promise<T[]> {
    return this.#options.database.rows<T>(sql, values);
  }

  #insist(sql: string, values: readonly unknown[]): Promise<unknown[]> {
    return insisting(() => this.#rows(sql, values), insistMs, this.#options.closing);
  }
}

function placeOf(id: string, what: 'login' | 'begun'): string {
  return JSON.stringify(['login', id, what]);
}
