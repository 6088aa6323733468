import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What decides, beside the document, which fields are asked for: the variables of @skip and @include, by name. */
export type Choices = ReadonlyMap<string, boolean>;

export interface Deciding {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly choices: Choices;
}

/** The fields that some selections ask of an object, by the name in the answer and in its order. */
export function collectFields(
  schema: GraphQLSchema,
  { fragments, choices }: Deciding,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) if (!isLeftOut(selection, choices)) add(selection);
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

function isLeftOut({ directives = [] }: SelectionNode, choices: Choices): boolean {
  return directives.some(({ name, arguments: given = [] }) =>
    given.some(({ value }) => choiceOf(value, choices) === (name.value === 'skip')),
  );
}

function choiceOf(value: ValueNode, choices: Choices): boolean | undefined {
  if (value.kind === Kind.VARIABLE) return choices.get(value.name.value);
  return value.kind === Kind.BOOLEAN ? value.value : undefined;
}
