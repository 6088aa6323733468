import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError } from '../errors.ts';
import { accountAccess } from '../portal/address.ts';
import type { Place } from '../portal/place.ts';
import { oneAtATime } from '../portal/tokens/one-at-a-time.ts';
import {
  type Client,
  keyOf,
  type Scopes,
  type Token,
  type TokenCache,
} from '../portal/tokens/token-cache.ts';
import type { Keyring } from './keys.ts';
import { insisting } from './loop.ts';
import type { SharedDatabase } from './shared-database.ts';
import { schema } from './tables.ts';

/** A work that nobody has touched for so long is nobody's. */
const workSeconds = 10;
/** How long to wait for another replica's work. */
const patienceMs = 30_000;
const pollMs = 100;
/** How long another replica may take from renewing a token to keeping it. */
const settleMs = 300;
/** AWS gives a token once: for so long it is tried to keep it while the database is away. */
const insistMs = 60_000;

/** What one work has seen of a place: undefined before it has looked, null where there was no token. */
interface Seen {
  version: string | null | undefined;
}

interface Row {
  readonly version: string;
  readonly sealed: Buffer;
}

export interface SharedTokenOptions {
  readonly database: SharedDatabase;
  readonly keys: Keyring;
  /** Something is kept that none of the keys opens. */
  readonly unreadable: (what: 'token' | 'client' | 'login') => void;
  /** Aborts when the gateway closes. */
  readonly closing: AbortSignal;
}

/**
 * The tokens of one viewer, which all replicas see. A token is written only where the place is as the work that writes
 * it has seen it: a replica that stood still neither undoes a sign-out nor writes over another sign-in.
 */
export function createSharedCache(viewerId: string, options: SharedTokenOptions): TokenCache {
  const { database, keys, unreadable, closing } = options;
  const oneByOne = oneAtATime();
  const working = new AsyncLocalStorage<Seen>();
  const sealedFor = (table: 'token' | 'client', place: string) => JSON.stringify([table, viewerId, place]);

  async function opened<T>(table: 'token' | 'client', place: string): Promise<[Row, T] | undefined> {
    const columns = table === 'token' ? 'version, sealed' : 'sealed';
    const sql = `select ${columns} from ${schema}.${table} where viewer_id = $1 and place = $2`;
    const [row] = await database.rows<Row>(sql, [viewerId, place]);
    if (!row) return undefined;
    const value = keys.open(row.sealed, sealedFor(table, place));
    if (value === undefined) unreadable(table);
    // The cast: what opens was sealed here.
    return [row, value as T];
  }

  async function read(place: Place): Promise<Token | undefined> {
    const found = await opened<Token | undefined>('token', keyOf(place));
    const seen = working.getStore();
    if (seen) seen.version = found?.[0].version ?? null;
    return found?.[1];
  }

  async function write(at: Place, token: Token): Promise<void> {
    const place = keyOf(at);
    const { version } = working.getStore() ?? {};
    const values = [viewerId, place, randomUUID(), keys.seal(token, sealedFor('token', place))];
    const insert = `insert into ${schema}.token (viewer_id, place, version, sealed)`;
    const update = 'do update set version = excluded.version, sealed = excluded.sealed, kept_at = now()';
    const sql = {
      anyhow: `${insert} values ($1, $2, $3, $4) on conflict (viewer_id, place) ${update} returning 1`,
      first: `${insert} values ($1, $2, $3, $4) on conflict do nothing returning 1`,
      next: `update ${schema}.token set version = $3, sealed = $4, kept_at = now()
        where viewer_id = $1 and place = $2 and version = $5 returning 1`,
    }[version === undefined ? 'anyhow' : version === null ? 'first' : 'next'];
    const given = typeof version === 'string' ? [...values, version] : values;
    const kept = await insisting(() => database.rows(sql, given), insistMs, closing);
    if (kept.length === 0) {
      const message = 'Another replica has changed this sign-in meanwhile; ask again';
      throw new GatewayError('STORE_UNAVAILABLE', message);
    }
  }

  return {
    defaultScopes: [accountAccess],
    read,
    write,
    async remove(place) {
      const sql = `delete from ${schema}.token where viewer_id = $1 and place = $2`;
      await database.rows(sql, [viewerId, keyOf(place)]);
    },
    async readInsteadOf(place, { accessToken }) {
      const present = await read(place);
      if (present?.accessToken !== accessToken) return present;
      await delay(settleMs);
      return read(place);
    },
    readClient: async (place, scopes) => (await opened<Client>('client', keyOf(place, scopes)))?.[1],
    async writeClient(at, scopes: Scopes, client) {
      const place = keyOf(at, scopes);
      const sql = `insert into ${schema}.client (viewer_id, place, sealed) values ($1, $2, $3)
        on conflict (viewer_id, place) do update set sealed = excluded.sealed, kept_at = now()`;
      await database.rows(sql, [viewerId, place, keys.seal(client, sealedFor('client', place))]);
    },
    async removeClient(place, scopes) {
      const sql = `delete from ${schema}.client where viewer_id = $1 and place = $2`;
      await database.rows(sql, [viewerId, keyOf(place, scopes)]);
    },
    alone(place, work) {
      const key = keyOf(place);
      return oneByOne(key, () =>
        holdingWork(options, viewerId, key, () => working.run({ version: undefined }, work)),
      );
    },
  };
}

/**
 * Runs the work while no other replica works on the same. A courtesy to AWS, which is asked once, and not what keeps
 * tokens right: who has waited for too long goes on without.
 */
async function holdingWork<T>(
  { database, closing }: SharedTokenOptions,
  viewerId: string,
  place: string,
  work: () => Promise<T>,
): Promise<T> {
  const holder = randomUUID();
  const until = performance.now() + patienceMs;
  const take = `insert into ${schema}.work as w (viewer_id, place, holder, held_until)
    values ($1, $2, $3, now() + interval '${workSeconds} seconds')
    on conflict (viewer_id, place) do update set holder = excluded.holder, held_until = excluded.held_until
    where w.held_until < now() or w.holder = excluded.holder returning 1`;
  const values = [viewerId, place, holder];
  let isHeld = false;
  while (!isHeld && performance.now() < until) {
    // While the database is away, too: the work may have a token to keep, which AWS gives once.
    isHeld = (await insisting(() => database.rows(take, values), patienceMs, closing)).length > 0;
    if (!isHeld) await delay(pollMs * (0.5 + Math.random()));
  }
  // Taken again while it goes on. While the database is away nobody else takes it either.
  const touch = () => void database.rows(take, values).catch(() => {});
  const touching = isHeld ? setInterval(touch, (workSeconds * 1_000) / 4).unref() : undefined;
  try {
    return await work();
  } finally {
    clearInterval(touching);
    const release = `delete from ${schema}.work where viewer_id = $1 and place = $2 and holder = $3`;
    // It ends by itself, too.
    if (isHeld) await database.rows(release, values).catch(() => {});
  }
}
