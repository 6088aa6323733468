import { type Turn, Turns } from '../aws/budget/turns.ts';
import { until, type ReadScope } from './scope.ts';

/** What a read under way works with. */
export interface Flight {
  /** Epoch milliseconds: whatever the read brings home is at least this fresh. */
  readonly startedAt: number;
  /** Aborts when everybody who wanted the read is gone, or at shutdown. */
  readonly signal: AbortSignal;
  readonly meter: ReadScope['meter'];
  /** Of everybody who waits for it. */
  readonly turns: Turns;
  /** How many pages the most patient of them would wait for: a list that is longer gives up by `ListTooLong`. */
  readonly maxPages: () => number;
}

/** A list turned out longer than anybody who waited for it was ready to pay for. What it gave so far is in the mirror. */
export class ListTooLong extends Error {
  readonly pages: number;

  constructor(pages: number) {
    super(`The list has more than ${pages} pages`);
    this.pages = pages;
  }
}

interface Passenger {
  readonly maxPages: number;
}

interface Airborne extends Flight {
  readonly result: Promise<unknown>;
  readonly controller: AbortController;
  /** Also those who ran out of time: they will come back for it, unless their signal says that they are gone. */
  readonly passengers: Set<Passenger>;
}

/** Single flight: at most one read of a key is under way, and everybody for whom it is fresh enough shares it. */
export class Flights {
  readonly #now: () => number;
  readonly #airborne = new Map<string, Airborne>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Joins the read of `key` if it began at `notBefore` or later; else begins one, after an older one has landed.
   * Whoever waits lends the read their turn, and so lifts it out of the background if theirs is interactive.
   * Rejects with the read's own error, or with the reason of the scope's signal or deadline.
   * `T` is what every caller of the same key reads. Who wants a list only when it has no more than `maxPages`
   * shares the read of who wants it whole.
   */
  async run<T>(
    key: string,
    notBefore: number,
    scope: ReadScope,
    fly: (flight: Flight) => Promise<T>,
    maxPages = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    const turn = turnOf(scope);
    for (;;) {
      scope.signal.throwIfAborted();
      scope.deadline.throwIfAborted();
      const airborne = this.#airborne.get(key);
      const flight = airborne ?? this.#takeOff(key, turn, scope.meter, fly);
      flight.turns.add(turn);
      // What takes off now is fresh, even if the clock was set back since `notBefore` was told.
      // The cast: a key names one kind of read.
      if (!airborne || flight.startedAt >= notBefore) {
        try {
          return (await this.#board(key, flight, scope, { maxPages })) as T;
        } catch (error) {
          if (!(error instanceof ListTooLong) || error.pages >= maxPages) throw error;
          // It gave up in the moment of joining.
          continue;
        }
      }
      await until(flight.result.then(nothing, nothing), [scope.signal, scope.deadline]);
    }
  }

  /** Stops every read under way. */
  close(reason: Error): void {
    for (const flight of this.#airborne.values()) flight.controller.abort(reason);
  }

  #takeOff(
    key: string,
    turn: Turn,
    meter: ReadScope['meter'],
    fly: (flight: Flight) => Promise<unknown>,
  ): Airborne {
    const controller = new AbortController();
    const passengers = new Set<Passenger>();
    const known = {
      startedAt: this.#now(),
      signal: controller.signal,
      meter,
      turns: new Turns(turn),
      maxPages: () => Math.max(...[...passengers].map((passenger) => passenger.maxPages)),
    };
    const flight = { ...known, controller, result: fly(known), passengers };
    this.#airborne.set(key, flight);
    const land = () => this.#airborne.get(key) === flight && this.#airborne.delete(key);
    flight.result.then(land, land);
    return flight;
  }

  async #board(key: string, flight: Airborne, scope: ReadScope, passenger: Passenger): Promise<unknown> {
    const leave = () => {
      flight.passengers.delete(passenger);
      if (flight.passengers.size > 0 || this.#airborne.get(key) !== flight) return;
      this.#airborne.delete(key);
      flight.controller.abort(scope.signal.reason);
    };
    flight.passengers.add(passenger);
    try {
      return await until(flight.result, [scope.signal, scope.deadline]);
    } finally {
      if (scope.deadline.aborted && !scope.signal.aborted) once(scope.signal, flight.result, leave);
      else leave();
    }
  }
}

/** Calls back when the signal aborts before the read has ended. */
function once(signal: AbortSignal, reading: Promise<unknown>, leave: () => void): void {
  signal.addEventListener('abort', leave);
  const forget = () => signal.removeEventListener('abort', leave);
  reading.then(forget, forget);
}

function turnOf({ lane = 'interactive', client = '', meter }: ReadScope): Turn {
  return { lane, client, request: meter };
}

function nothing(): void {}
