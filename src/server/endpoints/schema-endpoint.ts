import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type GraphQLSchema, printSchema } from 'graphql';
import { send } from '../respond.ts';

/** The schema as tools want it, the same for as long as the gateway runs. */
export interface SchemaText {
  readonly body: string;
  readonly etag: string;
}

/** Printed when it is first asked for. */
export function schemaText(schema: GraphQLSchema): () => SchemaText {
  let text: SchemaText | undefined;
  return () => (text ??= print(schema));
}

function print(schema: GraphQLSchema): SchemaText {
  const body = `${printSchema(schema)}\n`;
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}

/** For every viewer, as introspection is. Who has it already may ask whether it is still the same. */
export function answerSchema(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { body, etag }: SchemaText,
): void {
  response.setHeader('ETag', etag);
  const known = (headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (!known.includes(etag)) return send(response, 200, 'application/graphql', body);
  response.statusCode = 304;
  response.end();
}
