import { type DocumentNode, type ExecutionArgs, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ServerOptions, SubscribePayload } from 'graphql-ws';
import type { GraphqlEndpoint, ServedRequest } from '../graphql/endpoint.ts';
import type { Resolve } from '../persisted/resolve.ts';
import type { AskedOperation } from '../operations/answered.ts';
import type { Recorder } from '../operations/recorder.ts';

type Enveloped = ReturnType<GraphqlEndpoint['getEnveloped']>;
type Prepared = ReturnType<NonNullable<ServerOptions['onSubscribe']>>;

/** What to execute, with the plugins and the context that the same operation over HTTP has; or why it cannot be. */
export async function prepare(
  graphql: GraphqlEndpoint,
  resolve: Resolve,
  recorder: Recorder,
  context: ServedRequest,
  sent: SubscribePayload,
): Promise<Awaited<Prepared>> {
  const refused = (asked: AskedOperation, errors: readonly GraphQLError[]) => {
    recorder.answered(asked, { errors });
    return errors;
  };
  const params = orError(() => resolve(sent));
  if (params instanceof GraphQLError) return refused(context, [params]);
  const { query, variables, operationName } = params;
  // A POST, as what arrives over a WebSocket may be a mutation, too.
  const init = { method: 'POST', signal: context.signal };
  const request = new graphql.fetchAPI.Request(`${context.origin}/graphql`, init);
  // Plugins add to it what they find out.
  const asked = { ...context, request, params };
  const enveloped = graphql.getEnveloped(asked);
  const document = parse(enveloped, query);
  if (document instanceof GraphQLError) return refused(asked, [document]);
  const errors = enveloped.validate(enveloped.schema, document);
  if (errors.length > 0) return refused(asked, errors);
  return {
    schema: enveloped.schema,
    document,
    variableValues: variables,
    operationName,
    contextValue: await enveloped.contextFactory(),
    rootValue: enveloped,
  };
}

/** Errors as HTTP sends them: without what only the status of an HTTP answer is made from. */
export function withoutStatus(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => {
    const { extensions, ...formatted } = error.toJSON();
    const { http: _status, ...rest } = extensions ?? {};
    return { ...formatted, extensions: rest };
  });
}

/** The functions that belong to the operation: plugins wrap them anew for each. */
export function envelopedOf({ rootValue }: ExecutionArgs): Pick<Enveloped, 'execute' | 'subscribe'> {
  return rootValue as Enveloped; // as `prepare` put it there: resolvers of root fields ignore it
}

function parse({ parse: parseQuery }: Enveloped, query: string): DocumentNode | GraphQLError {
  return orError(() => parseQuery(query));
}

function orError<Result>(attempt: () => Result): Result | GraphQLError {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
