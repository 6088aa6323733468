import { asSdkError, type SdkError } from '../call/fault.ts';
import { UnusableAnswer } from './whole-answer.ts';

/** Members of requests that nobody but AWS may see. */
const secretMembers = new Set([
  'accessToken',
  'clientSecret',
  'code',
  'codeVerifier',
  'deviceCode',
  'refreshToken',
]);

/**
 * Middleware for clients whose calls carry secrets. What the SDK throws may hold the whole answer, and AWS may
 * quote what it was sent; what comes out of here does neither, so that any of it may be shown and logged.
 */
export function withoutSecrets<Args extends { readonly input: object }, Output>(
  next: (args: Args) => Promise<Output>,
): (args: Args) => Promise<Output> {
  return async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (error instanceof UnusableAnswer) throw error;
      const secrets = Object.entries(args.input)
        .filter(([member]) => secretMembers.has(member))
        .map(([, value]) => String(value))
        .filter((value) => value !== '')
        // The longest first: what is part of another secret must not leave its rest behind.
        .toSorted((a, b) => b.length - a.length);
      throw bare(asSdkError(error), secrets);
    }
  };
}

/** A new error with what the translation needs, and nothing else. */
function bare(error: SdkError, secrets: readonly string[]): Error {
  const { code, $metadata = {}, $response, Reason, reason = Reason, region } = error;
  const { 'retry-after': retryAfter = '', 'x-amz-retry-after': retryAfterMs = '' } = $response?.headers ?? {};
  const clean = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  return Object.assign(new Error(clean(wordsOf(error))), {
    name: clean(nameOf(error)),
    code,
    Reason: reason,
    region: region === undefined ? undefined : clean(region),
    $metadata: { httpStatusCode: $metadata.httpStatusCode, requestId: $metadata.requestId },
    $response: { headers: { 'retry-after': retryAfter, 'x-amz-retry-after': retryAfterMs } },
  });
}

/** The message of AWS, or of a connection that failed. A parser's message is left out, as it quotes the answer. */
function wordsOf({ $fault, name, code, errors, message = '', error_description }: SdkError): string {
  if (error_description) return error_description;
  // sso-oidc has its text elsewhere; what the SDK then puts in its place says nothing.
  if ($fault !== undefined) return message === 'UnknownError' ? '' : message;
  const isOfTheWay = code !== undefined || name === 'TimeoutError';
  return isOfTheWay ? message || (errors?.[0]?.message ?? '') : 'the answer cannot be read';
}

/** Without AWS's header the SDK knows no name; sso-oidc then still says `slow_down` for SlowDownException. */
function nameOf({ name = 'Error', error = '' }: SdkError): string {
  if (name !== 'Unknown' || !/^[a-z]+(?:_[a-z]+)*$/.test(error)) return name;
  const words = error.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Exception`;
}
