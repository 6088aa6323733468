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
import { answerFields } from './fields.ts';
import { nothing, Run, type Selection } from './run.ts';

/** What a query is answered with, its data as JSON. */
export interface TextResult {
  readonly data: string;
  readonly errors: readonly GraphQLError[];
}

type Awaitable<Result> = Result | Promise<Result>;

/** Undefined for an operation that is executed in the ordinary way. A document's leave with it. */
const compiled = new WeakMap<DocumentNode, Map<OperationDefinitionNode, Selection | undefined>>();

/**
 * Executes a query as GraphQL.js does, by what was found out about its document when it was executed first: which
 * fields of which type it asks for, with what arguments. Undefined for an operation that this cannot take.
 */
export function executeToText(
  args: ExecutionArgs,
  keepsFragments: boolean,
): Awaitable<TextResult> | undefined {
  if (!isTaken(args.document)) return undefined;
  const validated = validateExecutionArgs(args);
  // What is wrong with the variables is said in the ordinary way.
  if (!('operation' in validated)) return undefined;
  const { schema, operation, document, fragmentDefinitions, rootValue } = validated;
  if (operation.operation !== 'query') return undefined;
  let operations = compiled.get(document);
  if (!operations) compiled.set(document, (operations = new Map()));
  let selection = operations.get(operation);
  if (!selection) {
    const root = schema.getQueryType();
    if (!root) return undefined;
    operations.set(operation, (selection = compileOperation(schema, fragmentDefinitions, operation, root)));
  }
  const run = new Run(validated, keepsFragments);
  const finished = (data: string): TextResult => ({ data, errors: run.errors });
  const failed = (error: unknown) => {
    run.note(error instanceof GraphQLError ? error : new GraphQLError(String(error)), undefined);
    return finished(nothing);
  };
  try {
    const answer = answerFields(run, selection.fields, rootValue, undefined);
    return typeof answer === 'string' ? finished(answer) : answer.then(finished, failed);
  } catch (error) {
    return failed(error);
  }
}

/** The same as an object, for who makes something else of it than a text. */
export function executeCompiled(
  args: ExecutionArgs,
  keepsFragments: boolean,
): Awaitable<ExecutionResult> | undefined {
  const result = executeToText(args, keepsFragments);
  return result instanceof Promise ? result.then(parsed) : result && parsed(result);
}

function parsed({ data, errors }: TextResult): ExecutionResult {
  return errors.length > 0 ? { errors, data: JSON.parse(data) } : { data: JSON.parse(data) };
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
