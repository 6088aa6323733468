import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  validateExecutionArgs,
  visit,
  BREAK,
} from 'graphql';
import { compileOperation } from './compile.ts';
import { type Answer, answerFields } from './fields.ts';
import { type CompiledField, Run } from './run.ts';

type Result = ExecutionResult | Promise<ExecutionResult>;

/** Undefined for an operation that is executed in the ordinary way. A document's leave with it. */
const compiled = new WeakMap<
  DocumentNode,
  Map<OperationDefinitionNode, readonly CompiledField[] | undefined>
>();

/**
 * Executes a query as GraphQL.js does, by what was found out about its document when it was executed first: which
 * fields of which type it asks for, with what arguments. Undefined for an operation that this cannot take.
 */
export function executeCompiled(args: ExecutionArgs): Result | undefined {
  if (!isTaken(args.document)) return undefined;
  const validated = validateExecutionArgs(args);
  // What is wrong with the variables is said in the ordinary way.
  if (!('operation' in validated)) return undefined;
  const { schema, operation, document, fragmentDefinitions, rootValue } = validated;
  if (operation.operation !== 'query') return undefined;
  let operations = compiled.get(document);
  if (!operations) compiled.set(document, (operations = new Map()));
  let fields = operations.get(operation);
  if (!fields) {
    const root = schema.getQueryType();
    if (!root) return undefined;
    operations.set(operation, (fields = compileOperation(schema, fragmentDefinitions, operation, root)));
  }
  const run = new Run(validated);
  const finished = (data: Answer | null): ExecutionResult =>
    run.errors.length > 0 ? { errors: run.errors, data } : { data };
  const failed = (error: unknown) => {
    run.note(error instanceof GraphQLError ? error : new GraphQLError(String(error)), undefined);
    return finished(null);
  };
  try {
    const answer = answerFields(run, fields, rootValue, undefined);
    return answer instanceof Promise ? answer.then(finished, failed) : finished(answer);
  } catch (error) {
    return failed(error);
  }
}

const taken = new WeakMap<DocumentNode, boolean>();

function isTaken(document: DocumentNode): boolean {
  let known = taken.get(document);
  if (known === undefined) taken.set(document, (known = canBeCompiled(document)));
  return known;
}

/** What is decided by variables or asks about the schema is left to GraphQL.js, and so are names that objects heed. */
function canBeCompiled(document: DocumentNode): boolean {
  let can = true;
  const leave = () => {
    can = false;
    return BREAK;
  };
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      const isStatic = given.every(({ value }) => value.kind === Kind.BOOLEAN);
      if (!isStatic || !['skip', 'include'].includes(name.value)) return leave();
      return undefined;
    },
    Field({ name, alias }) {
      if (['__schema', '__type'].includes(name.value) || alias?.value === '__proto__') return leave();
      return undefined;
    },
  });
  return can;
}

/** Whether the schema has nothing that only GraphQL.js heeds. */
export function canCompile(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).every((type) => !isObjectType(type) || !type.isTypeOf);
}
