import {
  type FieldNode,
  getArgumentValues,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { completeAbstract, completeLeaf, completeList, completeNonNull, completeObject } from './complete.ts';
import type { FieldsOf } from './fields.ts';
import type { Complete, CompiledField } from './run.ts';
import { collectFields, type Fragments } from './selections.ts';

/** The fields of an operation, each compiled when it is first met. */
export function compileOperation(
  schema: GraphQLSchema,
  fragments: Fragments,
  { selectionSet }: OperationDefinitionNode,
  root: GraphQLObjectType,
): readonly CompiledField[] {
  let count = 0;

  function fieldsOf(type: GraphQLObjectType, sets: Parameters<typeof collectFields>[3]): CompiledField[] {
    const fields: CompiledField[] = [];
    for (const [name, [node, ...others]] of collectFields(schema, fragments, type, sets)) {
      const definition = node && schema.getField(type, node.name.value);
      if (!node || !definition) continue;
      const nodes: CompiledField['nodes'] = [node, ...others];
      const { type: returned, resolve = defaultResolve } = definition;
      const complete = completeOf(returned, nodes);
      const isNonNull = isNonNullType(returned);
      fields.push({
        number: count++,
        name,
        nodes,
        definition,
        parentType: type,
        resolve,
        args: staticArgs(definition, node),
        isNonNull,
        isLeaf: isLeafType(isNonNull ? returned.ofType : returned),
        complete,
      });
    }
    return fields;
  }

  function completeOf(type: GraphQLOutputType, nodes: CompiledField['nodes']): Complete {
    if (isNonNullType(type)) return completeNonNull(completeOf(type.ofType, nodes));
    if (isListType(type)) return completeList(isNonNullType(type.ofType), completeOf(type.ofType, nodes));
    if (isLeafType(type)) return completeLeaf(type);
    const sets = nodes.flatMap(({ selectionSet: set }) => (set ? [set] : []));
    const known = new Map<string, readonly CompiledField[]>();
    const fieldsOfType: FieldsOf = (objectType) => {
      let fields = known.get(objectType.name);
      if (!fields) known.set(objectType.name, (fields = fieldsOf(objectType, sets)));
      return fields;
    };
    if (isObjectType(type)) return completeObject(type, fieldsOfType);
    if (isAbstractType(type)) return completeAbstract(schema, type, fieldsOfType);
    return type satisfies never;
  }

  return fieldsOf(root, [selectionSet]);
}

/** As GraphQL.js does it for a field without a resolver. */
function defaultResolve(
  source: unknown,
  args: unknown,
  context: unknown,
  info: { readonly fieldName: string },
) {
  if (typeof source !== 'object' || source === null) return undefined;
  const value: unknown = Reflect.get(source, info.fieldName);
  return typeof value === 'function' ? value.call(source, args, context, info) : value;
}

/** Arguments that are wrong are left to the execution, whose error it is. */
function staticArgs(definition: GraphQLField<unknown, unknown>, node: FieldNode) {
  if (node.arguments?.some(({ value }) => hasVariable(value))) return undefined;
  try {
    return getArgumentValues(definition, node);
  } catch {
    return undefined;
  }
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
