import { GatewayError } from '../errors.ts';
import type { Awaitable } from '../reading/coroutine.ts';
import type { Pager } from '../reading/listing.ts';
import type { ReadScope } from '../reading/scope.ts';
import type { Journal } from '../store/journal.ts';

/** How long a gateway that is behind may keep a walk waiting. */
const patienceMs = 2_000;

/**
 * Goes on with a walk once this gateway knows what the one knew that made the walk's last page: at once, where it does.
 * Throws REPLICA_BEHIND where it does not get there in time: no page is older than the one before.
 */
export function caughtUp<T>(
  { cursors }: Pager,
  log: Journal | undefined,
  after: string | null | undefined,
  { signal }: Pick<ReadScope, 'signal'>,
  goOn: () => Awaitable<T>,
): Awaitable<T> {
  const place = log && after ? cursors.placeOf(after) : undefined;
  if (!log || place === undefined || log.place >= place) return goOn();
  return whenReached(log, place, signal).then(goOn);
}

async function whenReached(log: Journal, place: number, signal: AbortSignal): Promise<void> {
  log.look();
  try {
    await log.reaches(place, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
  } catch {
    signal.throwIfAborted();
    throw new GatewayError(
      'REPLICA_BEHIND',
      'after: this gateway does not know yet what the one knew that made this cursor. Ask again with the same cursor',
      { argument: 'after' },
    );
  }
}
