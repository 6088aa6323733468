import type { GraphQLSchema } from 'graphql';
import type { AwsOptions } from '../aws/aws.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { ContextRequest, RequestContext } from '../server/graphql-endpoint.ts';

/** The gateway without its HTTP side: what to serve, and how each request sees AWS. */
export interface Gateway {
  readonly schema: GraphQLSchema;
  createContext(request: ContextRequest): RequestContext;
  close(): Promise<void>;
}

/** Puts AWS, mirror and reader together. */
export function createGateway(_config: Config, _aws: AwsOptions, _logger: Logger): Promise<Gateway> {
  throw new Error('the gateway is not wired yet');
}
