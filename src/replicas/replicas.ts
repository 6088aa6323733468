import type { CredentialsTokens } from '../credentials-tokens.ts';
import type { Ledger, LedgerEvents } from '../portal/login/ledger.ts';
import type { TokenCache } from '../portal/tokens/token-cache.ts';
import type { Database } from '../postgres/database.ts';
import type { Rate, Rates } from '../server/limits/rate.ts';
import { createSharedCredentialsTokens } from './credentials-tokens.ts';
import type { Keyring } from './keys.ts';
import { SharedLedger } from './login-ledger.ts';
import { loop } from './loop.ts';
import { SharedRates } from './rates.ts';
import { SharedDatabase } from './shared-database.ts';
import { schema } from './tables.ts';
import { createSharedCache } from './token-cache.ts';

const tidyEveryMs = 10 * 60_000;

export interface ReplicasOptions {
  /** Whose owner closes it. */
  readonly database: Database;
  readonly keys: Keyring;
  /** Whether what let somebody in still does. */
  readonly stands: (standing: string) => boolean;
  /** Told once of each kind of thing that none of the keys opens. */
  readonly unreadable: (what: 'token' | 'client' | 'login') => void;
  readonly unexpected: (error: unknown) => void;
}

/** What the replicas of one gateway share, besides what is read from AWS. */
export interface Replicas extends AsyncDisposable {
  tokensOf(viewerId: string): TokenCache;
  ledger(events: LedgerEvents): Ledger;
  readonly credentialsTokens: CredentialsTokens;
  rates(rate: Rate): Rates;
}

export function openReplicas(options: ReplicasOptions): Replicas {
  const { keys, stands, unexpected } = options;
  const database = new SharedDatabase(options.database);
  const closing = new AbortController();
  const told = new Set<string>();
  const unreadable = (what: 'token' | 'client' | 'login') => {
    if (!told.has(what)) options.unreadable(what);
    told.add(what);
  };
  const shared = { database, keys, unreadable, closing: closing.signal };
  const caches = new Map<string, TokenCache>();
  const rates: SharedRates[] = [];
  const tidying = loop(tidyEveryMs, () => tidy(database), unexpected);
  return {
    tokensOf(viewerId) {
      const known = caches.get(viewerId) ?? createSharedCache(viewerId, shared);
      caches.set(viewerId, known);
      return known;
    },
    ledger: (events) => new SharedLedger(shared, events, unexpected),
    credentialsTokens: createSharedCredentialsTokens(database, stands),
    rates(rate) {
      const opened = new SharedRates(database, rate, unexpected);
      rates.push(opened);
      return opened;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await tidying[Symbol.asyncDispose]();
      for (const opened of rates) await opened[Symbol.asyncDispose]();
    },
  };
}

/** AWS's registrations last 90 days, and with them what can be renewed. */
async function tidy(database: SharedDatabase): Promise<void> {
  await database.rows(`delete from ${schema}.login where ended_at < now() - interval '10 minutes'`);
  await database.rows(`delete from ${schema}.login where ends_at < now() - interval '1 day'`);
  await database.rows(`delete from ${schema}.credentials_token where expires_at < now()`);
  await database.rows(`delete from ${schema}.work where held_until < now() - interval '1 day'`);
  for (const table of ['token', 'client'])
    await database.rows(`delete from ${schema}.${table} where kept_at < now() - interval '100 days'`);
}
