import {
  type FieldNode,
  getArgumentValues,
  type GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  locatedError,
  type ValidatedExecutionArgs,
} from 'graphql';
import type { Identity } from '../../schema/fields/told.ts';
import type { Fragments } from './fragments.ts';

/** Null as JSON. */
export const nothing = 'null';

/** Where a value stands in the answer: made where something below may need it only. */
export interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
}

/** A field of a document as it is asked of objects of one type: whatever can be known of it before it is executed. */
export interface CompiledField {
  /** Among the fields of its operation. */
  readonly number: number;
  /** In the answer. */
  readonly name: string;
  /** What stands before its value in the answer: its name, and a comma where it is not the first. */
  readonly opening: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  readonly definition: GraphQLField<unknown, unknown>;
  readonly parentType: GraphQLObjectType;
  readonly resolve: NonNullable<GraphQLField<unknown, unknown>['resolve']>;
  /** Where no variable is in them. */
  readonly args: Readonly<Record<string, unknown>> | undefined;
  readonly isNonNull: boolean;
  /** Its value is one that nothing is below. */
  readonly isLeaf: boolean;
  /** It is told the same for a time, with all that is below. */
  readonly isTold: boolean;
  readonly complete: Complete;
}

/** The fields of a document that are asked of objects of one type. */
export interface Selection {
  readonly fields: readonly CompiledField[];
  /** Where all of them are told the same for a time, and of which thing. */
  readonly told: (Identity & { readonly fragments: Fragments }) | undefined;
}

/** JSON. */
export type Text = string | Promise<string>;

/** Makes of what a resolver gave what the answer has. `place` is missing for values that nothing is below. */
export type Complete = (run: Run, field: CompiledField, value: unknown, place: Place | undefined) => Text;

/** One execution of a compiled operation: what its fields share, and the errors that it meets. */
export class Run {
  readonly context: unknown;
  /** Whether what was told of a thing is told again while it stays the same. */
  readonly keepsFragments: boolean;
  readonly errors: GraphQLError[] = [];
  readonly #validated: ValidatedExecutionArgs;
  /** Values that are null because of an error: further errors within say nothing more. */
  readonly #nulled = new Set<Place | undefined>();
  /** By field: the same for each object that it is asked of. */
  readonly #args: unknown[] = [];
  readonly #infos: GraphQLResolveInfo[] = [];

  constructor(validated: ValidatedExecutionArgs, keepsFragments: boolean) {
    this.#validated = validated;
    this.keepsFragments = keepsFragments;
    this.context = validated.contextValue;
  }

  argsOf(field: CompiledField): Readonly<Record<string, unknown>> {
    if (field.args) return field.args;
    // The cast: what is kept at a field's number are its arguments.
    const known = this.#args[field.number] as Record<string, unknown> | undefined;
    if (known) return known;
    const { variableValues, hideSuggestions } = this.#validated;
    const [node] = field.nodes;
    const args = getArgumentValues(field.definition, node, variableValues, undefined, hideSuggestions);
    this.#args[field.number] = args;
    return args;
  }

  /** For look-ahead. Its path is that of the field in the document: one is made for all objects. */
  infoOf(field: CompiledField): GraphQLResolveInfo {
    return (this.#infos[field.number] ??= this.#newInfo(field));
  }

  /** What a field's error makes of it: null, unless it may not be. Then the error is that of what it stands in. */
  failed(raw: unknown, field: CompiledField, isNonNull: boolean, place: Place): typeof nothing {
    const error = locatedError(raw, field.nodes, pathOf(place));
    if (isNonNull) throw error;
    this.note(error, place);
    return nothing;
  }

  note(error: GraphQLError, place: Place | undefined): void {
    for (let at = place; at; at = at.above) if (this.#nulled.has(at)) return;
    if (this.#nulled.has(undefined)) return;
    this.#nulled.add(place);
    this.errors.push(error);
  }

  #newInfo({ definition, nodes, parentType, name }: CompiledField): GraphQLResolveInfo {
    const { schema, fragmentDefinitions, rootValue, operation, variableValues } = this.#validated;
    return {
      fieldName: definition.name,
      fieldNodes: [...nodes],
      returnType: definition.type,
      parentType,
      path: { prev: undefined, key: name, typename: parentType.name },
      schema,
      fragments: fragmentDefinitions,
      rootValue,
      operation,
      variableValues,
      getAbortSignal: () => undefined,
      getAsyncHelpers: notHere,
    };
  }
}

/** Resolvers take the signal of their request from the context, and await what they begin. */
function notHere(): never {
  throw new Error('Resolvers of this graph need no helpers of the executor');
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at; at = at.above) path.push(at.key);
  return path.toReversed();
}
