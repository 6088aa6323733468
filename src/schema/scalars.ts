import { GraphQLError } from 'graphql';
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
  parseValue: (value) => {
    const ms = typeof value === 'string' ? parseDurationMs(value) : undefined;
    if (ms !== undefined) return ms;
    throw new GraphQLError(
      `${JSON.stringify(value)} is no duration: give an ISO 8601 one, such as PT15M or P1D`,
      {
        extensions: { code: 'BAD_INPUT' },
      },
    );
  },
});
