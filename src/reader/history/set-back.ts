import { wholeExtent } from '../../mirror/state/changes.ts';
import type { StoredChange } from '../../store/store.ts';

/** The extent of what is kept of it. */
export const clock = 'clock';

/** By when something is dated: after the one read, and before the other. */
export type Dated = Pick<StoredChange, 'readAt' | 'since'>;

/** The clock was set back to a moment. */
export interface SetBack {
  readonly moment: number;
  /** The latest that it had dated before, */
  readonly latest: number;
  /** and the latest that it had dated before it ran ahead; undefined where there was nothing. */
  readonly lastGood: number | undefined;
}

/** As it is kept among changes: the order in which they were kept tells what it is about. */
export function setBackKept({ moment, latest, lastGood }: SetBack): StoredChange {
  const before = JSON.stringify({ lastGood });
  return { extent: clock, fact: wholeExtent, before, after: undefined, since: moment, readAt: latest };
}

/** Before everything: no read is known to have been before. */
const noRead = 0;

/**
 * Where that is what was kept: dates anew what was kept before it. What had been dated later than the moment was seen by
 * then, and happened after the last read that still has its date. Gives back as it is what had not.
 */
export function redatingBy({
  extent,
  before,
  since: moment,
}: StoredChange): (<One extends Dated>(one: One) => One) | undefined {
  if (extent !== clock) return undefined;
  // The cast: as it is kept. Older versions kept `true`.
  const { lastGood = noRead } = JSON.parse(before ?? '{}') as { readonly lastGood?: number };
  return (one) =>
    one.readAt > moment ? { ...one, since: one.since > moment ? lastGood : one.since, readAt: moment } : one;
}
