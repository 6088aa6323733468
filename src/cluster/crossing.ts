import type { Meter } from '../aws/call/meter.ts';
import { AwsError, GatewayError, type ErrorCode } from '../errors.ts';
import { ListTooLong } from '../reading/single-flight.ts';

/** What a read elsewhere came to, as JSON. */
export type Answer = { readonly calls: Readonly<Record<string, number>>; readonly throttled: number } & (
  | {
      /** What the read answered. */
      readonly value: unknown;
      /** How far the log went when what it told was kept; 0 where it is in no log. */
      readonly place: number;
    }
  | { readonly failure: Failure }
);

type Failure =
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      /** Of a call to AWS. */
      readonly operation?: string;
      readonly message: string;
      readonly details: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'too long'; readonly pages: number }
  | { readonly kind: 'bug' };

/** An expected error crosses over with everything that clients see of it. Anything else stays in the log where it happened. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ListTooLong) return { kind: 'too long', pages: error.pages };
  if (!(error instanceof GatewayError)) return { kind: 'bug' };
  const { code, message, details } = error;
  return {
    kind: 'error',
    code,
    message,
    details,
    ...(error instanceof AwsError && { operation: error.operation }),
  };
}

export function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'too long':
      return new ListTooLong(failure.pages);
    case 'bug':
      return new Error('The read failed unexpectedly in the gateway that reads; its log says why');
    case 'error': {
      const { code, operation, message, details } = failure;
      return operation === undefined
        ? new GatewayError(code, message, details)
        : new AwsError(code, operation, message, details);
    }
    default:
      return failure satisfies never;
  }
}

/** Whoever began the read has made its calls, wherever that was. */
export function charge(meter: Meter, { calls, throttled }: Answer): void {
  const operations = Object.entries(calls).flatMap(([operation, count]) =>
    Array<string>(count).fill(operation),
  );
  for (const operation of operations) meter.record(operation);
  // Which of its calls AWS refused for their rate makes no difference to anybody.
  for (const operation of operations.slice(0, throttled)) meter.throttled(operation);
}
