import { checkCost } from '../../schema/cost/check.ts';
import {
  type DocumentNode,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  parse,
  type VariableDefinitionNode,
} from 'graphql';
import { badInput } from '../../errors.ts';
import { isObject } from '../plain/request.ts';

/** What a file lists, and the question of GraphQL that it answers: its arguments are the file's. */
const questions = {
  assignments: `query FileOfAssignments($filter: AssignmentFilter, $maxAge: Duration, $instanceArn: String) {
    assignments(filter: $filter, maxAge: $maxAge, instanceArn: $instanceArn) { totalCount }
  }`,
  people: `query FileOfPeople($filter: AssignmentFilter, $user: PrincipalFilter, $maxAge: Duration, $instanceArn: String) {
    effectiveAccess(filter: $filter, user: $user, maxAge: $maxAge, instanceArn: $instanceArn) { totalCount }
  }`,
  changes: `query FileOfChanges($since: DateTime!, $until: DateTime, $filter: AssignmentFilter, $kinds: [ChangeKind!], $instanceArn: String) {
    changes(since: $since, until: $until, filter: $filter, kinds: $kinds, instanceArn: $instanceArn) { totalCount }
  }`,
} as const;

export type FileKind = keyof typeof questions;
export type FileFormat = 'csv' | 'xlsx';

export interface AskedFile {
  readonly kind: FileKind;
  readonly format: FileFormat;
  /** Of CSV: written so that Excel takes it for what it is. */
  readonly bom: boolean;
  /** Of assignments: which columns. @default the usual ones */
  readonly columns: readonly string[] | undefined;
  /** The arguments of the question, as resolvers get them. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A file with the question that it answers, for whoever writes down what was asked. */
export interface ParsedFile {
  readonly asked: AskedFile;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

const documents = new Map<FileKind, DocumentNode>();

function documentOf(kind: FileKind): DocumentNode {
  const document = documents.get(kind) ?? parse(questions[kind]);
  documents.set(kind, document);
  return document;
}

export function kindAndFormat(
  path: string,
): { readonly kind: FileKind; readonly format: FileFormat } | undefined {
  const [, kind = '', format] = /^\/files\/(\w+)\.(csv|xlsx)$/.exec(path) ?? [];
  if (!Object.hasOwn(questions, kind)) return undefined;
  // The casts: the one is a member of them, and the other what the pattern has.
  return { kind: kind as FileKind, format: format as FileFormat };
}

/** Checks what was sent as GraphQL checks the variables of a query. Throws BAD_INPUT, or what GraphQL says. */
export function parseFile(
  { kind, format }: Pick<AskedFile, 'format' | 'kind'>,
  body: string,
  schema: GraphQLSchema,
): ParsedFile {
  const { bom = false, columns, ...variables } = objectIn(body);
  const document = documentOf(kind);
  const definitions = variablesOf(document);
  const known = definitions.map(({ variable }) => variable.name.value);
  const stranger = Object.keys(variables).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw badInput(stranger, `a file of ${kind} has no such argument; give some of ${known.join(', ')}`);
  if (typeof bom !== 'boolean') throw badInput('bom', 'give true or false');
  if (bom && format !== 'csv') throw badInput('bom', 'only CSV is written for Excel in this way');
  checkCost(document, schema, variables);
  const result = getVariableValues(schema, definitions, variables, { maxErrors: 1 });
  if (result.errors) throw result.errors[0] ?? new Error('GraphQL tells at least one error');
  const values = result.variableValues.coerced;
  return { document, variables, asked: { kind, format, bom, columns: columnsIn(kind, columns), values } };
}

function columnsIn(kind: FileKind, columns: unknown): readonly string[] | undefined {
  if (columns === undefined || columns === null) return undefined;
  if (kind !== 'assignments') throw badInput('columns', `a file of ${kind} has columns of its own`);
  if (!Array.isArray(columns) || columns.length === 0 || !columns.every((one) => typeof one === 'string'))
    throw badInput('columns', 'give a list of names of columns');
  return columns;
}

function objectIn(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = body.trim() === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw badInput('body', 'send a JSON object of arguments, such as {"filter": {}}', error);
  }
  if (!isObject(value)) throw badInput('body', 'send a JSON object of arguments, such as {"filter": {}}');
  return value;
}

function variablesOf({ definitions }: DocumentNode): readonly VariableDefinitionNode[] {
  const [definition] = definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A question is an operation');
  return definition.variableDefinitions ?? [];
}
