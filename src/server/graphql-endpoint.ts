import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { createYoga, type Plugin, useExecutionCancellation } from 'graphql-yoga';
import type { Logger } from '../log.ts';
import { errorMask } from './mask-error.ts';
import type { Viewer } from './viewer.ts';

/** A long list of ids belongs into the variables, which may fill the body. */
const maxQueryLength = 50_000;
const maxBodyBytes = 1_000_000;

/** For pages that send nothing else which a browser would ask permission for; GraphiQL sends it always. */
export const csrfHeader = 'x-graphql-yoga-csrf';

/** What a resolver's context is made from. */
export interface ContextRequest {
  readonly viewer: Viewer;
  /** Aborts when the client has gone, when the request's time is up, and when the gateway gives up on a shutdown. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds by which the answer is due. `signal` follows a little later, for who missed it. */
  readonly deadline: number;
}

/** Plain data: its own properties become the resolvers' context. */
export interface RequestContext {
  /** The calls to AWS that this request made: `extensions.aws`. */
  readonly meter: { toJSON(): unknown };
}

export interface GraphqlOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: ContextRequest) => RequestContext;
  readonly logger: Logger;
}

/** The part behind authentication: GraphQL over HTTP, at /graphql. */
export function createGraphqlEndpoint({ schema, createContext, logger }: GraphqlOptions) {
  return createYoga<ContextRequest, RequestContext>({
    schema,
    context: ({ viewer, signal, deadline }) => createContext({ viewer, signal, deadline }),
    maskedErrors: { maskError: errorMask(logger) },
    // Yoga logs each error that it masks; the mask has logged it already, with its id.
    logging: { ...silent, warn: (reason) => logger.warn({ reason }, 'graphql') },
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: maxBodyBytes,
    plugins: [
      // A browser sends none of these headers, and no JSON, to another site without that site's consent.
      useCSRFPrevention({ requestHeaders: [csrfHeader, 'authorization'] }),
      useExecutionCancellation(),
      limitQueryLength,
      reportAwsCalls,
    ],
  });
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const limitQueryLength: Plugin = {
  onParams({ params: { query } }) {
    if ((query?.length ?? 0) <= maxQueryLength) return;
    throw new GraphQLError(
      `The query has more than ${maxQueryLength} characters; pass long lists as variables.`,
      {
        extensions: { code: 'QUERY_TOO_COSTLY', http: { status: 413 } },
      },
    );
  },
};

const noCalls = { calls: 0, byOperation: {}, throttled: 0, waitMs: 0 };

/** Tells every client what its answer cost, also when that was nothing. */
const reportAwsCalls: Plugin<object, Partial<RequestContext>> = {
  onExecutionResult(hook) {
    const { result, context } = hook;
    if (!result || Symbol.asyncIterator in result || Array.isArray(result)) return;
    const aws = context.meter?.toJSON() ?? noCalls;
    hook.setResult({ ...result, extensions: { ...result.extensions, aws } });
  },
};
