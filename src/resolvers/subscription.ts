import type { Context } from '../context.ts';
import { GatewayError } from '../errors.ts';
import type { AssignmentFilterInput } from '../reader/filter/input.ts';
import type { InstanceReader } from '../reader/reader.ts';
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

/** `names`: what the query looks up of each row. An event may be the error that ended the sweep. */
export async function assignmentSweep(
  { maxAge, instanceArn, ...args }: SweepArgs,
  names: readonly NameKind[],
  { reader: of, scope }: Context,
): Promise<AsyncIterable<AssignmentSweepEvent | Error>> {
  const reader = await of.instance(instanceArn, scope);
  const events = leavable(scope.signal, (signal) =>
    tellErrors(reader, reader.sweep({ ...args, maxAgeMs: maxAge, names }, { ...scope, signal }), signal),
  );
  // What is wrong from the start, such as a bad cursor, refuses the subscription.
  const first = await events.next();
  if (!first.done && first.value instanceof Error) throw first.value;
  return resumed(first, events);
}

/** An error that only ends the stream reaches no client: over SSE the connection would just break. */
async function* tellErrors(
  reader: InstanceReader,
  events: AsyncIterable<SweepEvent>,
  signal: AbortSignal,
): AsyncGenerator<AssignmentSweepEvent | Error, void> {
  try {
    for await (const event of events) yield { ...event, reader };
  } catch (error) {
    // A subscriber who left needs no error; one whom the gateway ended gets the reason.
    if (signal.aborted && !(error instanceof GatewayError)) return;
    yield error instanceof Error ? error : new GatewayError('INTERNAL', 'A sweep failed', { cause: error });
  }
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
