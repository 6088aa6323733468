import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** What Node tells of an HTTP request of ours. */
interface Exchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** A Date header leaves out the fraction of its second. */
const headerPrecisionMs = 1_000;

/**
 * Compares this machine's clock with the Date headers of AWS's answers, as they pass by. Each answer was dated
 * somewhere between its request and its arrival, which bounds the difference; several bound it closely.
 */
export class AwsClock implements Disposable {
  readonly #sentAt = new WeakMap<ClientRequest, number>();
  readonly #now: () => number;
  #atLeastMs = Number.NEGATIVE_INFINITY;
  #atMostMs = Number.POSITIVE_INFINITY;
  /** `heardAt`: by `performance.now()`, which nobody sets. */
  #latest: { readonly dated: number; readonly heardAt: number } | undefined;

  /** `now`: epoch milliseconds by the clock that is examined. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    subscribe('http.client.request.start', this.#onRequest);
    subscribe('http.client.response.finish', this.#onResponse);
  }

  /** Milliseconds that this machine is ahead of AWS, negative when behind; undefined when no answer came. */
  get aheadMs(): number | undefined {
    const middle = (this.#atLeastMs + this.#atMostMs) / 2;
    return Number.isFinite(middle) ? Math.round(middle) : undefined;
  }

  /** What time it is by AWS's last answer and the time that has passed since; undefined when no answer came. */
  now(): number | undefined {
    return this.#latest && this.#latest.dated + performance.now() - this.#latest.heardAt;
  }

  [Symbol.dispose](): void {
    unsubscribe('http.client.request.start', this.#onRequest);
    unsubscribe('http.client.response.finish', this.#onResponse);
  }

  readonly #onRequest = (message: unknown): void => {
    // Documented of this channel.
    this.#sentAt.set((message as Exchange).request, this.#now());
  };

  readonly #onResponse = (message: unknown): void => {
    const { request, response } = message as Exchange;
    const sentAt = this.#sentAt.get(request);
    const dated = Date.parse(response.headers.date ?? '');
    // A cache tells an old time; a metadata service or a proxy is not AWS.
    const isAws = String(request.getHeader('authorization')).startsWith('AWS4-');
    if (sentAt === undefined || Number.isNaN(dated) || !isAws || response.headers.age !== undefined) return;
    this.#latest = { dated, heardAt: performance.now() };
    this.#atLeastMs = Math.max(this.#atLeastMs, sentAt - dated - headerPrecisionMs);
    this.#atMostMs = Math.min(this.#atMostMs, this.#now() - dated);
  };
}
