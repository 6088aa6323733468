import { type Turn, Turns } from '../aws/budget/turns.ts';
import { until, type ReadScope } from './scope.ts';

/** What a read under way works with. */
export interface Flight {
  /** Epoch milliseconds: whatever the read brings home is at least this fresh. */
  readonly startedAt: number;
  /** Epoch milliseconds: who began it can use what was read since. */
  readonly notBefore: number;
  /** Aborts when everybody who wanted the read is gone, or at shutdown. */
  readonly signal: AbortSignal;
  readonly meter: ReadScope['meter'];
  /** Of everybody who waits for it. */
  readonly turns: Turns;
  /** How many pages the most patient waiter would wait for: a list that is longer ends with `ListTooLong`. */
  readonly maxPages: () => number;
}

/** A list turned out longer than any waiter was ready to pay for. Its pages so far are in the mirror. */
export class ListTooLong extends Error {
  readonly pages: number;

  constructor(pages: number) {
    super(`The list has more than ${pages} pages`);
    this.pages = pages;
  }
}

/**
 * How long a read goes on when nobody waits: its client may come back for the next page. The longest lists take a few
 * minutes, and a request waits for the first half of one at most.
 */
const lingerMs = 60_000;

interface Waiter {
  readonly maxPages: number;
  /** Whether the waiter ran out of time; it may come back. */
  isLate: boolean;
}

interface UnderWay extends Flight {
  readonly result: Promise<unknown>;
  readonly controller: AbortController;
  /** Includes waiters who ran out of time: they will come back, unless their signal says that they are gone. */
  readonly waiters: Set<Waiter>;
  /** A timer that runs while all waiters are late. */
  lingering?: NodeJS.Timeout;
}

/** Single flight: at most one read of a key is under way, and everybody for whom it is fresh enough shares it. */
export class SingleFlight {
  readonly #now: () => number;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Joins the read of `key` if it began at `notBefore` or later; else begins one, after an older one has ended.
   * A waiter raises the priority of the read to its own: an interactive one lifts it out of the background.
   * Rejects with the read's own error, or with the reason of the scope's signal or deadline.
   * `T` is what every caller of the same key reads. Who wants a list only when it has no more than `maxPages`
   * shares the read of who wants it whole.
   */
  async run<T>(
    key: string,
    notBefore: number,
    scope: ReadScope,
    read: (flight: Flight) => Promise<T>,
    maxPages = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    const turn = turnOf(scope);
    for (;;) {
      scope.signal.throwIfAborted();
      scope.deadline.throwIfAborted();
      const underWay = this.#underWay.get(key);
      // One that began in the future began before the clock was set back.
      const isOld = underWay && (underWay.startedAt < notBefore || underWay.startedAt > this.#now());
      const flight = underWay ?? this.#begin({ key, turn, notBefore, meter: scope.meter }, read);
      flight.turns.add(turn);
      // What begins now is fresh, even if the clock was set back since `notBefore` was told.
      // The cast: a key names one kind of read.
      if (!isOld) {
        try {
          return (await this.#wait(key, flight, scope, { maxPages, isLate: false })) as T;
        } catch (error) {
          if (!(error instanceof ListTooLong) || error.pages >= maxPages) throw error;
          // The read gave up in the moment in which this waiter joined.
          continue;
        }
      }
      await until(flight.result.then(nothing, nothing), [scope.signal, scope.deadline]);
    }
  }

  /** Stops every read under way. */
  close(reason: Error): void {
    for (const flight of this.#underWay.values()) flight.controller.abort(reason);
  }

  #begin(
    { key, turn, notBefore, meter }: { key: string; turn: Turn } & Pick<Flight, 'meter' | 'notBefore'>,
    read: (flight: Flight) => Promise<unknown>,
  ): UnderWay {
    const controller = new AbortController();
    const waiters = new Set<Waiter>();
    const known = {
      startedAt: this.#now(),
      notBefore,
      signal: controller.signal,
      meter,
      turns: new Turns(turn),
      maxPages: () => Math.max(...[...waiters].map((waiter) => waiter.maxPages)),
    };
    const flight: UnderWay = { ...known, controller, result: read(known), waiters };
    this.#underWay.set(key, flight);
    const end = () => {
      clearTimeout(flight.lingering);
      if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
    };
    flight.result.then(end, end);
    return flight;
  }

  async #wait(key: string, flight: UnderWay, scope: ReadScope, waiter: Waiter): Promise<unknown> {
    const leave = () => {
      flight.waiters.delete(waiter);
      if (flight.waiters.size > 0) this.#lingerUnlessWaited(key, flight);
      else this.#abandon(key, flight, scope.signal.reason);
    };
    flight.waiters.add(waiter);
    clearTimeout(flight.lingering);
    try {
      return await until(flight.result, [scope.signal, scope.deadline]);
    } finally {
      if (scope.deadline.aborted && !scope.signal.aborted) {
        waiter.isLate = true;
        once(scope.signal, flight.result, leave);
        this.#lingerUnlessWaited(key, flight);
      } else leave();
    }
  }

  #lingerUnlessWaited(key: string, flight: UnderWay): void {
    clearTimeout(flight.lingering);
    if (this.#underWay.get(key) !== flight || ![...flight.waiters].every(({ isLate }) => isLate)) return;
    const reason = new Error('Nobody waits for this read any longer');
    flight.lingering = setTimeout(() => this.#abandon(key, flight, reason), lingerMs).unref();
  }

  #abandon(key: string, flight: UnderWay, reason: unknown): void {
    if (this.#underWay.get(key) !== flight) return;
    this.#underWay.delete(key);
    flight.controller.abort(reason);
  }
}

/** Calls back when the signal aborts before the read has ended. */
function once(signal: AbortSignal, reading: Promise<unknown>, leave: () => void): void {
  signal.addEventListener('abort', leave);
  const forget = () => signal.removeEventListener('abort', leave);
  reading.then(forget, forget);
}

function turnOf({ lane = 'interactive', client = '', meter, request = meter }: ReadScope): Turn {
  return { lane, client, request };
}

function nothing(): void {}
