import type { Context } from '../context.ts';
import type { AssignmentFilterInput } from '../reader/filter/input.ts';
import type { InstanceReader } from '../reader/instance-reader.ts';
import type { NameKind, SweepEvent } from '../reader/query/sweep.ts';
import { leavable } from './leavable.ts';

export interface SweepArgs {
  readonly filter?: AssignmentFilterInput | null | undefined;
  readonly after?: string | null | undefined;
  readonly batchSize?: number | null | undefined;
  readonly maxAge?: number | null | undefined;
  readonly instanceArn?: string | null | undefined;
}

export interface AssignmentSweepEvent extends SweepEvent {
  readonly reader: InstanceReader;
}

/** `names`: what the query looks up of each row. */
export async function assignmentSweep(
  { maxAge, instanceArn, ...args }: SweepArgs,
  names: readonly NameKind[],
  { reader: of, scope }: Context,
): Promise<AsyncIterable<AssignmentSweepEvent>> {
  // What is looked up of its rows takes as long as the sweep does.
  scope.allowance?.lift();
  const reader = await of.instance(instanceArn, scope);
  const query = { ...args, maxAgeMs: maxAge, names };
  const events = leavable(scope.signal, (signal) =>
    withReader(reader, reader.sweep(query, { ...scope, signal })),
  );
  // What is wrong from the start, such as a bad cursor, refuses the subscription.
  return resumed(await events.next(), events);
}

async function* withReader(
  reader: InstanceReader,
  events: AsyncIterable<SweepEvent>,
): AsyncGenerator<AssignmentSweepEvent, void> {
  for await (const event of events) yield { ...event, reader };
}

/** The same values, though the first was taken out already. */
function resumed<T>(
  first: IteratorResult<T, void>,
  values: AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  let isFirst = true;
  return {
    ...values,
    async next() {
      if (!isFirst) return values.next();
      isFirst = false;
      return first;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
