/** How a service writes its answers. */
type Format = 'json' | 'xml';

/** An answer as it came in. What the SDK passes between its middlewares has more, which is none of ours. */
interface WireResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: unknown;
}

/** Far beyond any answer of AWS's: a page has at most 100 rows, and a policy at most 32 kilobytes. */
const maxBytes = 16 * 1024 * 1024;
/** What AWS's model gives an answer without members: there is nothing to read in it. */
const emptyByModel = new Set(['LogoutCommand']);

/**
 * What came back is no answer of the operation. It has the members of the SDK's own errors, by which faults are told
 * apart, and nothing of the body: that may be anything, and quote what was sent.
 */
export class UnusableAnswer extends Error {
  /** The answer has no request id: nothing shows that AWS wrote it. */
  readonly isForeign: boolean;
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId?: string };
  /** Headers that the SDK and the retries need: how long to wait, and what time it is at AWS. */
  readonly $response: Pick<WireResponse, 'headers'>;

  constructor(problem: string, { statusCode, headers }: WireResponse) {
    const requestId = requestIdOf(headers);
    super(`HTTP ${statusCode} ${problem}`);
    this.name = 'UnusableAnswer';
    this.isForeign = requestId === undefined;
    this.$metadata = { httpStatusCode: statusCode, ...(requestId !== undefined && { requestId }) };
    const told = ['date', 'retry-after', 'x-amz-retry-after'];
    this.$response = {
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => told.includes(name))),
    };
  }
}

/** Where the middleware stands: before the SDK reads the answer. */
export const asItCameIn = { step: 'deserialize', priority: 'low' } as const;

/**
 * Middleware that takes the answer off the wire, whole and of a bounded length, and lets only that pass which can be
 * one of AWS's. The SDK alone takes an empty body, `null` and `[]` for an object without members: an empty list.
 */
export function wholeAnswer(format: Format) {
  return <Args, Result extends { readonly response: unknown }>(
    next: (args: Args) => Promise<Result>,
    { commandName = '' }: { readonly commandName?: string },
  ) =>
    async (args: Args): Promise<Result> => {
      const result = await next(args);
      // The SDK types the response as unknown; its HTTP handlers give this one.
      const response = result.response as WireResponse;
      const body = await bytesOf(response);
      response.body = body;
      const problem =
        response.statusCode >= 300
          ? problemOfRefusal(response, body, format)
          : problemOf(response, body, format, emptyByModel.has(commandName));
      if (problem !== undefined) throw new UnusableAnswer(problem, response);
      return result;
    };
}

/** What is wrong with a response of a successful status. */
function problemOf(
  { headers }: WireResponse,
  body: Buffer,
  format: Format,
  isEmptyByModel: boolean,
): string | undefined {
  const isSigned = requestIdOf(headers) !== undefined;
  if (isEmptyByModel) return isSigned ? undefined : 'without a request id';
  if (!isTypeOf(format, headers, isSigned)) return `of the type ${typeOf(headers)}`;
  return problemOfBody(body, format);
}

/** What is wrong with a response of an error status: AWS's errors have a request id, or at least a name. */
function problemOfRefusal({ headers }: WireResponse, body: Buffer, format: Format): string | undefined {
  const text = body.toString();
  const isNamed =
    headers['x-amzn-errortype'] !== undefined || (format === 'json' ? /"__type"\s*:/ : /<Code>/).test(text);
  if (requestIdOf(headers) !== undefined || isNamed) return problemOfBody(body, format);
  const { location = '' } = headers;
  // Only the origin: the rest of an address may carry anything.
  const leads = URL.canParse(location) ? `, which leads to ${new URL(location).origin}` : '';
  return `of the type ${typeOf(headers)}${leads}`;
}

/** Only looks for the form of the service; whether the text is well-formed shows when the SDK parses it. */
function problemOfBody(body: Buffer, format: Format): string | undefined {
  const start = body.toString('latin1', 0, 64).trimStart();
  if (start === '') return 'without a body';
  if (format === 'json') return start.startsWith('{') ? undefined : 'with a body that is no JSON object';
  return /^<(?!!|html\b)/i.test(start) ? undefined : "with a body that is no XML of AWS's";
}

/** Some emulators call all that they answer HTML, and moto is one, but give it a request id as AWS does. */
function isTypeOf(format: Format, headers: WireResponse['headers'], isSigned: boolean): boolean {
  const type = typeOf(headers);
  const isRight =
    format === 'json'
      ? /^application\/(?:x-amz-json-1\.[01]|json)$/.test(type)
      : /^(?:text|application)\/xml$/.test(type);
  return isRight || headers['content-type'] === undefined || (isSigned && type === 'text/html');
}

function typeOf({ 'content-type': type = '' }: WireResponse['headers']): string {
  return /^[\w.+-]{1,40}\/[\w.+-]{1,40}(?=\s*(?:;|$))/.exec(type.trim())?.[0].toLowerCase() ?? 'unknown';
}

/** AWS's own mark, which what stands between it and us does not make. */
export function requestIdOf(headers: WireResponse['headers']): string | undefined {
  return (
    headers['x-amzn-requestid'] || headers['x-amzn-request-id'] || headers['x-amz-request-id'] || undefined
  );
}

async function bytesOf(response: WireResponse): Promise<Buffer> {
  const { headers, body } = response;
  const tooLong = () => new UnusableAnswer(`with more than ${maxBytes / 1024 / 1024} MB`, response);
  // The handler over Node's HTTP gives the stream of the response.
  const stream = body as AsyncIterable<Uint8Array> & { destroy(): void };
  if (Number(headers['content-length']) > maxBytes) {
    stream.destroy();
    throw tooLong();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    // Leaving the loop closes the connection.
    if (length > maxBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
