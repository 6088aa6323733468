import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from './database.ts';

/** What was told on a channel since the connection was made; nothing that was told before, or while it was away. */
export interface Listener extends AsyncDisposable {
  /** Whether hints arrive at present: not while the database is away, and never through PgBouncer in transaction mode. */
  readonly isHearing: boolean;
}

const firstRetryMs = 500;
const longestRetryMs = 10_000;
/** How often it is tried whether hints still come. */
const probeEveryMs = 5_000;
const probeMs = 2_000;

/**
 * Listens to a channel on a connection of its own, which it makes again where it breaks. What it tells are hints: who
 * depends on them has to look by itself, too.
 */
export function listen(database: Database, channel: string, heard: (payload: string) => void): Listener {
  const stop = new AbortController();
  let isHearing = false;
  const running = run();
  return {
    get isHearing() {
      return isHearing;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    for (let retryMs = firstRetryMs; !stop.signal.aborted; retryMs = Math.min(longestRetryMs, 2 * retryMs)) {
      const isOld = await listenOnce().catch(() => false);
      isHearing = false;
      if (isOld) retryMs = firstRetryMs;
      await delay(retryMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  }

  /** Until the connection breaks, or hints do not come. True where they came before. */
  async function listenOnce(): Promise<boolean> {
    const client = await database.connect();
    const broken = Promise.withResolvers<void>();
    let hasHeard = false;
    let probe: PromiseWithResolvers<void> | undefined;
    client.on('end', broken.resolve);
    client.on('error', () => broken.resolve());
    client.on('notification', ({ payload = '' }) => {
      if (payload.startsWith(own)) probe?.resolve();
      else heard(payload);
    });
    const own = `probe ${crypto.randomUUID()}`;
    try {
      await client.query({ text: `listen ${channel}`, ...withTimeout });
      while (!stop.signal.aborted) {
        probe = Promise.withResolvers();
        await client.query({ text: 'select pg_notify($1, $2)', values: [channel, own], ...withTimeout });
        const timeUp = delay(probeMs, 'time up', { signal: stop.signal, ref: false });
        if ((await Promise.race([probe.promise, broken.promise.then(() => 'broken'), timeUp])) !== undefined)
          break;
        isHearing = hasHeard = true;
        await Promise.race([
          broken.promise,
          delay(probeEveryMs, undefined, { signal: stop.signal, ref: false }),
        ]);
      }
    } finally {
      isHearing = false;
      client.end().catch(() => {});
    }
    return hasHeard;
  }
}

/** @types/pg does not know that a single query may have a time-out. */
const withTimeout = { query_timeout: probeMs };
