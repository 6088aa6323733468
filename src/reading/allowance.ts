import { GatewayError } from '../errors.ts';

/** How many calls a request may make: what its lists are planned to, all together, and what it reads beside them. */
export interface Allowance {
  /** What a list is planned to make, in place of what was planned for it before. Throws when that is too much. */
  plan(list: object, calls: number, seconds: number): void;
  /**
   * Something that no list has planned is to be read that is named so: a call at least, counted once. Throws when that is
   * one too many.
   */
  begin(read: string): void;
  /** What lasts as long as its client wants it may begin as much as it takes from now on. */
  lift(): void;
}

export class CallAllowance implements Allowance {
  readonly #most: number;
  readonly #planned = new Map<object, { readonly calls: number; readonly seconds: number }>();
  /** By name: many are begun before the first of them makes its call. */
  readonly #begun = new Set<string>();
  #isLifted = false;

  constructor(most: number) {
    this.#most = most;
  }

  plan(list: object, calls: number, seconds: number): void {
    this.#planned.set(list, { calls, seconds });
    const sum = this.#calls() + this.#begun.size;
    if (sum <= this.#most) return;
    // They take turns at the same budget.
    const all = [...this.#planned.values()];
    throw tooCostly(
      sum,
      this.#most,
      all.reduce((total, one) => total + one.seconds, 0),
    );
  }

  begin(read: string): void {
    if (this.#isLifted || this.#begun.has(read)) return;
    const sum = this.#calls() + this.#begun.size + 1;
    if (sum > this.#most) throw usedUp(sum, this.#most);
    this.#begun.add(read);
  }

  lift(): void {
    this.#isLifted = true;
    this.#begun.clear();
  }

  /** That are planned. */
  #calls(): number {
    let sum = 0;
    for (const { calls } of this.#planned.values()) sum += calls;
    return sum;
  }
}

function usedUp(calls: number, limit: number): GatewayError {
  const most = limit.toLocaleString('en-US');
  return new GatewayError(
    'QUERY_TOO_COSTLY',
    `The query is too costly: this field needs another call to AWS, and the query has made, or is planned to make, the ${most} that are allowed. What was read is kept, so that the query goes on from there when it is asked again; or ask for less at a time: a smaller page, or fewer lists within each row.`,
    { measure: 'calls', value: calls, limit },
  );
}

function tooCostly(calls: number, limit: number, seconds: number): GatewayError {
  const figure = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  const perSecond = seconds > 0 ? calls / seconds : undefined;
  const time = perSecond ? `, ${figure(seconds)} s at ${figure(perSecond)} a second` : '';
  return new GatewayError(
    'QUERY_TOO_COSTLY',
    `The query is too costly: it is planned to make ${figure(calls)} calls to AWS${time}, and at most ${figure(limit)} are allowed. Sweep instead, by the subscription assignmentSweep, or ask for less: a narrower filter, a smaller page, or without totalCount.`,
    { measure: 'calls', value: calls, limit, seconds, ...(perSecond && { callsPerSecond: perSecond }) },
  );
}
