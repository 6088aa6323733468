import { type DocumentNode, execute, type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import type { Context } from '../../context.ts';
import { canCompile, executeCompiled } from '../../server/compiled/execute.ts';
import type { RequestContext } from '../../server/graphql/endpoint.ts';
import { unbounded } from '../../reading/scope.ts';
import type { Asker } from '../export/walk/gateway-pages.ts';
import type { AnswerError, PartialAnswer } from '../commands/gateway-client.ts';

/** Who asks this process, as a client would that sends one query after another. */
export interface HereAsker extends Asker {
  /** From now on, what is asked may make as many calls as it takes. */
  allowAll(): void;
}

interface Here {
  readonly schema: GraphQLSchema;
  readonly context: Context & RequestContext;
  /** What clients see of an error. */
  readonly mask: (error: unknown) => { toJSON(): AnswerError };
}

/** Answers GraphQL without HTTP in between. All that it is asked is one request: of one viewer, with one moment from which freshness is judged. */
export function askHere({ schema, context, mask }: Here): HereAsker {
  const documents = new Map<string, DocumentNode>();
  const isCompiled = canCompile(schema);
  let scope = context.scope;
  const documentOf = (query: string) => {
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return document;
  };
  return {
    allowAll: () => void (scope = unbounded(scope)),
    async askInPart<Data>(query: string, variables: object): Promise<PartialAnswer<Data>> {
      const before = callsOf(context);
      // A context of its own: what is looked up for a page goes with it.
      const contextValue = { ...context, scope };
      const args = { schema, document: documentOf(query), variableValues: { ...variables }, contextValue };
      const compiled = isCompiled ? executeCompiled(args, false) : undefined;
      const { data, errors = [] }: ExecutionResult = await (compiled ?? execute(args));
      return {
        data: (data ?? null) as Data | null, // as the document asks for it
        errors: errors.map((error) => mask(error).toJSON()),
        calls: callsOf(context) - before,
      };
    },
  };
}

function callsOf({ meter }: RequestContext): number {
  return (meter.toJSON() as { readonly calls: number }).calls; // as every answer tells it
}
