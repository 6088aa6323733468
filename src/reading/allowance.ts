import { GatewayError } from '../errors.ts';

/** How many calls a request may make, all its lists together, by what they are planned to. */
export interface Allowance {
  /** What a list is planned to make, in place of what was planned for it before. Throws when that is too much. */
  plan(list: object, calls: number, seconds: number): void;
}

export class CallAllowance implements Allowance {
  readonly #most: number;
  readonly #planned = new Map<object, { readonly calls: number; readonly seconds: number }>();

  constructor(most: number) {
    this.#most = most;
  }

  plan(list: object, calls: number, seconds: number): void {
    this.#planned.set(list, { calls, seconds });
    const all = [...this.#planned.values()];
    const sum = all.reduce((total, one) => total + one.calls, 0);
    // They take turns at the same budget.
    if (sum > this.#most)
      throw tooCostly(
        sum,
        this.#most,
        all.reduce((total, one) => total + one.seconds, 0),
      );
  }
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
