import type { Budget } from '../budget/budget.ts';

/** The latency assumed before any was measured: an ordinary answer of AWS's from not too far away. */
const firstGuessSeconds = 0.05;
/** The weight of the newest answer in the average, which so follows the last few dozen. */
const weight = 0.05;

interface OperationTraffic {
  /** Attempts, repeated ones too. */
  calls: number;
  /** Those that AWS refused for their rate. */
  throttled: number;
  /** How long all of them took, without their waits. */
  seconds: number;
}

/** All calls of one connection to AWS, whoever made them. */
export class Traffic {
  readonly #byOperation = new Map<string, OperationTraffic>();
  #latencySeconds = firstGuessSeconds;

  /** An operation reads like `sso-admin:ListInstances`. */
  get byOperation(): ReadonlyMap<string, Readonly<OperationTraffic>> {
    return this.#byOperation;
  }

  /** How long AWS takes to answer, on a moving average. */
  get latencySeconds(): number {
    return this.#latencySeconds;
  }

  ended(operation: string, seconds: number, outcome: 'answered' | 'throttled' | 'failed'): void {
    const known = this.#byOperation.get(operation) ?? { calls: 0, throttled: 0, seconds: 0 };
    this.#byOperation.set(operation, known);
    known.calls += 1;
    known.seconds += seconds;
    if (outcome === 'throttled') known.throttled += 1;
    if (outcome === 'answered') this.#latencySeconds += weight * (seconds - this.#latencySeconds);
  }
}

/** A connection to AWS, as whoever watches the gateway sees it. */
export interface ConnectionReport {
  readonly region: string;
  readonly traffic: Pick<Traffic, 'byOperation'>;
  readonly budget: Pick<Budget, 'buckets'>;
}
