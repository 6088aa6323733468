import type { IncomingMessage } from 'node:http';

/** Longer ones, and those that do not say how long they are, are read in the ordinary way. */
const mostBytes = 100_000;

/** What a request asks, as far as it asks as most do. */
export interface PlainParams {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Media types in which an answer is sent; undefined where the ordinary way has to weigh what the client prefers. */
export function answerTypeOf({ headers: { accept = '*/*' } }: IncomingMessage): string | undefined {
  const [first = ''] = accept.split(/[;,]/, 1);
  const wanted = first.trim().toLowerCase();
  if (wanted === '*/*') return 'application/json';
  return ['application/json', 'application/graphql-response+json'].includes(wanted) ? wanted : undefined;
}

/** A POST of JSON, of which a browser asks a site's permission, and short enough to be read at once. */
export function isPlainPost({ method, headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (
    method === 'POST' &&
    /^application\/json *(?:; *charset=utf-8)?$/i.test(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined &&
    headers.expect === undefined &&
    length !== undefined &&
    /^[1-9]\d*$/.test(length) &&
    Number(length) <= mostBytes
  );
}

/** The body; undefined when the client has gone before it was sent. */
export function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  request.on('error', () => resolve(undefined));
  request.on('close', () => resolve(undefined));
  return promise;
}

/** A GET that no page of another site can make without its consent, by the URL's own parameters. */
export function paramsInUrl({ method, url = '', headers }: IncomingMessage, csrfHeader: string): unknown {
  if (method !== 'GET') return undefined;
  if (headers.authorization === undefined && headers[csrfHeader] === undefined) return undefined;
  const sent: Record<string, unknown> = Object.fromEntries(new URLSearchParams(url.replace(/^[^?]*\??/, '')));
  return withJson(sent, ['variables', 'extensions']);
}

export function paramsInBody(body: Buffer): unknown {
  return parsed(body.toString());
}

/** Undefined where something is in question: the ordinary way says what is wrong with it. */
export function plainParams(sent: unknown): PlainParams | undefined {
  const { query, operationName, variables } = sent as Record<string, unknown>; // each is looked at
  if (typeof query !== 'string' || query === '') return undefined;
  if (!isNothing(operationName) && typeof operationName !== 'string') return undefined;
  if (!isNothing(variables) && !isObject(variables)) return undefined;
  return { query, operationName, variables };
}

const members = ['query', 'documentId', 'variables', 'operationName', 'extensions'];

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A request has nothing else, and its extensions are an object where there are any. */
export function isKnown(sent: unknown): sent is Record<string, unknown> {
  if (!isObject(sent) || Object.keys(sent).some((name) => !members.includes(name))) return false;
  return isNothing(sent['extensions']) || isObject(sent['extensions']);
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function withJson(sent: Record<string, unknown>, names: readonly string[]): unknown {
  for (const name of names) {
    if (!(name in sent)) continue;
    const value = parsed(String(sent[name]));
    if (value === undefined) return undefined;
    sent[name] = value;
  }
  return sent;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
