import {
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** About how many items each list of introspection has, by `Type.field`. */
export type ListLengths = ReadonlyMap<string, number>;

const known = new WeakMap<GraphQLSchema, ListLengths>();

/** The schema does not change, and is asked about with each query. */
export function introspectionLengths(schema: GraphQLSchema): ListLengths {
  const lengths = known.get(schema) ?? lengthsOf(schema);
  known.set(schema, lengths);
  return lengths;
}

function lengthsOf(schema: GraphQLSchema): ListLengths {
  const types = Object.values(schema.getTypeMap());
  const composite = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields: GraphQLField<unknown, unknown>[] = composite.flatMap((type) =>
    Object.values(type.getFields()),
  );
  const count = (items: object) => Object.keys(items).length;
  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', schema.getDirectives().length],
    ['__Type.fields', mean(composite.map((type) => count(type.getFields())))],
    ['__Type.interfaces', mean(composite.map((type) => type.getInterfaces().length))],
    [
      '__Type.possibleTypes',
      mean(types.filter(isAbstractType).map((type) => schema.getPossibleTypes(type).length)),
    ],
    ['__Type.enumValues', mean(types.filter(isEnumType).map((type) => type.getValues().length))],
    ['__Type.inputFields', mean(types.filter(isInputObjectType).map((type) => count(type.getFields())))],
    ['__Field.args', mean(fields.map(({ args }) => args.length))],
    ['__Directive.args', mean(schema.getDirectives().map(({ args }) => args.length))],
  ]);
}

/** Rounded up, and 1 of nothing. */
function mean(numbers: readonly number[]): number {
  const sum = numbers.reduce((total, one) => total + one, 0);
  return Math.max(1, Math.ceil(sum / Math.max(1, numbers.length)));
}
