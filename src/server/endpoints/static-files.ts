import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { refuse } from '../respond.ts';

/** A file of a page, as it is and as it is sent to most. */
export interface StaticFile {
  readonly type: string;
  /** The same bytes for everybody who asks. */
  readonly content: Buffer;
  /** By the name of the encoding, the best first. */
  readonly encoded: readonly (readonly [name: 'br' | 'gzip', bytes: () => Promise<Buffer>])[];
}

const compress = promisify(gzip);
const pieceBytes = 64 * 1024;

export const script = 'text/javascript; charset=utf-8';
export const style = 'text/css; charset=utf-8';

export function staticFile(type: string, text: string | Buffer): StaticFile {
  const content = Buffer.from(text);
  let compressing: Promise<Buffer> | undefined;
  return { type, content, encoded: [['gzip', () => (compressing ??= compress(content))]] };
}

/** Sends a file whose path tells what is in it, so that a browser may keep it for ever. */
export async function answerFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: StaticFile | undefined,
): Promise<void> {
  if (!file) return refuse(response, 404, 'NOT_FOUND', 'There is no such file.');
  // None of it is anybody's data.
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.setHeader('Content-Type', file.type);
  response.setHeader('Vary', 'Accept-Encoding');
  const taken = file.encoded.find(([name]) => takes(request, name));
  if (taken) response.setHeader('Content-Encoding', taken[0]);
  await sendBytes(response, taken ? await taken[1]() : file.content);
}

function takes({ headers }: IncomingMessage, encoding: string): boolean {
  const offers = String(headers['accept-encoding'] ?? '').split(',');
  return offers.some((offer) =>
    new RegExp(`^\\s*${encoding}\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*$).*)?$`, 'i').test(offer),
  );
}

/** In pieces, each when the one before was taken: what a client leaves waiting is the shared bytes, and few of them. */
async function sendBytes(response: ServerResponse, bytes: Buffer): Promise<void> {
  response.setHeader('Content-Length', bytes.length);
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, n) =>
    bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  );
  await pipeline(pieces, response).catch((error: unknown) => {
    // Whoever leaves before the end has seen enough.
    if (!response.destroyed) throw error;
  });
}

/** Data for a script of a page, in an element that runs nothing. */
export function settingsElement(settings: object): string {
  // Inside a script element only "</" and "<!--" could end or change the text.
  const json = JSON.stringify(settings).replaceAll('<', String.raw`\u003c`);
  return `<script type="application/json" id="settings">${json}</script>`;
}
