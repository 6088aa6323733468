import { GraphQLError } from 'graphql';

/** For a request that is none of GraphQL's, whatever it asks. */
export function badRequest(message: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}
