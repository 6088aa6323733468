import { Facts } from '../facts/facts.ts';
import type { Pager } from '../../reading/listing.ts';
import { anyAgeMs, type PastMirror } from './past-mirror.ts';
import { PastReads } from './past-reads.ts';

/** What there is to know of a moment: the same questions ask it, and history answers in place of AWS. */
export function factsAsOf(past: PastMirror, now: Facts): Facts {
  const opened = {
    mirror: past.mirror,
    history: now.history,
    keep,
    keepList: keep,
    derive: keep,
    heedClock: () => {},
  };
  const { aws, instance } = now.source;
  // What is brought back meanwhile makes another plan the better one.
  const options = { remembersPlans: false, moment: past.moment };
  return new Facts(aws, opened, instance, new PastReads(past), now.now, options);
}

function keep(): never {
  throw new Error('Nothing is read as of a moment');
}

/** However old facts were by then, they are what was known. */
export function pagerAsOf({ moment }: PastMirror, pager: Pager): Pager {
  const maxAges = { assignmentsMs: anyAgeMs, namesMs: anyAgeMs };
  return { ...pager, maxAges, cursors: pager.cursors.asOf(moment) };
}
