import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { checkCost } from '../../schema/cost/check.ts';
import { parseQuery } from '../../schema/cost/parse.ts';
import { checkLimits } from '../../schema/cost/refusal.ts';

/** What Yoga and the WebSocket's side put into the context before anything else. */
interface Asked {
  readonly params?: { readonly variables?: Readonly<Record<string, unknown>> | null | undefined };
}

/** The document, and how much it asks for. */
interface Measured {
  readonly document: DocumentNode;
  readonly cost: number;
}

/** Refuses a query that asks for too much right after it is parsed: over HTTP, SSE and WebSocket alike. */
export function limitQueries(schema: GraphQLSchema): Plugin<Asked & Measured> {
  return {
    onParse({ context, params: { source }, setParseFn, extendContext }) {
      // A text that is too long is refused unseen, even where a parsed document of it was kept.
      checkLimits({ length: String(source).length });
      setParseFn(parseQuery);
      return ({ result }) => {
        if (!isDocument(result)) return;
        extendContext({ document: result });
        extendContext({ cost: checkCost(result, schema, context.params?.variables ?? {}) });
      };
    },
  };
}

/** Any other error is that of a document that cannot be parsed. */
function isDocument(result: unknown): result is DocumentNode {
  return typeof result === 'object' && result !== null && 'definitions' in result;
}
