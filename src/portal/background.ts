import type { Clock } from '../aws/budget/clock.ts';
import type { CallOptions } from '../aws/call/call.ts';
import type { PortalAws } from '../aws/portal-aws.ts';

/** What work needs that no request waits for: polls, renewals, listeners. */
export interface Background {
  /** AWS in a Region. */
  readonly connect: (region: string) => Promise<PortalAws>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly clock: Clock;
  /** From 0 up to 1; spreads retries. */
  readonly random: () => number;
  /** Counts the calls. */
  readonly meter: CallOptions['meter'];
  /** Aborts when the gateway closes, with an error that may be shown. */
  readonly closing: AbortSignal;
}
