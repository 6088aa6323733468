import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { declaredNeeds } from '../../schema/fields/permission.ts';
import type { Permission } from '../../viewer.ts';
import type { Asker } from '../audit/trail.ts';

/** What is known of an operation when its result is. Of one that could not be read, little is. */
export interface AskedOperation {
  readonly asker?: Asker;
  /** Of the performance clock, in milliseconds. */
  readonly beganAtMs?: number;
  readonly params?: {
    readonly operationName?: string | null | undefined;
    readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  };
  /** As it was parsed. */
  readonly document?: DocumentNode;
  readonly meter?: { toJSON(): unknown };
}

/** The one that runs; undefined where none would. */
export function operationOf({ document, params }: AskedOperation): OperationDefinitionNode | undefined {
  const all =
    document?.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION) ?? [];
  const asked = params?.operationName;
  if (typeof asked !== 'string' || asked === '') return all.length === 1 ? all[0] : undefined;
  return all.find(({ name }) => name?.value === asked);
}

/** What its root fields need, those in fragments, too: also of a document that was refused, such as for a circle. */
export function permissionOf(
  { selectionSet, operation }: OperationDefinitionNode,
  { definitions }: DocumentNode,
  schema: GraphQLSchema,
): Permission | undefined {
  const fields = schema.getRootType(operation)?.getFields();
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const needed = new Set<Permission>();
  // A set goes on to what is added to it meanwhile, and has each once.
  const sets = new Set([selectionSet]);
  for (const { selections } of sets)
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD)
        for (const one of declaredNeeds(fields?.[selection.name.value]?.extensions) ?? []) needed.add(one);
      else if (selection.kind === Kind.INLINE_FRAGMENT) sets.add(selection.selectionSet);
      else
        for (const fragment of fragments)
          if (fragment.name.value === selection.name.value) sets.add(fragment.selectionSet);
    }
  const [first] = needed;
  // Whoever may take credentials may do the most.
  return needed.has('credentials') ? 'credentials' : first;
}

export function callsOf({ meter }: AskedOperation): number {
  const told = meter?.toJSON();
  return typeof told === 'object' && told !== null && 'calls' in told ? Number(told.calls) : 0;
}

export interface CodedError {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** `ok`, or the code of the first error. */
export function resultOf(errors: readonly CodedError[] | undefined): string {
  const [first] = errors ?? [];
  return first ? codeOf(first) : 'ok';
}

export function codeOf({ extensions }: CodedError): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'BAD_INPUT';
}
