import {
  type GraphQLField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';

interface Described {
  readonly coordinate: string;
  readonly description: string | null | undefined;
}

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

function fieldsOf(type: GraphQLNamedType): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

/** A type and everything in it that a client can name. */
function described(type: GraphQLNamedType): Described[] {
  const at = (...names: readonly string[]) => [type.name, ...names].join('.');
  const members: Described[] = [{ coordinate: at(), description: type.description }];
  for (const { name, args, description } of fieldsOf(type)) {
    members.push({ coordinate: at(name), description });
    for (const arg of args)
      members.push({ coordinate: `${at(name)}(${arg.name}:)`, description: arg.description });
  }
  const plain = isEnumType(type)
    ? type.getValues()
    : isInputObjectType(type)
      ? Object.values(type.getFields())
      : [];
  for (const { name, description } of plain) members.push({ coordinate: at(name), description });
  return members;
}

const everything = types.flatMap(described);

function wordsOf(text: string): string[] {
  return (
    text
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.map((word) => word.replace(/s$/, '')) ?? []
  );
}

const fillers = new Set(wordsOf('the a an of its it is this that these those in for to by and or one'));

/** What a description says that the name of the thing, and of what it is in, did not. */
function added({ coordinate, description }: Described): Set<string> {
  return new Set(wordsOf(description ?? '')).difference(fillers).difference(new Set(wordsOf(coordinate)));
}

describe('each type, field, argument, input field and enum value', () => {
  test('has a description that is a whole sentence or more', () => {
    const wanting = everything.filter(({ description }) => !/^\p{Lu}.*[.…]$/su.test(description ?? ''));
    expect(wanting).toEqual([]);
  });

  test('says more than its name does', () => {
    expect(everything.filter((one) => added(one).size < 2)).toEqual([]);
  });

  test('is described without a reference to its neighbours', () => {
    const leaning =
      /\b(fields? (below|above)|like every|as \w+ does|(as|see) (above|below)|likewise|ditto)\b/i;
    expect(everything.filter(({ description }) => leaning.test(description ?? ''))).toEqual([]);
  });
});

test('a field that can be null says when it is', () => {
  const silent = types.flatMap((type) =>
    fieldsOf(type)
      .filter(({ type: of, description }) => !isNonNullType(of) && !/\bnull\b/i.test(description ?? ''))
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(silent).toEqual([]);
});

test('a number that is an amount says of what, and time its unit', () => {
  const wanting = types.flatMap((type) =>
    fieldsOf(type)
      .filter(({ type: of }) => /^(Int|Float)/.test(String(of)))
      .filter(({ description }) => !/\b(how many|seconds)\b/i.test(description ?? ''))
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(wanting).toEqual([]);
});

test('a root field says which permission it needs', () => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const silent = roots.flatMap((type) =>
    Object.values(type?.getFields() ?? {})
      .filter(
        ({ description }) =>
          !/Needs (the permissions? (read|credentials)( and (read|credentials))?|no permission)\.$/.test(
            description ?? '',
          ),
      )
      .map(({ name }) => name),
  );
  expect(silent).toEqual([]);
});
