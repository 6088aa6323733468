import type { Turn } from '../aws/budget/turns.ts';
import { AwsError } from '../errors.ts';
import type { Wanted } from '../reader/reading-place.ts';
import type { Flight } from '../reading/single-flight.ts';
import type { Demand, DemandedTurn, DemandTable } from '../store/postgres/demands.ts';
import { charge, errorOf, type Answer } from './crossing.ts';

interface Waiting {
  demand: Demand;
  readonly answered: PromiseWithResolvers<Answer>;
}

/** What is asked for within this time goes to the database together. */
const gatherMs = 2;
/** How long a database may be away before those who wait are told. */
const patienceMs = 2_500;

/** Has the gateway read that holds the reading role: writes down what is wanted, and waits for what comes of it. */
export class Asking {
  readonly #table: DemandTable;
  readonly #replica: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #toPut = new Set<number>();
  #toRemove: number[] = [];
  readonly #requests = new WeakMap<object, string>();
  #n = 0;
  #awaySince: number | undefined;
  #isGathering = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(table: DemandTable, replica: string) {
    this.#table = table;
    this.#replica = replica;
  }

  /** Whether somebody waits for a read elsewhere. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** What the read came to, once `arrived` says that it is here, too. Rejects as the read did, or with the flight's signal. */
  async read(
    wanted: Wanted,
    { signal, notBefore, maxPages, turns, meter }: Flight,
    arrived: (place: number) => Promise<void>,
  ): Promise<unknown> {
    signal.throwIfAborted();
    const n = ++this.#n;
    const pages = maxPages();
    const turnsNow = () => turns.all.map((turn) => this.#toDemanded(turn));
    const demand = {
      replica: this.#replica,
      n,
      ...wanted,
      notBefore: Math.max(0, notBefore),
      maxPages: Number.isFinite(pages) ? pages : null,
      turns: turnsNow(),
    };
    const waiting: Waiting = { demand, answered: Promise.withResolvers() };
    this.#waiting.set(n, waiting);
    this.#put(n);
    const unwatch = turns.watch(() => {
      waiting.demand = { ...waiting.demand, turns: turnsNow() };
      this.#put(n);
    });
    const leave = () => waiting.answered.reject(signal.reason);
    signal.addEventListener('abort', leave);
    try {
      const answer = await waiting.answered.promise;
      charge(meter, answer);
      if ('failure' in answer) throw errorOf(answer.failure);
      await arrived(answer.place);
      return answer.value;
    } finally {
      unwatch();
      signal.removeEventListener('abort', leave);
      // Still there: nobody waits for the answer any more.
      if (this.#waiting.delete(n)) {
        this.#toRemove.push(n);
        this.#gather();
      }
    }
  }

  /** Looks for answers: when a hint has told of some, and now and then without one. */
  look(): Promise<void> {
    return (this.#turn = this.#turn.then(() => this.#look()));
  }

  async #look(): Promise<void> {
    if (this.#waiting.size === 0 && this.#toRemove.length === 0) return;
    const asked = [...this.#waiting.keys()].filter((n) => !this.#toPut.has(n));
    try {
      await this.#flush();
      const { answered, waiting } = await this.#table.take(this.#replica);
      for (const { n, answer } of answered) {
        const one = this.#waiting.get(n);
        this.#waiting.delete(n);
        // The cast: as the gateway that reads writes it.
        one?.answered.resolve(answer as Answer);
      }
      // A database that has crashed has forgotten what was wanted.
      for (const n of asked) if (this.#waiting.has(n) && !waiting.has(n)) this.#put(n);
      this.#awaySince = undefined;
    } catch {
      this.#awaySince ??= performance.now();
      if (performance.now() - this.#awaySince >= patienceMs) this.#giveUp();
    }
  }

  #put(n: number): void {
    this.#toPut.add(n);
    this.#gather();
  }

  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    setTimeout(() => {
      this.#isGathering = false;
      void this.look();
    }, gatherMs).unref();
  }

  async #flush(): Promise<void> {
    const numbers = [...this.#toPut];
    const removed = this.#toRemove;
    this.#toPut.clear();
    this.#toRemove = [];
    try {
      const demands = numbers.flatMap((n) => this.#waiting.get(n)?.demand ?? []);
      if (demands.length > 0) await this.#table.put(demands);
      if (removed.length > 0) await this.#table.remove(this.#replica, removed);
    } catch (error) {
      for (const n of numbers) this.#toPut.add(n);
      this.#toRemove.push(...removed);
      throw error;
    }
  }

  #giveUp(): void {
    for (const { answered } of this.#waiting.values()) answered.reject(unavailable());
  }

  #toDemanded({ lane, client, request }: Turn): DemandedTurn {
    const known = this.#requests.get(request) ?? crypto.randomUUID();
    this.#requests.set(request, known);
    return { lane, client, request: known };
  }
}

function unavailable(): AwsError {
  const message =
    'The database that the gateways share is away, so that nothing can be read from AWS that is not known here: ask again later';
  return new AwsError('STORE_UNAVAILABLE', 'gateway:Read', message);
}
