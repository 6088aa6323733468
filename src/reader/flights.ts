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
}

interface Airborne extends Flight {
  readonly result: Promise<unknown>;
  readonly controller: AbortController;
  /** Also those who ran out of time: they will come back for it, unless their signal says that they are gone. */
  passengers: number;
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
   * `T` is what every caller of the same key reads.
   */
  async run<T>(
    key: string,
    notBefore: number,
    scope: ReadScope,
    fly: (flight: Flight) => Promise<T>,
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
      if (!airborne || flight.startedAt >= notBefore) return (await this.#board(key, flight, scope)) as T;
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
    const known = { startedAt: this.#now(), signal: controller.signal, meter, turns: new Turns(turn) };
    const flight = { ...known, controller, result: fly(known), passengers: 0 };
    this.#airborne.set(key, flight);
    const land = () => this.#airborne.get(key) === flight && this.#airborne.delete(key);
    flight.result.then(land, land);
    return flight;
  }

  async #board(key: string, flight: Airborne, scope: ReadScope): Promise<unknown> {
    const leave = () => {
      flight.passengers--;
      if (flight.passengers > 0 || this.#airborne.get(key) !== flight) return;
      this.#airborne.delete(key);
      flight.controller.abort(scope.signal.reason);
    };
    flight.passengers++;
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
