import type { Meter } from '../../src/aws/call/meter.ts';
import { AwsError, type ErrorCode } from '../../src/errors.ts';
import type { ReadScope } from '../../src/reading/scope.ts';

const nobodyCounts: Meter = { record() {}, throttled() {}, waiting: (wait) => wait };

export interface Asker {
  readonly scope: ReadScope & { readonly deadline: AbortSignal };
  /** The client goes. */
  leave(): void;
  /** The time is up. */
  timeOut(): void;
  readonly gone: Error;
  readonly late: Error;
}

/** Somebody who asks, and who may leave or run out of time. */
export function asker(name = 'asker'): Asker {
  const [signal, deadline] = [new AbortController(), new AbortController()];
  const [gone, late] = [new Error(`${name} is gone`), new Error(`${name} is late`)];
  return {
    scope: { signal: signal.signal, deadline: deadline.signal, meter: nobodyCounts },
    leave: () => signal.abort(gone),
    timeOut: () => deadline.abort(late),
    gone,
    late,
  };
}

export const anybody = asker().scope;

export function awsError(code: ErrorCode, operation = 'sso-admin:ListAccountAssignments'): AwsError {
  return new AwsError(code, operation, `${operation} failed: ${code}`);
}

/** Waits until everything that needs no more than promises has happened. */
export function promisesSettle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
