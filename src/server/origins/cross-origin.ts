import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from '../respond.ts';
import type { Origins } from './origins.ts';

/** What pages of other origins may ask for, where any may. */
const paths: ReadonlySet<string> = new Set(['/graphql', '/schema.graphql']);

/** What a page may read of an answer beside its body: when to ask again, and what to ask with. */
const exposed = 'ETag, Retry-After, X-Request-Id';
/** A browser takes the star for all headers but this one. */
const acceptedHeaders = '*, Authorization';
const preflightSeconds = 600;

/**
 * Lets pages of the allowed origins read this answer (CORS). Without credentials in the sense of browsers: there are no
 * cookies, and a page sends its token itself. True when the request was a browser's question, which is answered then.
 */
export function answerCrossOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  origins: Origins,
): boolean {
  const isHere = paths.has(path);
  if (isHere && origins.grantAny) response.appendHeader('Vary', 'Origin');
  const granted = isHere ? origins.grantedTo(request) : undefined;
  if (granted !== undefined) {
    response.setHeader('Access-Control-Allow-Origin', granted);
    response.setHeader('Access-Control-Expose-Headers', exposed);
  }
  if (!isPreflight(request)) return false;
  if (granted === undefined) {
    const message = 'Pages of this origin may not ask here; --allowed-origin lets them ask at /graphql.';
    refuse(response, 403, 'FORBIDDEN', message);
    return true;
  }
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  response.setHeader('Access-Control-Allow-Headers', acceptedHeaders);
  response.setHeader('Access-Control-Max-Age', preflightSeconds);
  response.statusCode = 204;
  response.end();
  return true;
}

/** The question that a browser asks before it lets a page send what a form could not. */
function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}
