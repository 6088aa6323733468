import { GraphQLError, Kind, print, type ValueNode } from 'graphql';
import { formatDuration, parseDurationMs } from '../duration.ts';
import { builder } from './builder.ts';

builder.scalarType('DateTime', {
  description: 'RFC 3339 instant in UTC.',
  serialize: (epochMs) => new Date(epochMs).toISOString(),
});

builder.scalarType('Duration', {
  description: 'ISO 8601 duration of fixed length: PT15M, PT1H30M, P1D.',
  // A number is the default of an argument, which the schema prints.
  serialize: (value) => (typeof value === 'number' ? formatDuration(value) : value),
  parseValue: (value) => msOf(value, JSON.stringify(value)),
  parseLiteral: (node) => msOf(node.kind === Kind.STRING ? node.value : undefined, print(node), node),
});

/** `shown` is the value as errors have it; `node` is where a literal stands in the query. */
function msOf(value: unknown, shown: string, node?: ValueNode): number {
  const ms = typeof value === 'string' ? parseDurationMs(value) : undefined;
  if (ms !== undefined) return ms;
  const message = `${shown} is no duration: give an ISO 8601 one, such as PT15M or P1D`;
  throw new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_INPUT' } });
}
