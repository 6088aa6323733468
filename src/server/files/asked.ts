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
import type { Permission } from '../../viewer.ts';
import { isObject } from '../plain/request.ts';

/** What a file lists: the question of GraphQL that it answers, whose variables are the file's arguments. */
export interface FileQuestion {
  /** Its variable `after` is not for who asks. */
  readonly document: string;
  readonly permission: Permission;
  /** Whether who asks may choose columns. */
  readonly hasColumns: boolean;
}

/** Every file that there is, by its name. */
export type FileQuestions = Readonly<Record<string, FileQuestion>>;

export type FileFormat = 'csv' | 'xlsx';

export interface AskedFile {
  readonly kind: string;
  readonly format: FileFormat;
  /** Of CSV: written so that Excel takes it for what it is. */
  readonly bom: boolean;
  /** Which columns, where there is a choice. @default the usual ones */
  readonly columns: readonly string[] | undefined;
  /** The arguments of the question, as resolvers get them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same as they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A file with the question that it answers, for whoever writes down what was asked. */
export interface ParsedFile {
  readonly asked: AskedFile;
  readonly document: DocumentNode;
}

const documents = new Map<string, DocumentNode>();

function parsed(text: string): DocumentNode {
  const document = documents.get(text) ?? parse(text);
  documents.set(text, document);
  return document;
}

/** Which file is at a path. */
export interface NamedFile {
  readonly kind: string;
  readonly question: FileQuestion;
  readonly format: FileFormat;
}

export function fileAt(path: string, questions: FileQuestions): NamedFile | undefined {
  const [, kind = '', format] = /^\/files\/([\w-]+)\.(csv|xlsx)$/.exec(path) ?? [];
  const question = Object.hasOwn(questions, kind) ? questions[kind] : undefined;
  return question && { kind, question, format: format as FileFormat }; // the pattern has no other
}

/** Checks what was sent as GraphQL checks the variables of a query. Throws BAD_INPUT, or what GraphQL says. */
export function parseFile(
  { kind, question, format }: NamedFile,
  body: string,
  schema: GraphQLSchema,
): ParsedFile {
  const { bom = false, columns, ...variables } = objectIn(body);
  const document = parsed(question.document);
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
  const chosen = columnsIn(kind, question, columns);
  return { document, asked: { kind, format, bom, columns: chosen, values, variables } };
}

function columnsIn(
  kind: string,
  { hasColumns }: FileQuestion,
  columns: unknown,
): readonly string[] | undefined {
  if (columns === undefined || columns === null) return undefined;
  if (!hasColumns) throw badInput('columns', `a file of ${kind} has columns of its own`);
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
  return (definition.variableDefinitions ?? []).filter(({ variable }) => variable.name.value !== 'after');
}
