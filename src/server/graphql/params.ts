import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Asked, Resolve } from '../persisted/resolve.ts';
import { badRequest } from './bad-request.ts';

const members = ['query', 'documentId', 'variables', 'operationName', 'extensions'];
const jsonTypes = ['application/json', 'application/graphql+json'];

/**
 * What a request asks, out of its body or its URL. A body that is no GraphQL request may be anything, a secret too:
 * neither the answer nor the log repeats it.
 */
export function readParams(resolve: Resolve): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      const { method } = request;
      if (method !== 'POST' && method !== 'GET') return;
      const parse = jsonTypes.includes(mediaTypeOf(request)) && method === 'POST' ? json : requestParser;
      if (!parse) throw badRequest('Send the query as JSON, with "Content-Type: application/json".', 415);
      setRequestParser(async (sent) => {
        try {
          // Lists, which are batches, come from JSON only, and were refused there.
          const asked = (await parse(sent)) as GraphQLParams & Asked;
          return resolve(method === 'GET' ? { documentId: documentIdIn(sent), ...asked } : asked);
        } catch (error) {
          if (error instanceof GraphQLError) throw error;
          if (error instanceof SyntaxError) {
            const place = method === 'GET' ? 'variables or extensions in the URL are' : 'The body is';
            throw badRequest(`${place} not JSON.`);
          }
          if (isHangUp(error, request)) throw new DOMException('The client hung up', 'AbortError');
          throw error;
        }
      });
    },
  };
}

/** Yoga takes the other parameters out of the URL. */
function documentIdIn({ url }: Request): string | undefined {
  return new URLSearchParams(url.replace(/^[^?]*/, '')).get('documentId') ?? undefined;
}

/** Without parameters, and in lower case: `Application/JSON; charset=utf-8` is JSON. */
function mediaTypeOf({ headers }: Request): string {
  const [type = ''] = (headers.get('content-type') ?? '').split(/[;,]/);
  return type.trim().toLowerCase();
}

async function json(request: Request): Promise<GraphQLParams> {
  const body: unknown = await request.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('The body is not a JSON object such as {"query": "…", "variables": {…}}.');
  if (Object.keys(body).some((name) => !members.includes(name)))
    throw badRequest(`The body has a member beside ${members.join(', ')}.`);
  return body; // what kinds its members are of, Yoga looks at
}

/** Whether the body broke off: then nobody is left to answer. */
function isHangUp(error: unknown, { signal }: Request): boolean {
  return signal.aborted || (error instanceof Error && 'code' in error && error.code === 'ECONNRESET');
}
