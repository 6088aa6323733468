import type { DocumentNode, GraphQLSchema } from 'graphql';
import { checkCost } from '../../schema/cost/check.ts';
import { checkLimits } from '../../schema/cost/refusal.ts';
import { createDocumentCache } from '../graphql/document-cache.ts';
import { type Keepable, keepableOf } from './keepable.ts';

/** A document that may be executed, with what was found out about it. */
export interface Prepared {
  readonly document: DocumentNode;
  /** What it costs with these variables. Throws where that is too much. */
  costWith(variables: Readonly<Record<string, unknown>>): number;
  readonly keepable: Keepable | undefined;
}

/** Parses and validates a text as an operation does that is executed in the ordinary way; undefined where it cannot be. */
export type Prepare = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
) => DocumentNode | undefined;

/** The latest documents that were found right, so that nothing of them is looked at again but what variables change. */
export function preparedDocuments(schema: GraphQLSchema, prepare: Prepare) {
  const cache = createDocumentCache<Prepared>();
  return (query: string, variables: Readonly<Record<string, unknown>>): Prepared | undefined => {
    const known = cache.get(query);
    if (known) return known;
    checkLimits({ length: query.length });
    const document = prepare(query, variables);
    if (!document) return undefined;
    const made = prepared(document, schema);
    cache.set(query, made);
    return made;
  };
}

function prepared(document: DocumentNode, schema: GraphQLSchema): Prepared {
  let constant: number | undefined;
  const hasVariables = document.definitions.some(
    (definition) => 'variableDefinitions' in definition && (definition.variableDefinitions?.length ?? 0) > 0,
  );
  return {
    document,
    keepable: keepableOf(document, schema),
    costWith(variables) {
      if (hasVariables || Object.keys(variables).length > 0) return checkCost(document, schema, variables);
      return (constant ??= checkCost(document, schema, variables));
    },
  };
}
