import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import { GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import './permission.ts';
import './subscription-cost.ts';

interface GatewaySchemaTypes {
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    /** Epoch milliseconds. */
    DateTime: { Input: never; Output: number };
    /** Milliseconds as an argument; as AWS wrote it in an answer. */
    Duration: { Input: number; Output: string | number };
  };
}

/**
 * What one query may cost before anything is read: a page of 1000 assignments with every name stays far below,
 * a page of pages of pages does not.
 */
const limit = { depth: 15, breadth: 500, complexity: 100_000 };

export const builder = new SchemaBuilder<GatewaySchemaTypes>({
  plugins: ['permission', 'subscriptionCost', ComplexityPlugin],
  complexity: {
    limit,
    defaultListMultiplier: 10,
    complexityError: (kind, result) =>
      new GraphQLError(
        `The query is too costly: its ${kind.toLowerCase()} is ${result[measure[kind]]}, and at most ${limit[measure[kind]]} is allowed. Ask for smaller pages, or for less within each`,
        { extensions: { code: 'QUERY_TOO_COSTLY' } },
      ),
  },
});

const measure = { Breadth: 'breadth', Complexity: 'complexity', Depth: 'depth' } as const;
