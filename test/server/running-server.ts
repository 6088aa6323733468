import { buildSchema, type GraphQLSchema } from 'graphql';
import { createLogger } from '../../src/log.ts';
import type { RequestContext } from '../../src/server/graphql/endpoint.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/server.ts';

export const token = 'canary-token-0123456789abcdefghijklmnop';

/** A small graph whose root fields are the given functions. */
export function schemaOf(sdl: string, fields: Record<string, unknown>): GraphQLSchema {
  const schema = buildSchema(sdl);
  for (const [name, resolve] of Object.entries(fields)) {
    const field = schema.getQueryType()!.getFields()[name]!;
    field.resolve = typeof resolve === 'function' ? (resolve as never) : () => resolve;
  }
  return schema;
}

export interface TestServer extends RunningServer, AsyncDisposable {
  /** Everything logged so far, debug lines too. */
  readonly log: string[];
  /** POSTs a query with the bearer token; `init` changes what it names. */
  ask(query: string, init?: RequestInit): Promise<Response>;
}

export async function runningServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const log: string[] = [];
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    auth: { mode: 'token', token },
    allowedHosts: [],
    requestTimeoutMs: 5000,
    logger: createLogger('debug', { write: (line: string) => void log.push(line) }),
    schema: schemaOf('type Query { hello: String }', { hello: 'world' }),
    createContext: () => context(),
    ...options,
  });
  return {
    ...server,
    log,
    ask: (query, init = {}) =>
      fetch(server.url, {
        method: 'POST',
        body: JSON.stringify({ query }),
        ...init,
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${token}`,
          ...(init.headers as Record<string, string>),
        },
      }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

export function context(calls: unknown = { calls: 3 }): RequestContext {
  return { meter: { toJSON: () => calls } };
}
