import type { DocumentNode, GraphQLSchema } from 'graphql';
import { measure } from './measure.ts';
import { checkLimits } from './refusal.ts';
import { checkVariables } from './variables.ts';

/**
 * What a document costs. Throws for one that asks for too much, or variables that are beyond all measure, before either
 * is used.
 */
export function checkCost(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): number {
  checkVariables(variables);
  const measures = measure(document, schema, variables);
  checkLimits(measures);
  return measures.cost;
}
