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

/** By what the variables of @skip and @include chose of it. A document's leave with it. */
const compiled = new WeakMap<DocumentNode, Map<OperationDefinitionNode, Map<string, Selection>>>();
/** Ten variables choose in a thousand ways: of an operation no more are kept. */
const mostChoices = 16;

/**
 * Executes a query as GraphQL.js does, by what was found out about its document when it was executed first: which
 * fields of which type it asks for, with what arguments. Undefined for an operation that this cannot take.
 */
export function executeToText(
  args: ExecutionArgs,
  keepsFragments: boolean,
): Awaitable<TextResult> | undefined {
  const deciding = decidingOf(args.document);
  if (!deciding) return undefined;
  const validated = validateExecutionArgs(args);
  // What is wrong with the variables is said in the ordinary way.
  if (!('operation' in validated)) return undefined;
  const { schema, operation, document, fragmentDefinitions, rootValue, variableValues } = validated;
  if (operation.operation !== 'query') return undefined;
  const choices = new Map<string, boolean>();
  for (const name of deciding) {
    const choice = variableValues.coerced[name];
    if (typeof choice !== 'boolean') return undefined;
    choices.set(name, choice);
  }
  const root = schema.getQueryType();
  if (!root) return undefined;
  const selections = selectionsOf(document, operation);
  const key = [...choices.values()].map(Number).join('');
  let selection = selections.get(key);
  if (!selection) {
    if (selections.size >= mostChoices) selections.clear();
    selection = compileOperation(schema, { fragments: fragmentDefinitions, choices }, operation, root);
    selections.set(key, selection);
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

function selectionsOf(document: DocumentNode, operation: OperationDefinitionNode): Map<string, Selection> {
  let operations = compiled.get(document);
  if (!operations) compiled.set(document, (operations = new Map()));
  let selections = operations.get(operation);
  if (!selections) operations.set(operation, (selections = new Map()));
  return selections;
}

/** False for a document that is executed in the ordinary way. */
const known = new WeakMap<DocumentNode, readonly string[] | false>();

/** The variables by which fields are left out. */
function decidingOf(document: DocumentNode): readonly string[] | false {
  let deciding = known.get(document);
  if (deciding === undefined) known.set(document, (deciding = findDeciding(document)));
  return deciding;
}

/** What asks about the schema is left to GraphQL.js, and so are names that objects heed. */
function findDeciding(document: DocumentNode): readonly string[] | false {
  let can = true;
  const names = new Set<string>();
  const leave = () => {
    can = false;
    return BREAK;
  };
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (!['skip', 'include'].includes(name.value)) return leave();
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      return undefined;
    },
    Field({ name, alias }) {
      if (['__schema', '__type'].includes(name.value) || alias?.value === '__proto__') return leave();
      return undefined;
    },
  });
  return can && [...names];
}

/** Whether the schema has nothing that only GraphQL.js heeds. */
export function canCompile(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).every((type) => !isObjectType(type) || !type.isTypeOf);
}
