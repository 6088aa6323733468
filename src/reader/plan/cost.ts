/** Calls to AWS by operation, such as `sso-admin:ListAccountAssignments`. */
export type Cost = ReadonlyMap<string, number>;

export const free: Cost = new Map();

export function costOf(operation: string, calls: number): Cost {
  return calls > 0 ? new Map([[operation, calls]]) : free;
}

export function together(...costs: readonly Cost[]): Cost {
  const sum = new Map<string, number>();
  for (const cost of costs)
    for (const [operation, calls] of cost) sum.set(operation, (sum.get(operation) ?? 0) + calls);
  return sum;
}

/** A part of it, in whole calls. */
export function partOf(cost: Cost, share: number): Cost {
  return new Map([...cost].map(([operation, calls]) => [operation, Math.ceil(calls * share)]));
}

export function callsOf(cost: Cost): number {
  return [...cost.values()].reduce((sum, calls) => sum + calls, 0);
}
