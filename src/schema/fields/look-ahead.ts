import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Does the query select this field of what the resolver answers with, directly or through fragments? */
export function selects(info: GraphQLResolveInfo, name: string): boolean {
  return finds(info, (field) => field === name, false);
}

/** The same, at any depth, for one of several fields. */
export function selectsWithin(info: GraphQLResolveInfo, names: readonly string[]): boolean {
  return finds(info, (field) => names.includes(field), true);
}

/** The same, for one of several fields at the end of a path. */
export function selectsUnder(
  info: GraphQLResolveInfo,
  path: readonly string[],
  names: readonly string[],
): boolean {
  const inSet = (set: SelectionSetNode | undefined, depth: number): boolean =>
    set?.selections.some((selection) => {
      if (isLeftOut(selection, info)) return false;
      if (selection.kind === Kind.INLINE_FRAGMENT) return inSet(selection.selectionSet, depth);
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return inSet(info.fragments[selection.name.value]?.selectionSet, depth);
      const { value } = selection.name;
      return depth === path.length
        ? names.includes(value)
        : value === path[depth] && inSet(selection.selectionSet, depth + 1);
    }) ?? false;
  return info.fieldNodes.some((field) => inSet(field.selectionSet, 0));
}

function finds(info: GraphQLResolveInfo, isWanted: (field: string) => boolean, isDeep: boolean): boolean {
  const inSet = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      if (isLeftOut(selection, info)) return false;
      if (selection.kind === Kind.FIELD)
        return isWanted(selection.name.value) || (isDeep && inSet(selection.selectionSet));
      if (selection.kind === Kind.INLINE_FRAGMENT) return inSet(selection.selectionSet);
      return inSet(info.fragments[selection.name.value]?.selectionSet);
    }) ?? false;
  return info.fieldNodes.some((field) => inSet(field.selectionSet));
}

function isLeftOut(selection: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variableValues);
  return skip?.['if'] === true || include?.['if'] === false;
}
