import type { AwsError } from '../errors.ts';

/** What a read was about, as far as it was about one thing. */
export interface Subject {
  readonly accountId?: string;
  readonly permissionSetArn?: string;
  readonly principalId?: string;
}

/** A read from AWS that failed, and what is therefore missing or old. */
export interface ReadFailure extends Subject {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  /** When older facts stand in: when they were asked for, in epoch milliseconds. */
  readonly asOf?: number;
}

export interface Completeness {
  readonly complete: boolean;
  /** Epoch milliseconds; undefined when no fact was used. */
  readonly asOf: number | undefined;
  readonly failures: readonly ReadFailure[];
  readonly failuresOmitted: number;
  /** What the question names and nothing answers to, as far as it is known when it is asked for. @default nothing */
  readonly unmatched?: () => Promise<readonly UnmatchedValue[]>;
}

/** An id or a name in a question that nothing answers to. */
export interface UnmatchedValue {
  /** Where it stands, such as `filter.permissionSet.name.eq`. */
  readonly path: string;
  readonly value: string;
  /** What there is that is close to it. */
  readonly suggestions: readonly string[];
}

/** How making one extent fresh enough ended: facts as of `readAt`, if there are any, and the failure, if there was one. */
export interface Outcome {
  readonly readAt: number | undefined;
  readonly failure?: ReadFailure;
  /** The error itself, for who cannot go on without the facts. */
  readonly error?: AwsError;
}

/** The failure of a read that the deadline left no time for. */
export function timeUp(operation: string): ReadFailure {
  return {
    operation,
    code: 'TIMEOUT',
    message: 'The time of this request was over before everything was read; what was read is kept, ask again',
  };
}

/** More failures than this are counted, not listed. */
const listed = 100;

/** Collects what an answer rests on. */
export class Evidence {
  #asOf: number | undefined;
  readonly #failures = new Map<string, ReadFailure>();

  add({ readAt, failure }: Outcome): void {
    if (readAt !== undefined) this.#asOf = Math.min(this.#asOf ?? readAt, readAt);
    if (!failure) return;
    // One failed read may be met many times, for each row that needed it.
    const { operation, accountId, permissionSetArn, principalId, code } = failure;
    const key = [operation, accountId, permissionSetArn, principalId, code].join(' ');
    this.#failures.set(key, together(this.#failures.get(key), failure));
  }

  addAll(outcomes: Iterable<Outcome>): void {
    for (const outcome of outcomes) this.add(outcome);
  }

  toCompleteness(): Completeness {
    const failures = [...this.#failures.values()];
    return {
      complete: failures.length === 0,
      asOf: this.#asOf,
      failures: failures.slice(0, listed),
      failuresOmitted: Math.max(0, failures.length - listed),
    };
  }
}

/**
 * Joins the failures of one list for many rows: as old as the oldest facts that stand in, and without an age when some
 * rows have none.
 */
function together(known: ReadFailure | undefined, { asOf, ...failure }: ReadFailure): ReadFailure {
  const oldest = Math.min(known ? (known.asOf ?? Number.NaN) : Number.POSITIVE_INFINITY, asOf ?? Number.NaN);
  return Number.isNaN(oldest) ? failure : { ...failure, asOf: oldest };
}
