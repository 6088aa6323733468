import type { Budget } from './budget/budget.ts';
import type { TokenBucket } from './budget/token-bucket.ts';
import type { Lane } from './budget/turns.ts';

/** As many calls of one question as are made at a time. */
const sideBySide = 8;

/**
 * How long so many calls would take if they began now, in seconds: the slowest bucket and one answer more, or where
 * tokens abound, as long as the answers take. Throttles that other tools may cause are not in it.
 */
export function forecastSeconds(
  { bucketOf }: Pick<Budget, 'bucketOf'>,
  callsByOperation: ReadonlyMap<string, number>,
  lane: Lane,
  latencySeconds: number,
): number {
  const byBucket = new Map<TokenBucket, number>();
  let total = 0;
  for (const [operation, calls] of callsByOperation) {
    const bucket = bucketOf(operation);
    total += calls;
    if (bucket !== undefined && calls > 0) byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + calls);
  }
  if (total === 0) return 0;
  const waits = [...byBucket].map(([bucket, calls]) => bucket.secondsFor(calls, lane));
  return Math.max(Math.max(0, ...waits) + latencySeconds, Math.ceil(total / sideBySide) * latencySeconds);
}
