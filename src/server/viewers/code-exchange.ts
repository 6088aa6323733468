import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse, send } from '../respond.ts';

const maxBodyBytes = 1000;

/**
 * GraphiQL trades the one-time code of its link for the bearer token. JSON only: a page of another site could not
 * send that without a preflight, which is never granted. `wrong` resolves when a code that is none may be refused.
 */
export async function answerCodeExchange(
  request: IncomingMessage,
  response: ServerResponse,
  redeem: (code: string) => string | undefined,
  wrong: () => Promise<void>,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    return refuse(response, 405, 'BAD_INPUT', 'POST the code as JSON: {"code": "…"}.');
  }
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return refuse(response, 415, 'BAD_INPUT', 'POST the code as JSON: {"code": "…"}.');
  }
  const code = codeOf(await readBody(request));
  const token = code === undefined ? undefined : redeem(code);
  if (token === undefined) {
    await wrong();
    return refuse(
      response,
      401,
      'UNAUTHENTICATED',
      'The code is used, older than a minute, or none of ours.',
    );
  }
  send(response, 200, 'application/json', JSON.stringify({ token }));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left before its end, the request would be destroyed with its connection, and the refusal never arrive.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBodyBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function codeOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const hasCode = typeof value === 'object' && value !== null && 'code' in value;
    return hasCode && typeof value.code === 'string' ? value.code : undefined;
  } catch {
    return undefined;
  }
}
