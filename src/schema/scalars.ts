import { GraphQLError, Kind, print, type ValueNode } from 'graphql';
import { formatDuration, parseDurationMs } from '../duration.ts';
import { builder } from './builder.ts';

/** The moment that was told last: what stands one after the other often has the same, as it was read together. */
let latest = { epochMs: 0, text: new Date(0).toISOString() };

builder.scalarType('DateTime', {
  description: 'RFC 3339 instant in UTC.',
  serialize(epochMs) {
    if (epochMs !== latest.epochMs) latest = { epochMs, text: new Date(epochMs).toISOString() };
    return latest.text;
  },
  parseValue: (value) => momentOf(value, JSON.stringify(value)),
  parseLiteral: (node) => momentOf(node.kind === Kind.STRING ? node.value : undefined, print(node), node),
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

/** RFC 3339, which Date alone is more lenient than: with a date, a time and where that is. */
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

function momentOf(value: unknown, shown: string, node?: ValueNode): number {
  const ms = typeof value === 'string' && rfc3339.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  const message = `${shown} is no moment: give one by RFC 3339, such as 2026-10-01T00:00:00Z`;
  throw new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_INPUT' } });
}
