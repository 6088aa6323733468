import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { ContextRequest, RequestContext } from '../server/graphql-endpoint.ts';

/** Where AWS is, and who we are there. What is not given, the SDK looks for where it always does. */
export interface AwsTarget {
  readonly endpointUrl?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Calls a second to sso-admin; undefined is no limit. */
  readonly tps: number | undefined;
}

/** The gateway without its HTTP side: what to serve, and how each request sees AWS. */
export interface Gateway {
  readonly schema: GraphQLSchema;
  createContext(request: ContextRequest): RequestContext;
  close(): Promise<void>;
}

/** Puts AWS, mirror and reader together. */
export function createGateway(_config: Config, _target: AwsTarget, _logger: Logger): Promise<Gateway> {
  throw new Error('the gateway is not wired yet');
}
