import type { Bounds } from './bounds.ts';
import { Quota, tooMany } from './quota.ts';
import type { Rates } from './rate.ts';

/** Why an operation is not begun, and when it is worth asking again. */
export interface TooMany {
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/** What one viewer may ask, over all connections: so much at once, and so much a minute. */
export class ViewerLimits {
  readonly #quota: Quota;
  readonly #rates: Rates;
  readonly #perMinute: number;

  constructor(
    { operationsOfViewer, requestsPerMinute }: Pick<Bounds, 'operationsOfViewer' | 'requestsPerMinute'>,
    rates: Rates,
  ) {
    this.#quota = new Quota(operationsOfViewer);
    this.#rates = rates;
    this.#perMinute = requestsPerMinute;
  }

  /** Undefined when `who` may have another operation; it counts as under way until it is done. */
  take(who: string, done: Promise<void>): TooMany | undefined {
    const waitMs = this.#rates.take(who);
    if (waitMs > 0) {
      const retryAfterSeconds = Math.ceil(waitMs / 1_000);
      const message = `You have asked ${this.#perMinute} times within a minute; ask again in ${retryAfterSeconds} s.`;
      return { message, retryAfterSeconds };
    }
    return this.#quota.take(who, done) ? undefined : { message: tooMany('yours'), retryAfterSeconds: 1 };
  }
}
