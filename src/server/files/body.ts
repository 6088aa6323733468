import type { IncomingMessage } from 'node:http';
import { badInput } from '../../errors.ts';

const mostBytes = 1_000_000;

/**
 * The text of a request's JSON; undefined when the client has gone before it was sent. Only JSON: a page of another site
 * cannot send it without the consent of this one.
 */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (!/^application\/json *(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    throw badInput('Content-Type', 'send application/json');
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw badInput('body', `send at most ${mostBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (!request.complete && request.destroyed && bytes <= mostBytes) return undefined;
    throw error;
  }
  return Buffer.concat(chunks).toString();
}
