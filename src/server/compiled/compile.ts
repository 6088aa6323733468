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
import { declaredIdentity, isDeclaredTold } from '../../schema/fields/told.ts';
import { completeAbstract, completeLeaf, completeList, completeNonNull, completeObject } from './complete.ts';
import type { SelectionOf } from './fields.ts';
import { Fragments } from './fragments.ts';
import type { Complete, CompiledField, Selection } from './run.ts';
import { collectFields, type FragmentDefinitions } from './selections.ts';

/** The fields of an operation, each compiled when it is first met. */
export function compileOperation(
  schema: GraphQLSchema,
  fragments: FragmentDefinitions,
  { selectionSet }: OperationDefinitionNode,
  root: GraphQLObjectType,
): Selection {
  let count = 0;

  function selectionOf(type: GraphQLObjectType, sets: Parameters<typeof collectFields>[3]): Selection {
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
        opening: `${fields.length > 0 ? ',' : ''}${JSON.stringify(name)}:`,
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
    const identity = fields.every(isTold) ? declaredIdentity(type) : undefined;
    return { fields, told: identity && { ...identity, fragments: new Fragments() } };
  }

  function completeOf(type: GraphQLOutputType, nodes: CompiledField['nodes']): Complete {
    if (isNonNullType(type)) return completeNonNull(completeOf(type.ofType, nodes));
    if (isListType(type)) return completeList(isNonNullType(type.ofType), completeOf(type.ofType, nodes));
    if (isLeafType(type)) return completeLeaf(type);
    const sets = nodes.flatMap(({ selectionSet: set }) => (set ? [set] : []));
    const ofType: SelectionOf = (objectType) => selectionOf(objectType, sets);
    if (isObjectType(type)) return completeObject(type, ofType);
    if (isAbstractType(type)) return completeAbstract(schema, type, ofType);
    return type satisfies never;
  }

  return selectionOf(root, [selectionSet]);
}

/** Its value follows from what was read of the organization alone. */
function isTold({ definition, isLeaf, args }: CompiledField): boolean {
  return isLeaf && args !== undefined && (definition.name === '__typename' || isDeclaredTold(definition));
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
