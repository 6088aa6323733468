/** Every code a client may branch on, in `extensions.code`. docs/errors.md explains each; a test holds the two equal. */
export const errorCodes = [
  'BAD_INPUT',
  'INVALID_CURSOR',
  'NOT_FOUND',
  'AMBIGUOUS',
  'LOGIN_REQUIRED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'AWS_CREDENTIALS',
  'AWS_ACCESS_DENIED',
  'AWS_THROTTLED',
  'AWS_UNAVAILABLE',
  'INSTANCE_NOT_FOUND',
  'INSTANCE_AMBIGUOUS',
  'PERMISSION_SETS_UNAVAILABLE',
  'INCOMPLETE',
  'QUERY_TOO_COSTLY',
  'TOO_MANY_REQUESTS',
  'AUDIT_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'REPLICA_BEHIND',
  'TIMEOUT',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/**
 * An expected failure, written to be shown to the client: its message and `details` go out as they are.
 * Any other error that reaches the client is a bug, and is masked as INTERNAL.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  /** Further members of `extensions`: the argument at fault, candidates, the IAM action to allow. Never a secret. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    { cause, ...details }: { readonly cause?: unknown } & Readonly<Record<string, unknown>> = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'GatewayError';
    this.code = code;
    this.details = details;
  }
}

/** A call to AWS that failed for good: after its retries, or at once where a retry cannot help. */
export class AwsError extends GatewayError {
  /** For example `sso-admin:ListAccountAssignments`. */
  readonly operation: string;

  constructor(
    code: ErrorCode,
    operation: string,
    message: string,
    details: { readonly cause?: unknown } & Readonly<Record<string, unknown>> = {},
  ) {
    super(code, message, { operation, ...details });
    this.name = 'AwsError';
    this.operation = operation;
  }
}

/** The client's mistake in one named argument. The message says what was expected and what to do. */
export function badInput(argument: string, message: string, cause?: unknown): GatewayError {
  return new GatewayError('BAD_INPUT', `${argument}: ${message}`, { argument, cause });
}
