import { readFileSync } from 'node:fs';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  print,
  printSchema,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { pending } from './pending.ts';

/** As clients see it. */
const served = buildSchema(printSchema(schema));
const contract = buildSchema(readFileSync(new URL('contract.graphql', import.meta.url), 'utf8'));

/** Types and fields as text, so that a difference reads like a difference of schemas. */
function membersOf(type: GraphQLNamedType): Map<string, string> {
  if (isEnumType(type)) return new Map(type.getValues().map(({ name }) => [name, name]));
  if (isInputObjectType(type))
    return new Map(
      Object.values(type.getFields()).map((field) => [
        field.name,
        `${String(field.type)} ${defaultOf(field)}`,
      ]),
    );
  if (!isObjectType(type) && !isInterfaceType(type)) return new Map();
  const fields = Object.values(type.getFields()).map((field) => [field.name, String(field.type)] as const);
  const interfaces = type.getInterfaces().map(({ name }) => [`implements ${name}`, name] as const);
  return new Map([...fields, ...interfaces]);
}

function argsOf(type: GraphQLNamedType): Map<string, string> {
  if (!isObjectType(type) && !isInterfaceType(type)) return new Map();
  return new Map(
    Object.values(type.getFields()).flatMap((field) =>
      field.args.map(
        (arg) => [`${field.name}(${arg.name}:)`, `${String(arg.type)} ${defaultOf(arg)}`] as const,
      ),
    ),
  );
}

function defaultOf({ default: given }: GraphQLArgument | GraphQLInputField): string {
  return given?.literal ? print(given.literal) : 'without default';
}

const own = Object.values(contract.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type) && served.getType(type.name),
);

describe.each(own.map((type) => [type.name, type] as const))('%s', (name, promised) => {
  const given = served.getType(name)!;

  test('is the kind of type that the contract has', () => {
    expect(given.constructor.name).toBe(promised.constructor.name);
  });

  test('has every member that it shares with the contract exactly as the contract has it', () => {
    const members = membersOf(given);
    // Enums and inputs are taken whole: a client may send any of their members.
    const isWhole = isEnumType(promised) || isInputObjectType(promised);
    const shared = [...membersOf(promised)].filter(([member]) =>
      isWhole ? !pending.has(`${name}.${member}`) : members.has(member),
    );
    expect(shared.map(([member]) => [member, members.get(member)])).toEqual(shared);
  });

  test('has every argument of the fields that it shares with the contract', () => {
    const fields = membersOf(given);
    const args = argsOf(given);
    const shared = [...argsOf(promised)].filter(
      ([arg]) => fields.has(arg.slice(0, arg.indexOf('('))) && !pending.has(`${name}.${arg}`),
    );
    expect(shared.map(([arg]) => [arg, args.get(arg)])).toEqual(shared);
  });
});

test('every type, member and argument of the contract is served, save for what is known to be pending', () => {
  const promised = Object.values(contract.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const missing = promised.flatMap((type) => {
    const given = served.getType(type.name);
    if (!given) return [type.name];
    const has = new Set([...membersOf(given).keys(), ...argsOf(given).keys()]);
    const lacking = [...membersOf(type).keys()].filter((member) => !has.has(member));
    // Of a field that is missing, its arguments need no word.
    const argsLacking = [...argsOf(type).keys()].filter(
      (arg) => !has.has(arg) && has.has(arg.slice(0, arg.indexOf('('))),
    );
    return [...lacking, ...argsLacking].map((member) => `${type.name}.${member}`);
  });
  expect(missing.toSorted()).toEqual([...pending].toSorted());
});

test('schema.graphql is the schema as it is served', () => {
  expect(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(
    `${printSchema(schema)}\n`,
  );
});
