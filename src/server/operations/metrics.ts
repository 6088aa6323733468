import type { OperationDefinitionNode } from 'graphql';
import type { Metric, Sample } from '../endpoints/metrics-endpoint.ts';

/** Names of operations are the clients' own: so many are counted each by itself, those that come later together. */
const mostNames = 100;
const longestName = 60;

/** In seconds; Prometheus's usual ones, as far as a request may last. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Histogram {
  /** Those that took no longer than the bound of the same place. */
  readonly within: number[];
  count: number;
  sum: number;
}

const emptyHistogram = (): Histogram => ({ within: bounds.map(() => 0), count: 0, sum: 0 });

interface Count {
  readonly labels: { readonly operation: string; readonly type: string; readonly result: string };
  value: number;
}

/** What was asked, how it ended, and how long it took. */
export class OperationMetrics {
  readonly #names = new Set<string>();
  readonly #counts = new Map<string, Count>();
  readonly #durations: Readonly<Record<'query' | 'mutation', Histogram>> = {
    query: emptyHistogram(),
    mutation: emptyHistogram(),
  };
  #subscriptions = 0;

  /** `seconds` of a query or a mutation: a subscription lasts as long as its client wants. */
  answered(
    operation: OperationDefinitionNode | undefined,
    result: string,
    seconds: number | undefined,
  ): void {
    const type = operation?.operation ?? 'unknown';
    const labels = { operation: this.#nameOf(operation, result), type, result };
    const key = Object.values(labels).join(' ');
    const count = this.#counts.get(key) ?? { labels, value: 0 };
    count.value += 1;
    this.#counts.set(key, count);
    if (seconds === undefined || (type !== 'query' && type !== 'mutation')) return;
    const duration = this.#durations[type];
    duration.count += 1;
    duration.sum += seconds;
    for (const [n, bound] of bounds.entries())
      if (seconds <= bound) duration.within[n] = (duration.within[n] ?? 0) + 1;
  }

  /** A subscription is open until the function is called. */
  subscribed(): () => void {
    this.#subscriptions += 1;
    return () => void (this.#subscriptions -= 1);
  }

  metrics(): Metric[] {
    const prefix = 'identity_center_gateway';
    return [
      {
        name: `${prefix}_operations_total`,
        help: 'GraphQL operations that were answered.',
        type: 'counter',
        samples: [...this.#counts.values()],
      },
      {
        name: `${prefix}_operation_seconds`,
        help: 'Time that queries and mutations took, from when they were read until their answer was made.',
        type: 'histogram',
        samples: Object.entries(this.#durations).flatMap(([type, duration]) => samplesOf(type, duration)),
      },
      {
        name: `${prefix}_subscriptions`,
        help: 'Subscriptions that are open.',
        type: 'gauge',
        samples: [{ labels: {}, value: this.#subscriptions }],
      },
    ];
  }

  /** A name counts by itself from when it was answered well: what is refused may be called anything. */
  #nameOf(operation: OperationDefinitionNode | undefined, result: string): string {
    const name = operation?.name?.value;
    if (name === undefined) return operation ? 'anonymous' : 'other';
    if (this.#names.has(name)) return name;
    if (result !== 'ok' || name.length > longestName || this.#names.size >= mostNames) return 'other';
    this.#names.add(name);
    return name;
  }
}

function samplesOf(type: string, { within, count, sum }: Histogram): Sample[] {
  const buckets = within.map((value, n) => ({
    of: '_bucket' as const,
    labels: { type, le: String(bounds[n]) },
    value,
  }));
  return [
    ...buckets,
    { of: '_bucket', labels: { type, le: '+Inf' }, value: count },
    { of: '_sum', labels: { type }, value: sum },
    { of: '_count', labels: { type }, value: count },
  ];
}
