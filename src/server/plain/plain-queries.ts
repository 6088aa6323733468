import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql';
import { inTurn } from '../graphql/answer-in-turn.ts';
import type { GraphqlEndpoint, GraphqlOptions, Making, ServedRequest } from '../graphql/endpoint.ts';
import { operationOf } from '../operations/answered.ts';
import { checkVariables } from '../../schema/cost/variables.ts';
import type { Viewer } from '../../viewer.ts';
import type { Recorder } from '../operations/recorder.ts';
import type { Resolve } from '../persisted/resolve.ts';
import { Answer, sendAnswer } from './answer.ts';
import type { AnswerCache } from './answer-cache.ts';
import { type Prepare, type Prepared, preparedDocuments } from './documents.ts';
import {
  answerTypeOf,
  bodyOf,
  isKnown,
  isPlainPost,
  paramsInBody,
  paramsInUrl,
  type PlainParams,
  plainParams,
} from './request.ts';

export interface PlainOptions extends GraphqlOptions, Pick<Making, 'turns' | 'executeToText'> {
  readonly resolve: Resolve;
  readonly recorder: Recorder;
  /** Executes what `executeToText` leaves. */
  readonly graphql: GraphqlEndpoint;
  readonly mask: (error: unknown) => GraphQLError;
  readonly csrfHeader: string;
  /** @default every answer is made anew */
  readonly cache: AnswerCache | undefined;
}

type Handler = (request: IncomingMessage, response: ServerResponse, served: ServedRequest) => unknown;

/** What is known of a query that is about to be answered. */
interface Asked {
  readonly params: PlainParams;
  readonly prepared: Prepared;
  readonly cost: number;
}

/**
 * Answers queries as most clients send them, by way of as little as possible. Whatever is in question, by its headers,
 * its body or its document, the endpoint `graphql` answers, or says what is wrong: mutations, subscriptions and mistakes among it.
 */
export function plainQueries(options: PlainOptions): Handler {
  const {
    schema,
    graphql: ordinary,
    resolve,
    recorder,
    turns,
    mask,
    cache,
    csrfHeader,
    without = [],
  } = options;
  const documents = preparedDocuments(schema, prepareBy(ordinary));
  const sending = {
    compresses: !without.includes('compression'),
    tellsUnchanged: !without.includes('not-modified'),
  };

  return async (request, response, served) => {
    const type = answerTypeOf(request);
    const isPost = isPlainPost(request);
    if (type === undefined || (!isPost && request.method !== 'GET'))
      return ordinary(request, response, served);
    const body = isPost ? await bodyOf(request) : undefined;
    if (isPost && !body) return undefined; // nobody is left to answer
    const params = body ? asked(() => paramsInBody(body)) : asked(() => paramsInUrl(request, csrfHeader));
    const reply = params && (await replyTo(params, served));
    if (reply) return sendAnswer(request, response, reply, { ...sending, type });
    return ordinary(body ? unread(request, body) : request, response, served);
  };

  /** Undefined where the ordinary way has to look. */
  function asked(read: () => unknown): PlainParams | undefined {
    const sent = read();
    return isKnown(sent) ? orUndefined(() => plainParams(resolve(sent))) : undefined;
  }

  async function replyTo(params: PlainParams, served: ServedRequest): Promise<Answer | undefined> {
    const { query, variables } = params;
    const { outlet, viewer } = served;
    const key = cache && orUndefined(() => keyOf(params, viewer));
    const kept = key === undefined ? undefined : cache?.get(key);
    if (kept) {
      recorder.answered({ ...served, params, document: kept.document }, {});
      if (!outlet.isOpen) await outlet.opened();
      return kept.answer;
    }
    const prepared = orUndefined(() => documents(query, variables ?? {}));
    if (prepared && operationOf({ document: prepared.document, params })?.operation !== 'query')
      return undefined;
    const cost = prepared && orUndefined(() => prepared.costWith(variables ?? {}));
    if (!prepared || cost === undefined) return undefined;
    return compute({ params, prepared, cost }, served, key);
  }

  async function compute({ params, prepared, cost }: Asked, served: ServedRequest, key: string | undefined) {
    const { document, keepable } = prepared;
    const version = keepable && cache?.version();
    const context = { ...served, ...options.createContext(served), params, document, cost };
    const args = {
      schema,
      document,
      contextValue: context,
      variableValues: params.variables,
      operationName: params.operationName || undefined,
      hideSuggestions: options.introspection === false,
    };
    const compiled = await inTurn(turns, context, () => options.executeToText(args));
    const result = compiled ?? textOf(await options.graphql.getEnveloped(context).execute(args));
    // Nothing was resolved: the ordinary way says why.
    if (!result || typeof result.data !== 'string') return undefined;
    const { data: text } = result;
    // GraphQL's own have been masked.
    const errors = compiled ? result.errors?.map(mask) : result.errors;
    const isRight = !errors || errors.length === 0;
    recorder.answered(context, isRight ? {} : { errors });
    const calls = `{"aws":${JSON.stringify(context.meter)}}`;
    if (!isRight) return Answer.failed(JSON.stringify(errors.map(withoutStatus)), text, calls);
    const answer = Answer.of(text, calls);
    const { basis } = context;
    if (key !== undefined && version !== undefined && keepable && basis?.isSettled())
      cache?.set(key, answer, document, {
        version,
        askedAt: basis.askedAt,
        agesMs: keepable.agesWith(params.variables ?? {}),
        hasCursors: keepable.hasCursors,
      });
    return answer;
  }
}

/** Of whoever may do the same and asks the same. Throws for variables that are beyond all measure. */
function keyOf({ query, operationName, variables }: PlainParams, { permissions }: Viewer): string {
  // Before anything goes through them: what writes them as a text calls itself for each level.
  checkVariables(variables ?? {});
  return JSON.stringify([[...permissions].toSorted(), query, operationName, variables]);
}

/** As a query is parsed and validated in the ordinary way, with all that this checks. */
function prepareBy(graphql: GraphqlEndpoint): Prepare {
  return (query, variables) => {
    const { parse, validate, schema } = graphql.getEnveloped({ params: { query, variables } });
    const document: DocumentNode = parse(query);
    return validate(schema, document).length === 0 ? document : undefined;
  };
}

function textOf({ data, errors }: ExecutionResult) {
  return data === undefined ? undefined : { data: JSON.stringify(data), errors };
}

/** What the status of an answer is made from is for the server alone. */
function withoutStatus(error: GraphQLError) {
  const { extensions: { http: _status, unexpected: _unexpected, ...extensions } = {}, ...rest } =
    error.toJSON();
  return { ...rest, ...(Object.keys(extensions).length > 0 && { extensions }) };
}

/** The request as if nobody had read it. */
function unread(request: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(request, { body: Readable.from([body]) });
}

/** Errors of a request are told in the ordinary way, which meets them again. */
function orUndefined<Value>(attempt: () => Value): Value | undefined {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
