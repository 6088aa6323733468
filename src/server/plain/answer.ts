import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

type Encoding = 'br' | 'gzip';

/** Less is in one packet either way. */
const worthBytes = 1_400;

/** The bytes of an answer, compressed when somebody first wants them so. */
export class Answer {
  readonly bytes: Buffer;
  readonly #data: Uint8Array | undefined;
  readonly #compressed = new Map<Encoding, Promise<Buffer>>();
  #etag: string | undefined;

  /** `data`: which of its bytes are what it tells, without what it cost; left out of one that may be another at once. */
  constructor(bytes: Buffer, data?: Uint8Array) {
    this.bytes = bytes;
    this.#data = data;
  }

  /** Whatever it tells, and what this cost: both JSON. */
  static of(data: string, extensions: string): Answer {
    const [opening, end] = ['{"data":', `,"extensions":${extensions}}`];
    const bytes = Buffer.from(opening + data + end);
    return new Answer(bytes, bytes.subarray(opening.length, bytes.length - Buffer.byteLength(end)));
  }

  static failed(errors: string, data: string, extensions: string): Answer {
    return new Answer(Buffer.from(`{"errors":${errors},"data":${data},"extensions":${extensions}}`));
  }

  /** Of what it tells: the same whether it took calls to AWS or not. */
  get etag(): string | undefined {
    if (this.#data === undefined) return undefined;
    return (this.#etag ??= `W/"${hash('sha1', this.#data, 'base64url')}"`);
  }

  compressed(encoding: Encoding): Promise<Buffer> {
    let made = this.#compressed.get(encoding);
    // In another thread, so that nobody waits for it but who asked.
    if (!made) this.#compressed.set(encoding, (made = compressors[encoding](this.bytes)));
    return made;
  }
}

const compressors: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 4 }),
};

export interface Sending {
  readonly type: string;
  readonly compresses: boolean;
  readonly tellsUnchanged: boolean;
}

/** Sends an answer, or that the client has it already. Nobody in between may keep it: only the client knows whose it is. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  { type, compresses, tellsUnchanged }: Sending,
): Promise<void> {
  const wanted = request.headers['if-none-match'];
  const etag = tellsUnchanged ? answer.etag : undefined;
  if (etag !== undefined) {
    response.setHeader('ETag', etag);
    if (wanted !== undefined && names(wanted, etag)) {
      response.statusCode = 304;
      response.end();
      return;
    }
  }
  const encoding = compresses && answer.bytes.length >= worthBytes ? encodingFor(request) : undefined;
  const body = encoding ? await answer.compressed(encoding) : answer.bytes;
  if (compresses) response.appendHeader('Vary', 'Accept-Encoding');
  if (encoding) response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  response.setHeader('Content-Length', body.length);
  response.end(body);
}

/** By the weak comparison, as HTTP has it for If-None-Match. */
function names(wanted: string, etag: string): boolean {
  const opaque = etag.slice(2);
  return wanted.split(',').some((one) => one.trim().replace(/^W\//, '') === opaque);
}

/** Brotli before gzip: it takes about as long, and makes less of it. */
function encodingFor({ headers }: IncomingMessage): Encoding | undefined {
  const accepted = headers['accept-encoding'];
  if (typeof accepted !== 'string') return undefined;
  const taken = accepted
    .split(',')
    .map((one) => one.trim().toLowerCase().split(/ *; */))
    .filter(([, weight]) => !/^q=0(?:\.0*)?$/.test(weight ?? ''))
    .map(([name]) => name);
  return (['br', 'gzip'] as const).find((encoding) => taken.includes(encoding));
}
