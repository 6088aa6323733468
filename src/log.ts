import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import { GatewayError } from './errors.ts';

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
  'traceId',
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

/**
 * What happened and where. Not with the members that libraries hang on errors, such as the request with its headers,
 * nor with a message that may quote what a client sent, as those of a SyntaxError or a TypeError do.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  const message = isOfTheSystem(error) || error instanceof GatewayError ? error.message : undefined;
  return {
    name,
    code,
    message,
    stack: framesOf(error),
    cause: cause === undefined ? undefined : describeError(cause),
  };
}

/** The machine's own: a full disk, a port that is taken, a damaged file. */
function isOfTheSystem(error: Error): boolean {
  return 'syscall' in error || ('code' in error && error.code === 'ERR_SQLITE_ERROR');
}

/** A stack begins with the message. */
function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.map((line) => line.trim()).join('\n');
}
