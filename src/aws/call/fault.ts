/** What an error out of the SDK may carry. Each exception class declares some of these; any may be missing. */
export interface SdkError {
  readonly name?: string;
  readonly message?: string;
  /** Node's error code of a failed connection. */
  readonly code?: string;
  /** The errors of a host with several addresses, one for each that was tried; the outer error then has no message. */
  readonly errors?: readonly { readonly message?: string }[];
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly clockSkewCorrected?: boolean;
  };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  readonly Reason?: string;
  readonly ResourceType?: string;
  readonly ResourceId?: string;
  readonly RetryAfterSeconds?: number | string;
  /** Of every exception that AWS declares or at least answered with. */
  readonly $fault?: string;
  /** These four are sso-oidc's. */
  readonly error?: string;
  readonly error_description?: string;
  readonly reason?: string;
  readonly region?: string;
}

/** Errors are told apart by name and members, because two copies of a package break `instanceof`. */
export function asSdkError(error: unknown): SdkError {
  // Every member is optional, so that any object fits; what was thrown otherwise is a message.
  return typeof error === 'object' && error !== null ? (error as SdkError) : { message: String(error) };
}

/** Whether another attempt may help: AWS asks for a slower pace, something broke on the way, or neither. */
export type Fault = 'throttled' | 'transient' | 'final';

const throttles = new Set([
  'RequestLimitExceeded',
  'SlowDown',
  'SlowDownException',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const transients = new Set([
  'ConcurrentModificationException',
  'InternalServerException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceException',
  'ServiceUnavailableException',
  'TimeoutError',
]);
/** Not 501: an endpoint that lacks an operation will lack it a second later too. */
const transientStatuses = new Set([500, 502, 503, 504]);
const brokenConnections = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

export function faultOf(error: unknown): Fault {
  const { name = '', code = '', $metadata = {} } = asSdkError(error);
  if (throttles.has(name) || $metadata.httpStatusCode === 429) return 'throttled';
  const isTransient =
    transients.has(name) ||
    brokenConnections.has(code) ||
    transientStatuses.has($metadata.httpStatusCode ?? 0) ||
    // What begins as an answer and cannot be parsed was cut off on the way, where no length tells.
    isUnparsable(asSdkError(error)) ||
    // The SDK has just learnt AWS's time from the refusal: the next signature will be right.
    $metadata.clockSkewCorrected === true;
  return isTransient ? 'transient' : 'final';
}

/** Whether the SDK's JSON or XML parser threw this. Its message quotes the body. */
export function isUnparsable({ name, code, $fault, $response }: SdkError): boolean {
  const isAnswered = $response !== undefined && $fault === undefined && code === undefined;
  return isAnswered && (name === 'SyntaxError' || name === 'Error');
}

/** How long AWS asks us to wait, in a header or in the body, which the SDK does not read itself. */
export function retryAfterMs(error: unknown): number | undefined {
  const { $response, RetryAfterSeconds } = asSdkError(error);
  const headers = $response?.headers ?? {};
  const header = headers['retry-after'] ?? '';
  const asked = [
    Number(RetryAfterSeconds) * 1000,
    Number(headers['x-amz-retry-after']),
    Number(header) * 1000,
    Date.parse(header) - Date.now(),
  ].filter((ms) => Number.isFinite(ms) && ms > 0);
  return asked.length === 0 ? undefined : Math.max(...asked);
}
