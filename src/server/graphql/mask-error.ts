import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors.ts';
import type { Logger } from '../../log.ts';

/**
 * What a client sees of an error, the one place where ours become GraphQL's:
 * expected failures go out with their code and details, mistakes of the query as they are, and anything else
 * as INTERNAL with an id under which the log has it. Where the error happened (path, nodes) always stays.
 */
export function errorMask(logger: Logger): (error: unknown) => GraphQLError {
  // One failed batch fails many fields; all of them share one id and one line in the log.
  const ids = new WeakMap<Error, string>();

  return (error) => {
    const cause = rootOf(error);
    if (cause instanceof GraphQLError) return withCode(cause, error);
    if (cause instanceof GatewayError) {
      return at(error, cause.message, { code: cause.code, ...cause.details });
    }
    if (isCancellation(cause)) {
      logger.debug({ err: cause }, 'request cancelled');
      return at(error, 'The request ended before this was answered.', { code: 'TIMEOUT' });
    }
    const known = cause instanceof Error ? ids.get(cause) : undefined;
    const errorId = known ?? randomUUID();
    if (known === undefined) logger.error({ errorId, err: cause }, 'unexpected error');
    if (cause instanceof Error) ids.set(cause, errorId);
    return at(error, `Unexpected error; the gateway's log has it as ${errorId}.`, {
      code: 'INTERNAL',
      errorId,
    });
  };
}

/** GraphQL wraps what a resolver throws, sometimes twice; this is what was thrown. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof GraphQLError && root.originalError) root = root.originalError;
  return root;
}

/** Parsing, validation and HTTP errors have codes already; what is left is about arguments and variables. */
function withCode(cause: GraphQLError, error: unknown): GraphQLError {
  const { code = 'BAD_INPUT' } = cause.extensions;
  const variable = error instanceof GraphQLError ? variableOf(error, cause) : undefined;
  if (variable !== undefined) {
    const message = cause === error ? cause.message : `${variable}: ${cause.message}`;
    return at(error, message, { ...cause.extensions, code: 'BAD_INPUT', argument: variable });
  }
  // What the executor says of a subscription's variables; of a query's it says nothing.
  if (code === 'BAD_USER_INPUT') return at(error, cause.message, { ...cause.extensions, code: 'BAD_INPUT' });
  if (cause.extensions['code'] !== undefined && cause === error) return cause;
  return at(error, cause.message, { ...cause.extensions, code });
}

/**
 * Where in a variable the mistake is, such as `$filter.target.ids[0]`: GraphQL says it around the message of the cause,
 * `Variable "$filter" got invalid value 5 at "filter.target.ids[0]"; …`, after the value, which may be anything.
 */
function variableOf({ message }: GraphQLError, cause: GraphQLError): string | undefined {
  const [, name] = /^Variable "\$(\w+)" /.exec(message) ?? [];
  if (name === undefined) return undefined;
  const where = message.slice(0, -`; ${cause.message}`.length);
  const [, path = name] = new RegExp(` at "(${name}[.[][^"]*)"$`).exec(where) ?? [];
  return `$${path}`;
}

function at(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/** By name: AbortController's default reason and the SDK's own class share nothing else. */
function isCancellation(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
