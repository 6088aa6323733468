import {
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedOutputType,
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
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { declaredNeeds } from '../../schema/fields/permission.ts';
import { declaredIdentity, isDeclaredTold } from '../../schema/fields/told.ts';
import { completeAbstract, completeLeaf, completeList, completeNonNull, completeObject } from './complete.ts';
import type { SelectionOf } from './fields.ts';
import { Fragments } from './fragments.ts';
import type { Complete, CompiledField, Selection } from './run.ts';
import { collectFields, type Deciding } from './selections.ts';

/** The fields of an operation, each compiled when it is first met. */
export function compileOperation(
  schema: GraphQLSchema,
  deciding: Deciding,
  { selectionSet }: OperationDefinitionNode,
  root: GraphQLObjectType,
): Selection {
  let count = 0;

  function selectionOf(type: GraphQLObjectType, sets: Parameters<typeof collectFields>[3]): Selection {
    const fields: CompiledField[] = [];
    for (const [name, [node, ...others]] of collectFields(schema, deciding, type, sets)) {
      const definition = node && schema.getField(type, node.name.value);
      if (!node || !definition) continue;
      const nodes: CompiledField['nodes'] = [node, ...others];
      const { type: returned, resolve = defaultResolve } = definition;
      const ofType = perType((objectType) => selectionOf(objectType, setsOf(nodes)));
      const isNonNull = isNonNullType(returned);
      const args = staticArgs(definition, node);
      fields.push({
        number: count++,
        name,
        opening: `${fields.length > 0 ? ',' : ''}${JSON.stringify(name)}:`,
        nodes,
        definition,
        parentType: type,
        resolve,
        args,
        isNonNull,
        isLeaf: isLeafType(isNonNull ? returned.ofType : returned),
        isTold: args !== undefined && isTold(definition, ofType),
        complete: completeOf(returned, ofType),
      });
    }
    const identity = fields.every((field) => field.isTold) ? declaredIdentity(type) : undefined;
    return { fields, told: identity && { ...identity, fragments: new Fragments() } };
  }

  /** Its value follows from what was read of the organization alone, and so does all that is asked of it. */
  function isTold(definition: CompiledField['definition'], ofType: SelectionOf): boolean {
    if (definition.name === '__typename') return true;
    if (!isDeclaredTold(definition)) return false;
    // What one viewer may not do must be refused, also where it was told to another.
    if ((declaredNeeds(definition.extensions) ?? []).length > 0) return false;
    return typesOf(schema, getNamedType(definition.type)).every((one) => ofType(one).told);
  }

  function completeOf(type: GraphQLOutputType, ofType: SelectionOf): Complete {
    if (isNonNullType(type)) return completeNonNull(completeOf(type.ofType, ofType));
    if (isListType(type)) return completeList(isNonNullType(type.ofType), completeOf(type.ofType, ofType));
    if (isLeafType(type)) return completeLeaf(type);
    if (isObjectType(type)) return completeObject(type, ofType);
    if (isAbstractType(type)) return completeAbstract(schema, type, ofType);
    return type satisfies never;
  }

  return selectionOf(root, [selectionSet]);
}

function perType(make: SelectionOf): SelectionOf {
  const made = new Map<GraphQLObjectType, Selection>();
  return (type) => {
    const known = made.get(type) ?? make(type);
    made.set(type, known);
    return known;
  };
}

function setsOf(nodes: CompiledField['nodes']): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
}

/** Of which types a value may be that is asked for more; none where nothing is below. */
function typesOf(schema: GraphQLSchema, type: GraphQLNamedOutputType): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
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
