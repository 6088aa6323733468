import type { Budget } from '../budget/budget.ts';
import { systemClock, type Clock } from '../budget/clock.ts';
import { type Lane, Turns } from '../budget/turns.ts';
import { fromSdk } from './errors.ts';
import { faultOf, retryAfterMs } from './fault.ts';
import type { Meter } from './meter.ts';
import type { ConnectionReport, Traffic } from './traffic.ts';

/** A place in a list: after the pages that were read. */
export interface Bookmark {
  token?: string | undefined;
}

export interface CallOptions {
  /** An abort ends the call at once and rejects with the signal's reason, never wrapped. */
  readonly signal: AbortSignal;
  readonly meter: Meter;
  /** @default interactive, because most calls have a person waiting */
  readonly lane?: Lane;
  /** Whose turn it is where calls wait: clients take turns, and so do those who do not say. */
  readonly client?: string;
  /** The turns of all who want the call, in place of `lane` and `client`. */
  readonly turns?: Turns;
  /** Where a list goes on, and tells after each page where it would go on. @default it begins at its beginning */
  readonly bookmark?: Bookmark;
  /** One attempt only, for whoever polls and so paces the attempts itself. @default false */
  readonly once?: boolean;
}

/** How fast calls go, and what a test replaces. */
export interface PacingOptions {
  /** No budget, for an endpoint that costs nothing. @default false */
  readonly unlimited?: boolean;
  /** @default the system's */
  readonly clock?: Clock;
  /** From 0 up to 1; spreads retries. @default Math.random */
  readonly random?: () => number;
  /** @default 15 seconds: several times AWS's slowest page, and half of what a request may take */
  readonly attemptTimeoutMs?: number;
  /** Throws where no call may be made now, and is asked before each. @default all may */
  readonly mayCall?: () => void;
  /** Is told of each connection once it is open, for metrics. @default nobody */
  readonly opened?: (connection: ConnectionReport) => void;
}

/** Makes one call, with as many attempts as it takes; `operation` reads like `sso-admin:ListInstances`. */
export type Caller = <T>(
  operation: string,
  send: (signal: AbortSignal) => Promise<T>,
  options: CallOptions,
) => Promise<T>;

interface Patience {
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/** A throttle passes when the bucket has refilled, so we wait for seconds; most other faults are over at once. */
const patience = {
  throttled: { attempts: 6, baseMs: 1_000, capMs: 20_000 },
  transient: { attempts: 4, baseMs: 100, capMs: 2_000 },
} satisfies Record<string, Patience>;
/** What one call may spend between its attempts. A longer `Retry-After` fails at once and is passed on. */
const maxBackOffMs = 60_000;
/** How long other calls of the bucket pause after a throttle: AWS counts by the second. */
const pauseMs = 1_000;

export function createCaller(budget: Budget, traffic: Traffic, options: PacingOptions): Caller {
  const { clock = systemClock, random = Math.random, attemptTimeoutMs = 15_000, mayCall } = options;
  return async (operation, send, callOptions) => {
    const { signal, meter, once = false, turns = turnsOf(callOptions) } = callOptions;
    const failures = { throttled: 0, transient: 0 };
    const bucket = budget.bucketOf(operation);
    let backOffMs = 0;
    for (let attempts = 1; ; attempts += 1) {
      if (bucket !== undefined) {
        await meter.waiting(bucket.take(turns, signal));
      }
      // The signal may have aborted between being given the token and getting here.
      signal.throwIfAborted();
      mayCall?.();
      meter.record(operation);
      const startedAt = clock.now();
      const ended = (outcome: 'answered' | 'throttled' | 'failed') =>
        traffic.ended(operation, (clock.now() - startedAt) / 1000, outcome);
      try {
        const answer = await attempt(send, signal, attemptTimeoutMs);
        ended('answered');
        return answer;
      } catch (error) {
        const fault = faultOf(error);
        ended(fault === 'throttled' ? fault : 'failed');
        // A caller who gave up gets the reason that they gave, not the failure.
        signal.throwIfAborted();
        if (fault === 'final') throw fromSdk(error, operation, attempts);
        const askedMs = retryAfterMs(error);
        if (fault === 'throttled') {
          meter.throttled(operation);
          bucket?.throttled(Math.min(Math.max(askedMs ?? 0, pauseMs), patience.throttled.capMs));
        }
        failures[fault] += 1;
        const delayMs = (askedMs ?? 0) + fullJitter(patience[fault], failures[fault], random);
        backOffMs += delayMs;
        if (once || failures[fault] >= patience[fault].attempts || backOffMs > maxBackOffMs) {
          throw fromSdk(error, operation, attempts);
        }
        await meter.waiting(clock.sleep(delayMs, signal));
      }
    }
  };
}

function turnsOf({ lane = 'interactive', client = '', meter }: CallOptions): Turns {
  return new Turns({ lane, client, request: meter });
}

/** A random part of the doubled delay, so that calls that failed together are not repeated together. */
function fullJitter({ baseMs, capMs }: Patience, failures: number, random: () => number): number {
  return random() * Math.min(capMs, baseMs * 2 ** (failures - 1));
}

/** One attempt under a deadline of its own. It ends with its signal even while credentials are being fetched. */
async function attempt<T>(
  send: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<T> {
  const controller = new AbortController();
  const { promise: cut, reject } = Promise.withResolvers<never>();
  const stop = (reason: unknown): void => {
    reject(reason);
    controller.abort(reason);
  };
  const onAbort = (): void => stop(signal.reason);
  // AbortSignal.timeout would keep its timer for the whole time after each quick answer.
  const timer = setTimeout(
    () => stop(new DOMException(`no answer in ${timeoutMs} ms`, 'TimeoutError')),
    timeoutMs,
  );
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([send(controller.signal), cut]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
