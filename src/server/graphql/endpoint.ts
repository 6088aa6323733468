import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import type { DocumentNode, ExecutionArgs, GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from '../../log.ts';
import type { Outlet } from '../connections/outlet.ts';
import type { Resolve } from '../persisted/resolve.ts';
import { createDocumentCache } from './document-cache.ts';
import { readParams } from './params.ts';
import { errorMask } from './mask-error.ts';
import type { Viewer } from '../../viewer.ts';
import type { Lifetime } from '../limits/in-flight.ts';
import { answerInTurn, type Execute } from './answer-in-turn.ts';
import { Turns } from './turns.ts';
import { hideSchema } from './hidden-schema.ts';
import type { Audit } from '../../audit.ts';
import type { AskedOperation } from '../operations/answered.ts';
import { type Recorder, recordOperations } from '../operations/recorder.ts';
import { canCompile, executeCompiled, executeToText } from '../compiled/execute.ts';
import { limitQueries } from './query-limits.ts';

const maxBodyBytes = 1_000_000;
/** Of all answers that are being made: three pages of a thousand assignments with all names. */
const costAtOnce = 25_000;

/** For pages that send nothing else which a browser would ask permission for; GraphiQL sends it always. */
export const csrfHeader = 'x-graphql-yoga-csrf';

/** What a resolver's context is made from. */
export interface ContextRequest {
  readonly viewer: Viewer;
  /** How the client addresses the gateway: `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** Where what the viewer does is written down. @default nowhere */
  readonly audit?: Audit;
  /** Aborts when the client has gone, when the request's time is up, and when the gateway gives up on a shutdown. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds by which the answer is due. `signal` follows a little later, for who missed it. */
  readonly deadline: number;
  /** Has it turned out to be a subscription, which is due at no time? @default never */
  readonly isKeptOpen?: () => boolean;
  /** Resolves when the request is over: what was set up for it can go. @default it never is */
  readonly done?: Promise<void>;
}

/** A request with the functions by which the endpoint changes its lifetime, and the way out for its answer. */
export type ServedRequest = ContextRequest &
  Pick<Lifetime, 'keepOpen' | 'isKeptOpen' | 'done'> &
  Required<Pick<AskedOperation, 'asker' | 'beganAtMs'>> & { readonly outlet: Outlet };

/** Plain data: its own properties become the resolvers' context. */
export interface RequestContext {
  /** The calls to AWS that this request made: `extensions.aws`. */
  readonly meter: { toJSON(): unknown };
  /** For who keeps the answer. @default it is not kept */
  readonly basis?: {
    /** Does the answer rest on nothing but what is known, without a call, a failure, or a time that was up? */
    isSettled(): boolean;
    /** By which moment it was judged what is too old, in epoch milliseconds. */
    readonly askedAt: number;
  };
}

export interface GraphqlOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: ContextRequest) => RequestContext;
  readonly logger: Logger;
  /** Shortcuts that are not taken. @default all are */
  readonly without?: readonly Shortcut[] | undefined;
  /** Whether clients may ask for the schema, by introspection and at /schema.graphql. @default true */
  readonly introspection?: boolean;
}

/** What only makes answers quicker, and can be switched off. */
export type Shortcut =
  | 'plain'
  | 'lookups'
  | 'plans'
  | 'compiled'
  | 'fragments'
  | 'compression'
  | 'not-modified';

export type GraphqlEndpoint = ReturnType<typeof createGraphqlEndpoint>;

/** How answers are made, in whatever way they are asked for. */
export interface Making {
  readonly turns: Turns;
  /** Takes what it can, and leaves the rest to GraphQL.js. */
  readonly execute: Execute;
  /** The same, for who sends what it makes. */
  readonly executeToText: (args: ExecutionArgs) => ReturnType<typeof executeToText>;
}

export function makingOf({ schema, without = [] }: GraphqlOptions): Making {
  const isCompiled = !without.includes('compiled') && canCompile(schema);
  const keepsFragments = !without.includes('fragments');
  return {
    turns: new Turns(costAtOnce),
    execute: (args) => (isCompiled ? executeCompiled(args, keepsFragments) : undefined),
    executeToText: (args) => (isCompiled ? executeToText(args, keepsFragments) : undefined),
  };
}

/** The part behind authentication: GraphQL over HTTP, at /graphql. `resolve` finds the documents that requests name. */
export function createGraphqlEndpoint(
  options: GraphqlOptions,
  resolve: Resolve,
  recorder: Recorder,
  { turns, execute }: Pick<Making, 'turns' | 'execute'>,
) {
  const { schema, createContext, logger, introspection = true } = options;
  return createYoga<ServedRequest, RequestContext>({
    schema,
    context: ({ viewer, origin, audit, signal, deadline, isKeptOpen, done }) =>
      createContext({ viewer, origin, ...(audit && { audit }), signal, deadline, isKeptOpen, done }),
    maskedErrors: { maskError: errorMask(logger) },
    // Yoga logs each error that it masks; the mask has logged it already, with its id.
    logging: { ...silent, warn: (reason) => logger.warn({ reason }, 'graphql') },
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: maxBodyBytes,
    parserAndValidationCache: { documentCache: createDocumentCache<DocumentNode>(), errorCache: noErrors },
    plugins: [
      // A browser sends none of these headers, and no JSON, to another site without that site's consent.
      useCSRFPrevention({ requestHeaders: [csrfHeader, 'authorization'] }),
      readParams(resolve),
      limitQueries(schema),
      introspection ? {} : hideSchema,
      answerInTurn(turns, execute),
      leaveConnection,
      keepSubscriptionsOpen,
      reportAwsCalls,
      recordOperations(recorder),
    ],
  });
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Documents that do not parse are not kept: parsing them again is quick, and keeping them would keep their text. */
const noErrors = { get: () => undefined, set() {} };

/** Whether a connection goes on is said by the server, which may be closing; Yoga would keep that of SSE alive. */
const leaveConnection: Plugin = {
  onResponse({ response }) {
    response.headers.delete('Connection');
  },
};

/** Once the operation is known to be a subscription. */
const keepSubscriptionsOpen: Plugin<ServedRequest> = {
  onSubscribe({ args }) {
    const { keepOpen, viewer } = args.contextValue;
    keepOpen(viewer);
  },
};

const noCalls = { calls: 0, byOperation: {}, throttled: 0, waitMs: 0 };

/** Tells every client what its answer cost, also when that was nothing. */
const reportAwsCalls: Plugin<object, Partial<RequestContext>> = {
  onExecutionResult(hook) {
    const { result, context } = hook;
    if (!result || Symbol.asyncIterator in result || Array.isArray(result)) return;
    hook.setResult(withAwsCalls(result, context));
  },
};

/** The answer, with what it cost. */
export function withAwsCalls<Result extends { readonly extensions?: object | undefined }>(
  result: Result,
  { meter }: Partial<RequestContext>,
) {
  return { ...result, extensions: { ...result.extensions, aws: meter?.toJSON() ?? noCalls } };
}
