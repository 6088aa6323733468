import { once } from 'node:events';
import { buildSchema } from 'graphql';
import type { ContextRequest } from '../../src/server/graphql/endpoint.ts';
import type { ServerOptions } from '../../src/server/server.ts';
import { context } from './running-server.ts';

/** A server's graph with a subscription that has one event, and then goes on until the gateway ends it. */
export function subscriptionSchema(): Pick<ServerOptions, 'schema' | 'createContext'> {
  const schema = buildSchema('type Query { hello: String } type Subscription { ticks: Int }');
  schema.getQueryType()!.getFields()['hello']!.resolve = () => 'world';
  schema.getSubscriptionType()!.getFields()['ticks']!.subscribe = async function* (
    _root: unknown,
    _args: unknown,
    { signal }: { readonly signal: AbortSignal },
  ) {
    yield { ticks: 0 };
    if (!signal.aborted) await once(signal, 'abort');
  };
  return { schema, createContext: ({ signal }: ContextRequest) => ({ ...context(), signal }) };
}
