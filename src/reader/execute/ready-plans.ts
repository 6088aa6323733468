import type { Mirror } from '../../mirror/mirror.ts';
import type { Outcome } from '../../reading/completeness.ts';
import type { Facts } from '../facts/facts.ts';
import type { Expression } from '../filter/expression.ts';
import type { Question } from '../query/question.ts';
import type { ReadyPlan } from './ready-plan.ts';

/** Accounts and rows that all remembered plans have together at most. */
const mostItems = 50_000;
/** What a plan counts for beside these. */
const overhead = 20;

/** A plan without the request for which it was made. */
interface Remembered {
  /** Of the mirror. */
  readonly version: number;
  readonly lookup: Unbound<ReadyPlan['lookup']>;
  readonly pairScan: Unbound<ReadyPlan['pairScan']>;
  readonly outcomes: readonly Outcome[];
}

type Unbound<Input> = Input extends { readonly question: Question }
  ? Omit<Input, 'question'> & { readonly expression: Expression }
  : Input;

/**
 * Plans of questions for which nothing had to be read, for whoever asks the same while the mirror is as it was and no
 * fact has become too old meanwhile: about any page of it, or all, as each is as free as the others.
 */
export class ReadyPlans {
  readonly #mirror: Mirror;
  /** The one that was used last is the last. */
  readonly #plans = new Map<string, Remembered>();
  #items = 0;

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  get(question: Question): ReadyPlan | undefined {
    const key = this.#keyOf(question);
    const known = key === undefined ? undefined : this.#plans.get(key);
    if (key === undefined || !known) return undefined;
    this.#forget(key, known);
    if (known.version !== this.#mirror.version) return undefined;
    this.#keep(key, known);
    const { lookup, pairScan, outcomes } = known;
    return {
      lookup: lookup && { ...lookup, question: { ...question, expression: lookup.expression } },
      pairScan: pairScan && { ...pairScan, question: { ...question, expression: pairScan.expression } },
      outcomes,
    };
  }

  /**
   * `version`: as it was when the plan was begun. What rests on anything but the mirror is not remembered, nor what was
   * planned for a part: what is covered from the beginning is so from anywhere.
   */
  set(question: Question, plan: ReadyPlan, version: number): void {
    const { lookup, pairScan, outcomes, begun, isFree = false } = plan;
    const key = this.#keyOf(question);
    const isOfTheMirror =
      version === this.#mirror.version &&
      isFree &&
      begun === undefined &&
      question.after === undefined &&
      pairScan?.isCovered !== false &&
      outcomes.every(({ failure, error }) => !failure && !error);
    if (key === undefined || !isOfTheMirror) return;
    const known = this.#plans.get(key);
    if (known) this.#forget(key, known);
    this.#keep(key, { version, lookup: unbound(lookup), pairScan: unbound(pairScan), outcomes });
    for (const [oldest, other] of this.#plans) {
      if (this.#items <= mostItems) break;
      this.#forget(oldest, other);
    }
  }

  /** By what is asked of everybody, and by between which reads the moments lie before which facts are too old. */
  #keyOf({ text, inheritedBy, freshness }: Question): string | undefined {
    if (text === undefined || inheritedBy !== undefined) return undefined;
    const assignments = this.#mirror.gapOf(freshness.assignments);
    const names = this.#mirror.gapOf(freshness.names);
    return assignments === undefined || names === undefined ? undefined : `${assignments} ${names} ${text}`;
  }

  #keep(key: string, plan: Remembered): void {
    this.#plans.set(key, plan);
    this.#items += sizeOf(plan);
  }

  #forget(key: string, plan: Remembered): void {
    this.#plans.delete(key);
    this.#items -= sizeOf(plan);
  }
}

const ofMirrors = new WeakMap<Mirror, ReadyPlans>();

/** Those of an instance; undefined where none is remembered. */
export function readyPlansOf({ mirror, remembersPlans }: Facts): ReadyPlans | undefined {
  if (!remembersPlans) return undefined;
  const known = ofMirrors.get(mirror) ?? new ReadyPlans(mirror);
  ofMirrors.set(mirror, known);
  return known;
}

function sizeOf({ lookup, pairScan }: Remembered): number {
  const accounts = (lookup?.accounts.length ?? 0) + (pairScan?.accounts.length ?? 0);
  return accounts + (lookup?.rows.length ?? 0) + overhead;
}

function unbound<Input extends { readonly question: Question }>(input: Input | undefined) {
  if (!input) return undefined;
  const { question, ...rest } = input;
  return { ...rest, expression: question.expression };
}
