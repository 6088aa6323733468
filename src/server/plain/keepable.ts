import {
  type ArgumentNode,
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { parseDurationMs } from '../../duration.ts';
import { declaredNeeds } from '../../schema/fields/permission.ts';

/** How answers to a document may be given again. */
export interface Keepable {
  /** Has the answer places in a walk, each with when the walk began? */
  readonly hasCursors: boolean;
  /** The ages that its arguments allow facts to have, in milliseconds. */
  agesWith(variables: Readonly<Record<string, unknown>>): readonly number[];
}

/** Questions whose answers follow from what was read of the organization, and from nothing else. */
const rootFields = new Set([
  '__typename',
  'assignments',
  'permissionSet',
  'permissionSets',
  'principal',
  'principals',
  'target',
  'targets',
]);
/** What is known of an instance is no part of the mirror; what would be done depends on the moment. */
const otherTypes = new Set(['Access', 'EntitlementConnection', 'Held', 'Instance', 'Node']);
const cursors = new Set(['cursor', 'startCursor', 'endCursor']);

/** Undefined where an answer is made anew each time: of anything but queries, of whatever a viewer is or may take. */
export function keepableOf(document: DocumentNode, schema: GraphQLSchema): Keepable | undefined {
  let isKeepable = true;
  let hasCursors = false;
  const ages: ArgumentNode[] = [];
  const types = new TypeInfo(schema);
  const look = {
    OperationDefinition({ operation }: OperationDefinitionNode) {
      isKeepable &&= operation === 'query';
    },
    Field({ name: { value: name } }: { readonly name: { readonly value: string } }) {
      const parent = types.getParentType();
      const type = getNamedType(types.getType());
      const needs = declaredNeeds(types.getFieldDef()?.extensions) ?? [];
      const isRoot = parent === schema.getQueryType();
      isKeepable &&= type !== undefined && (!isRoot || rootFields.has(name));
      isKeepable &&= !otherTypes.has(type?.name ?? '') && needs.every((needed) => needed === 'read');
      isKeepable &&=
        name === '__typename' || !(type && isIntrospectionType(type) && parent === schema.getQueryType());
      hasCursors ||= cursors.has(name);
    },
    Argument(node: ArgumentNode) {
      if (node.name.value === 'maxAge') ages.push(node);
    },
  };
  visit(document, visitWithTypeInfo(types, look));
  if (!isKeepable) return undefined;
  const defaults = defaultsOf(document);
  return {
    hasCursors,
    agesWith: (variables) => ages.flatMap((age) => ageIn(age, { ...defaults, ...variables })),
  };
}

function ageIn({ value }: ArgumentNode, variables: Readonly<Record<string, unknown>>): number[] {
  const text =
    value.kind === Kind.VARIABLE
      ? variables[value.name.value]
      : value.kind === Kind.STRING
        ? value.value
        : undefined;
  const ms = typeof text === 'string' ? parseDurationMs(text) : undefined;
  return ms === undefined ? [] : [ms];
}

/** Of variables of all operations: that of one counts for the others, too, which does no harm. */
function defaultsOf({ definitions }: DocumentNode): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const definition of definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      for (const { variable, defaultValue } of definition.variableDefinitions ?? [])
        if (defaultValue?.kind === Kind.STRING) defaults[variable.name.value] = defaultValue.value;
  return defaults;
}
