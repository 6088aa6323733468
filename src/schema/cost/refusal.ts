import { GraphQLError } from 'graphql';
import { queryLimits, type QueryMeasure, uncountable } from './limits.ts';

/** How each measure is told, and what helps; in the order in which they are. */
const texts: Readonly<Record<QueryMeasure, (value: string) => readonly [is: string, remedy: string]>> = {
  length: (value) => [`has ${value} characters`, 'Pass long lists as variables.'],
  nesting: (value) => [`is nested ${value} levels deep`, 'Ask for less within each.'],
  tokens: (value) => [`has ${value} tokens`, 'Pass long lists as variables.'],
  operations: (value) => [`has ${value} operations`, 'Send only the one to run.'],
  depth: (value) => [`goes ${value} fields deep`, 'Ask for less within each.'],
  directives: (value) => [`has ${value} directives, with its fragments expanded`, 'Ask for less at a time.'],
  fields: (value) => [`selects ${value} fields, with its fragments expanded`, 'Ask for less at a time.'],
  cost: (value) => [`costs ${value}`, 'Ask for smaller pages, or for less within each.'],
};

/** Throws when one of these measures of a query is beyond its limit. */
export function checkLimits(measures: Readonly<Partial<Record<QueryMeasure, number>>>): void {
  for (const measure of Object.keys(texts) as QueryMeasure[]) {
    // it has one for each
    const value = measures[measure] ?? 0;
    if (value > queryLimits[measure]) throw tooCostly(measure, value);
  }
}

function tooCostly(measure: QueryMeasure, value: number): GraphQLError {
  const limit = queryLimits[measure];
  const [is, remedy] = texts[measure](value < uncountable ? String(value) : 'a billion or more');
  const message = `The query is too costly: it ${is}, and at most ${limit} is allowed. ${remedy}`;
  const http = measure === 'length' ? { status: 413 } : badRequest;
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COSTLY', measure, value, limit, http } });
}

/** As of a query that is not valid: 200 for a client that accepts `application/json`, as GraphQL over HTTP has it. */
const badRequest = { spec: true, status: 400 };

export function badValue(argument: string, message: string): GraphQLError {
  return new GraphQLError(`${argument}: ${message}`, {
    extensions: { code: 'BAD_INPUT', argument, http: badRequest },
  });
}
