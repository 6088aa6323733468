import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';

/**
 * The only fields that reach a log. Everything else that is passed is replaced, so that a token, a query's
 * variables or a person's attributes cannot slip in with an object that was logged whole.
 */
const fieldNames = [
  'accountId',
  'address',
  'addresses',
  'attempt',
  'attempts',
  'awsCalls',
  'awsRequestId',
  'calls',
  'code',
  'command',
  'durationMs',
  'err',
  'errorId',
  'extent',
  'file',
  'host',
  'instanceArn',
  'method',
  'openRequests',
  'operation',
  'operationName',
  'path',
  'permissionSetArn',
  'port',
  'reason',
  'requestId',
  'retryAfterMs',
  'signal',
  'state',
  'status',
  'url',
  'version',
  'viewer',
  'waitMs',
] as const;

const allowed: ReadonlySet<string> = new Set(fieldNames);

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
type LogFields = { readonly [Name in (typeof fieldNames)[number]]?: unknown };

/** error: someone must act. warn: degraded. info: lifecycle and changes. debug: the rest. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** One JSON object a line, on standard error: standard output belongs to the ready line. */
export function createLogger(
  level: LogLevel,
  stream: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      formatters: { level: (label) => ({ level: label }), log: keepAllowed },
    },
    stream,
  );
}

function keepAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, allowed.has(name) ? value : '[left out]']),
  );
}

/** Without the members that libraries hang on errors, such as the request with its headers. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { name, code, stack, cause: cause === undefined ? undefined : describeError(cause) };
}
