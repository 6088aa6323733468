import { badInput } from '../../errors.ts';
import type { History } from '../history/history.ts';

/** Throws BAD_INPUT where nothing can be told of the moment, which the argument asOf gives. */
export function checkMoment(
  moment: number,
  maxAgeMs: number | null | undefined,
  history: History,
  now: number,
): void {
  if (moment > now) throw badInput('asOf', `give a moment that has passed: it is ${text(now)} now`);
  if (maxAgeMs !== null && maxAgeMs !== undefined)
    throw badInput(
      'maxAge',
      'leave it out with asOf: by then the last read of each thing counts, however old it was',
    );
  if (!history.isKept)
    throw badInput('asOf', 'this gateway keeps no history: start it with --history P400D, or leave asOf out');
  if (moment < history.keptFrom)
    throw badInput(
      'asOf',
      `changes are kept since ${text(history.keptFrom)} (--history): give a moment from then on`,
    );
}

function text(moment: number): string {
  return new Date(moment).toISOString();
}
