/** One call that a client made, whatever came of it. */
export interface LoggedCall {
  /** Such as `sso-admin`. */
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds of its arrival. */
  readonly at: number;
  /** AWS's name of the error it ended with; `drop` for a broken connection. */
  readonly error?: string;
}

export class CallLog {
  readonly #limit: number;
  readonly #counts = new Map<string, number>();
  #calls: LoggedCall[] = [];

  /** `limit`: how many calls are kept, at least; the counts never forget one. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(call: LoggedCall): void {
    const name = `${call.service}:${call.operation}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.#calls.push(call);
    // In one go for many, because it moves them all.
    if (this.#calls.length >= 2 * this.#limit) this.#calls = this.#calls.slice(-this.#limit);
  }

  /** The latest calls, oldest first. */
  calls(): readonly LoggedCall[] {
    return this.#calls.slice(-this.#limit);
  }

  /** By `service:operation`, in the order of their names. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  reset(): void {
    this.#calls = [];
    this.#counts.clear();
  }
}
