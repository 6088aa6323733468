import { setTimeout as delay } from 'node:timers/promises';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Pager } from '../../reading/listing.ts';
import { positionOf } from '../../reading/paging.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import { parseFilter } from '../filter/parse.ts';
import type { Change } from './change.ts';
import type { History } from './history.ts';
import { touching } from './touches.ts';

export interface FeedQuery {
  readonly filter?: AssignmentFilterInput | null | undefined;
  readonly after?: string | null | undefined;
}

export interface FeedEvent {
  readonly changes: readonly Change[];
  readonly endCursor: string;
  /** Changes after the cursor were forgotten: what there is now has to be listed again. */
  readonly reset: boolean;
}

const batchSize = 500;
/** An event tells at least so often where the feed stands, though nothing changed. */
const heartbeatMs = 30_000;

/** Changes as they are kept; the first event comes at once. However many follow, one look at the log serves them. */
export async function* followChanges(
  history: History,
  mirror: Mirror,
  pager: Pager,
  { filter, after }: FeedQuery,
  { signal }: Pick<ReadScope, 'signal'>,
): AsyncGenerator<FeedEvent, void> {
  const list = ['changes feed', filter ?? null];
  const touches = touching(parseFilter(filter, pager.instanceArn), mirror, history);
  const position = positionOf(pager, after, list);
  await history.catchUp();
  const from = position && Number(position.after?.[0] ?? 0);
  let reset = from !== undefined && !isOf(history, from, position?.after?.[1]);
  let at = reset || from === undefined ? history.last : from;
  let isDue = true;
  let wake = Promise.withResolvers<void>();
  using _ = history.follow(() => wake.resolve());
  while (!signal.aborted) {
    const batch = history.after(at, batchSize);
    at = batch.length < batchSize ? history.last : (batch.at(-1)?.id ?? at);
    const changes = batch.filter((change) => touches(change) === true);
    if (isDue || reset || changes.length > 0) {
      const endCursor = pager.cursors.encode(
        { startedAt: pager.now(), after: [String(at), history.markAt(at)] },
        pager.instanceArn,
        list,
      );
      yield { changes, endCursor, reset };
      reset = false;
    }
    isDue = false;
    if (batch.length === batchSize) continue;
    const quiet = new AbortController();
    const stop = AbortSignal.any([signal, quiet.signal]);
    const beat = delay(heartbeatMs, true, { signal: stop, ref: false }).catch(() => false);
    isDue = await Promise.race([wake.promise.then(() => false), beat]);
    quiet.abort();
    wake = Promise.withResolvers();
  }
}

/**
 * Is everything after a place still kept, and is it a place of this log? One behind the last change is of a log that is
 * gone: without a store it goes with its process.
 */
function isOf(history: History, place: number, mark: string | undefined): boolean {
  if (place > history.last || !history.reaches(place)) return false;
  const known = history.markAt(place);
  // What was kept up to there may have become too old since.
  return mark === undefined || known === '' || known === mark;
}
