import { CallMeter } from '../aws/call/meter.ts';
import type { Asked } from '../reader/reader.ts';
import type { ReadScope } from '../reading/scope.ts';
import type { Answered, Demand, DemandedTurn, DemandTable } from '../store/postgres/demands.ts';
import { failureOf, type Answer } from './crossing.ts';
import type { Term } from './role.ts';

/** Reads what is asked for, and says how far the log goes by then. */
export interface Served {
  read(asked: Asked, scope: ReadScope): Promise<unknown>;
  /** How far the log of an instance goes with everything that is known of it, once all of that is kept. */
  kept(instanceArn: string, signal: AbortSignal): Promise<number>;
  /** An error that no client may see, for the log. */
  unexpected(error: unknown): void;
}

interface UnderWay {
  readonly controller: AbortController;
  readonly turns: Set<string>;
  readonly meter: CallMeter;
}

/** What is answered within this time goes to the database together. */
const gatherMs = 1;

/** Reads, in one term, what other replicas want. */
export class Serving {
  readonly #table: DemandTable;
  readonly #replica: string;
  readonly #served: Served;
  readonly #term: Term;
  readonly #underWay = new Map<string, UnderWay>();
  /** Of the requests that wait, each the same object: the budget tells them apart by it. */
  readonly #requests = new Map<string, object>();
  #answers: Answered[] = [];
  #isGathering = false;
  #turn: Promise<void> = Promise.resolve();

  /** `replica` wants nothing that it does not read anyway. */
  constructor(table: DemandTable, replica: string, served: Served, term: Term) {
    this.#table = table;
    this.#replica = replica;
    this.#served = served;
    this.#term = term;
  }

  /** Looks for demands: when a hint has told of one, and now and then without. Fails in silence: the next look comes. */
  look(): Promise<void> {
    return (this.#turn = this.#turn.then(() => this.#look()).catch(() => {}));
  }

  async #look(): Promise<void> {
    if (this.#term.signal.aborted) return;
    await this.#sendAnswers();
    const open = new Map(
      (await this.#table.open())
        .filter(({ replica }) => replica !== this.#replica)
        .map((demand) => [idOf(demand), demand]),
    );
    for (const [id, { controller }] of this.#underWay)
      if (!open.has(id)) {
        this.#underWay.delete(id);
        controller.abort(new Error('Nobody waits for this read any longer'));
      }
    const requests = new Set([...open.values()].flatMap(({ turns }) => turns.map(({ request }) => request)));
    for (const request of this.#requests.keys()) if (!requests.has(request)) this.#requests.delete(request);
    for (const [id, demand] of open) this.#serve(id, demand);
  }

  #serve(id: string, demand: Demand): void {
    const [first, ...others] = demand.turns;
    if (!first) return;
    let underWay = this.#underWay.get(id);
    if (!underWay) {
      underWay = {
        controller: new AbortController(),
        turns: new Set([nameOf(first)]),
        meter: new CallMeter(),
      };
      this.#underWay.set(id, underWay);
      void this.#read(demand, first, underWay);
    }
    for (const turn of others) {
      if (underWay.turns.has(nameOf(turn))) continue;
      underWay.turns.add(nameOf(turn));
      // Joins the read under way, and so lifts it to its own place in the line; what it comes to, the first one tells.
      this.#served.read(askedOf(demand), this.#scopeOf(turn, underWay)).catch(() => {});
    }
  }

  async #read(demand: Demand, turn: DemandedTurn, underWay: UnderWay): Promise<void> {
    const { replica, n, instanceArn } = demand;
    const { meter, controller } = underWay;
    let came:
      | { readonly value: unknown; readonly place: number }
      | Pick<Extract<Answer, { failure: unknown }>, 'failure'>;
    try {
      const value = await this.#served.read(askedOf(demand), this.#scopeOf(turn, underWay));
      came = { value, place: await this.#served.kept(instanceArn, this.#term.signal) };
    } catch (error) {
      // The one who reads next will answer.
      if (this.#term.signal.aborted || controller.signal.aborted) return;
      came = { failure: failureOf(error) };
      if (came.failure.kind === 'bug') this.#served.unexpected(error);
    }
    const { byOperation, throttled } = meter.toJSON();
    this.#answers.push({ replica, n, answer: { ...came, calls: byOperation, throttled } satisfies Answer });
    if (this.#isGathering) return;
    this.#isGathering = true;
    setTimeout(() => void this.#sendNow(), gatherMs).unref();
  }

  async #sendNow(): Promise<void> {
    this.#isGathering = false;
    this.#turn = this.#turn.then(() => this.#sendAnswers()).catch(() => {});
    await this.#turn;
  }

  /** An answered demand is under way no longer; what cannot be sent now is sent with the next look. */
  async #sendAnswers(): Promise<void> {
    const answers = this.#answers;
    if (answers.length === 0) return;
    this.#answers = [];
    try {
      await this.#table.answer(answers);
    } catch (error) {
      this.#answers.push(...answers);
      throw error;
    }
    for (const answered of answers) this.#underWay.delete(idOf(answered));
  }

  #scopeOf({ lane, client, request: name }: DemandedTurn, { controller, meter }: UnderWay): ReadScope {
    const request = this.#requests.get(name) ?? {};
    this.#requests.set(name, request);
    const signal = AbortSignal.any([controller.signal, this.#term.signal]);
    return { signal, deadline: never, meter, lane, client, request };
  }
}

/** Those who wait elsewhere leave by taking their demand back. */
const never = new AbortController().signal;

function idOf({ replica, n }: Pick<Demand, 'n' | 'replica'>): string {
  return `${replica} ${n}`;
}

function nameOf({ lane, request }: DemandedTurn): string {
  return `${lane} ${request}`;
}

function askedOf({ instanceArn, key, notBefore, maxPages }: Demand): Asked {
  return { instanceArn, key, notBefore, maxPages: maxPages ?? undefined };
}
