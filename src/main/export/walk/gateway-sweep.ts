import type { SweepProgress } from '../../../reader/query/sweep-forecast.ts';
import type { Completeness, ReadFailure, UnmatchedValue } from '../../../reading/completeness.ts';
import type { AnswerError } from '../../commands/gateway-client.ts';
import type { Need } from '../rows/columns.ts';
import { type AssignmentNode, selectionOf } from './gateway-rows.ts';

/** As GraphQL has it: null for what is not there, and moments as text. */
type Failure = Pick<ReadFailure, 'operation' | 'code' | 'message'> &
  Readonly<Record<'accountId' | 'permissionSetArn' | 'principalId' | 'asOf', string | null>>;

/** An event of the subscription that `sweepDocument` makes. */
export interface SweepEvent {
  readonly assignments: readonly AssignmentNode[];
  readonly endCursor: string | null;
  readonly progress: Pick<SweepProgress, 'callsDone' | 'done'> &
    Readonly<Record<'callsTotal' | 'secondsLeft', number | null>>;
  readonly completeness: {
    readonly complete: boolean;
    readonly asOf: string | null;
    readonly failures: readonly Failure[];
    readonly failuresOmitted: number;
    readonly unmatched: readonly UnmatchedValue[];
  };
}

export function sweepDocument(needs: ReadonlySet<Need>): string {
  return `subscription Export($filter: AssignmentFilter, $after: String, $maxAge: Duration, $instanceArn: String) {
    assignmentSweep(filter: $filter, after: $after, batchSize: 1000, maxAge: $maxAge, instanceArn: $instanceArn) {
      assignments { ${selectionOf(needs)} }
      endCursor
      progress { callsDone callsTotal secondsLeft done }
      completeness {
        complete asOf failuresOmitted
        failures { operation accountId permissionSetArn principalId code message asOf }
        unmatched { path value suggestions }
      }
    }
  }`;
}

/** Of everything so far. What a page omitted is said by its last event alone, or it would be counted again and again. */
export function completenessOf({
  completeness,
  progress,
}: Pick<SweepEvent, 'completeness'> & { readonly progress: { readonly done: boolean } }): Completeness {
  const { asOf, failures, failuresOmitted, unmatched, complete } = completeness;
  return {
    complete,
    asOf: momentOf(asOf),
    failures: failures.map(readFailure),
    failuresOmitted: progress.done ? failuresOmitted : 0,
    unmatched: async () => unmatched,
  };
}

/** A lookup that failed, such as of a name: what the answer has instead is null. */
export function failureOf({ message, extensions = {} }: AnswerError): ReadFailure {
  const { code = 'INTERNAL', operation } = extensions;
  return { operation: typeof operation === 'string' ? operation : 'lookup', code, message };
}

/** `assignments`: told with the events so far, also those before the sweep was taken up again. */
export function progressOf({ progress }: SweepEvent, assignments: number): SweepProgress {
  const { callsDone, callsTotal, secondsLeft, done } = progress;
  return {
    callsDone,
    callsTotal: callsTotal ?? undefined,
    assignments,
    secondsLeft: secondsLeft ?? undefined,
    done,
  };
}

function readFailure(failure: Failure): ReadFailure {
  const { operation, code, message, accountId, permissionSetArn, principalId, asOf } = failure;
  return {
    operation,
    code,
    message,
    ...(accountId !== null && { accountId }),
    ...(permissionSetArn !== null && { permissionSetArn }),
    ...(principalId !== null && { principalId }),
    ...(asOf !== null && { asOf: Date.parse(asOf) }),
  };
}

function momentOf(dateTime: string | null): number | undefined {
  return dateTime === null ? undefined : Date.parse(dateTime);
}
