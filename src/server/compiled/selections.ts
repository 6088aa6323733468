import {
  type FieldNode,
  type FragmentDefinitionNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type FragmentDefinitions = Readonly<Record<string, FragmentDefinitionNode>>;

/** The fields that some selections ask of an object, by the name in the answer and in its order. */
export function collectFields(
  schema: GraphQLSchema,
  fragments: FragmentDefinitions,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) if (!isLeftOut(selection)) add(selection);
  };
  const add = (selection: SelectionNode): void => {
    switch (selection.kind) {
      case Kind.FIELD: {
        const name = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(name);
        if (nodes) nodes.push(selection);
        else fields.set(name, [selection]);
        return;
      }
      case Kind.INLINE_FRAGMENT: {
        if (applies(selection.typeCondition?.name.value)) visit(selection.selectionSet);
        return;
      }
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments[selection.name.value];
        if (!fragment || spread.has(selection.name.value)) return;
        if (!applies(fragment.typeCondition.name.value)) return;
        spread.add(selection.name.value);
        return visit(fragment.selectionSet);
      }
      default:
        return selection satisfies never;
    }
  };
  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const asked = schema.getType(condition);
    return isAbstractType(asked) && schema.isSubType(asked, type);
  };
  for (const set of sets) visit(set);
  return fields;
}

/** By what stands in the document itself: one with variables in @skip or @include is not compiled. */
function isLeftOut(selection: SelectionNode): boolean {
  if (!selection.directives?.length) return false;
  return (
    getDirectiveValues(GraphQLSkipDirective, selection)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, selection)?.['if'] === false
  );
}
