import type { DocumentNode, GraphQLSchema } from 'graphql';
import { measure } from './measure.ts';
import { checkLimits } from './refusal.ts';
import { checkVariables } from './variables.ts';

/** Throws for a document that asks for too much, or variables that are beyond all measure, before either is used. */
export function checkCost(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): void {
  checkVariables(variables);
  checkLimits(measure(document, schema, variables));
}
