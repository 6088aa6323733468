import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isIntrospectionType,
  isLeafType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { declaredCost } from './declared.ts';
import { introspectionLengths, type ListLengths } from './introspection.ts';
import { queryLimits, type QueryMeasure, uncountable } from './limits.ts';
import { Values } from './values.ts';

/** What was counted of a document, in the words of its limits. */
export type Measures = Readonly<Record<Exclude<QueryMeasure, 'length' | 'tokens'>, number>>;

/** What a set of selections has, with its fragments expanded. */
interface Size {
  /** Levels of selections, with those of fragments. */
  nesting: number;
  /** Levels of fields. */
  depth: number;
  fields: number;
  directives: number;
  /** What its object costs once, and again for each item of the page that it is. */
  once: number;
  perItem: number;
}

/** A value that comes with the object that it is read from. What is looked up, made or signed for it costs 1. */
const plainValue = 1 / 4;
const usualLength = 10;

/**
 * Counts a document before anything is done with it: neither validation, which compares fields with each other, nor
 * execution sees one that is beyond a limit. It need not be a valid document. Each selection is looked at once, also
 * in a fragment that is spread a thousand times: a document is counted in the time that it takes to read it.
 *
 * Its cost is what an answer can hold at most, by the sizes of its pages: an object costs 1, a value 1 or, where it
 * comes with its object, a quarter; ids and patterns that it is asked by cost what they declare.
 */
export function measure(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): Measures {
  return new Measuring(document, schema, variables).measures();
}

class Measuring {
  readonly #document: DocumentNode;
  readonly #schema: GraphQLSchema;
  readonly #values: Values;
  readonly #lengths: ListLengths;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #sizes = new Map<FragmentDefinitionNode, Size>();
  #level = 0;

  constructor(document: DocumentNode, schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>) {
    this.#document = document;
    this.#schema = schema;
    this.#values = new Values(document, variables);
    this.#lengths = introspectionLengths(schema);
    const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  /** Each is that of the definition that has most of it: of fragments, too, which validation goes through in any case. */
  measures(): Measures {
    const most = { nesting: 0, depth: 0, fields: 0, directives: 0, operations: 0, cost: 0 };
    for (const definition of this.#document.definitions) {
      const { kind } = definition;
      if (kind !== Kind.FRAGMENT_DEFINITION && kind !== Kind.OPERATION_DEFINITION) continue;
      const isOperation = kind === Kind.OPERATION_DEFINITION;
      const size = isOperation ? this.#operationSize(definition) : this.#fragmentSize(definition);
      for (const key of ['nesting', 'depth', 'fields', 'directives'] as const)
        most[key] = Math.max(most[key], size[key]);
      if (!isOperation) continue;
      most.operations += 1;
      most.cost = Math.max(most.cost, Math.ceil(size.once + size.perItem));
    }
    return most;
  }

  #operationSize({ operation, selectionSet, directives = [] }: OperationDefinitionNode): Size {
    const size = this.#setSize(selectionSet, this.#schema.getRootType(operation) ?? undefined);
    return { ...size, directives: size.directives + directives.length };
  }

  #setSize({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Size {
    const size = empty();
    // Deeper than is allowed need not be gone; a document that goes there is refused.
    if (this.#level > queryLimits.nesting) return { ...size, nesting: 1 };
    this.#level += 1;
    for (const selection of selections) {
      const of = this.#selectionSize(selection, type);
      size.nesting = Math.max(size.nesting, of.nesting);
      size.depth = Math.max(size.depth, of.depth);
      size.fields = sum(size.fields, of.fields);
      size.directives = sum(size.directives, of.directives + (selection.directives?.length ?? 0));
      size.once = sum(size.once, of.once);
      size.perItem = sum(size.perItem, of.perItem);
    }
    this.#level -= 1;
    size.nesting += 1;
    return size;
  }

  #selectionSize(selection: SelectionNode, type: GraphQLNamedType | undefined): Size {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.#fieldSize(selection, type);
      case Kind.FRAGMENT_SPREAD:
        return this.#spreadSize(selection.name.value);
      case Kind.INLINE_FRAGMENT: {
        const { typeCondition, selectionSet } = selection;
        return this.#setSize(
          selectionSet,
          typeCondition ? this.#schema.getType(typeCondition.name.value) : type,
        );
      }
      default:
        return selection satisfies never;
    }
  }

  /** One that does not exist counts as a field; validation says that it does not. */
  #spreadSize(name: string): Size {
    const fragment = this.#fragments.get(name);
    return fragment ? this.#fragmentSize(fragment) : aField;
  }

  #fragmentSize(fragment: FragmentDefinitionNode): Size {
    const known = this.#sizes.get(fragment);
    if (known) return known;
    // So does one within itself.
    this.#sizes.set(fragment, aField);
    const size = this.#setSize(
      fragment.selectionSet,
      this.#schema.getType(fragment.typeCondition.name.value),
    );
    this.#sizes.set(fragment, size);
    return size;
  }

  #fieldSize(node: FieldNode, type: GraphQLNamedType | undefined): Size {
    const { name, selectionSet } = node;
    const field = isCompositeType(type) ? this.#schema.getField(type, name.value) : undefined;
    const inner = selectionSet ? this.#setSize(selectionSet, field && getNamedType(field.type)) : empty();
    const { once, perItem } = this.#fieldCost(node, field, type, inner);
    return {
      nesting: inner.nesting,
      depth: inner.depth + 1,
      fields: sum(inner.fields, 1),
      directives: inner.directives,
      once: sum(once, field ? this.#argumentsCost(node, field) : 0),
      perItem,
    };
  }

  #fieldCost(
    node: FieldNode,
    field: GraphQLField<unknown, unknown> | undefined,
    type: GraphQLNamedType | undefined,
    inner: Size,
  ): Pick<Size, 'once' | 'perItem'> {
    const every = inner.once + inner.perItem;
    if (!field) return { once: 1 + every, perItem: 0 };
    if (isLeafType(getNamedType(field.type)))
      return { once: isPlain(field, type) ? plainValue : 1, perItem: 0 };
    const declared = declaredCost(field);
    const { own = 1 } = declared;
    if (declared.perItem !== undefined) return { once: 0, perItem: declared.perItem + every };
    if (declared.pageSize !== undefined) {
      const size = this.#pageSize(node, declared.pageSize, declared.usualSize ?? usualLength);
      return { once: own + inner.once + size * inner.perItem, perItem: 0 };
    }
    if (!isListType(getNullableType(field.type))) return { once: own + every, perItem: 0 };
    const length = this.#lengths.get(`${type?.name}.${field.name}`) ?? usualLength;
    const listed = declared.itemsOf === undefined ? undefined : this.#listLength(node, declared.itemsOf);
    return { once: own + (listed ?? length) * every, perItem: 0 };
  }

  /** A page of less than none is refused later; here it must not make up for what the rest of the query costs. */
  #pageSize(node: FieldNode, argument: string, usual: number): number {
    const sizes = this.#candidates(node, argument).map((value) =>
      typeof value === 'number' ? value : usual,
    );
    return sizes.length === 0 ? usual : Math.max(1, ...sizes);
  }

  #listLength(node: FieldNode, argument: string): number {
    const lengths = this.#candidates(node, argument).map((value) =>
      Array.isArray(value) ? value.length : 1,
    );
    return Math.max(1, ...lengths);
  }

  #candidates({ arguments: args }: FieldNode, name: string): readonly unknown[] {
    const given = args?.find((arg) => arg.name.value === name);
    return given ? this.#values.candidates(given.value) : [];
  }

  #argumentsCost(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    let cost = 0;
    for (const { name, value } of node.arguments ?? []) {
      const arg = field.args.find((one) => one.name === name.value);
      if (!arg) continue;
      const candidates = this.#values.candidates(value);
      cost += Math.max(0, ...candidates.map((one) => this.#values.costOf(one, arg.type, declaredCost(arg))));
    }
    return cost;
  }
}

/** Does it come with its object? Pothos notes of which member a field is exposed; introspection has all at hand. */
function isPlain(
  { name, extensions }: GraphQLField<unknown, unknown>,
  type: GraphQLNamedType | undefined,
): boolean {
  return (
    name === '__typename' ||
    'pothosExposedField' in extensions ||
    (type !== undefined && isIntrospectionType(type))
  );
}

function empty(): Size {
  return { nesting: 0, depth: 0, fields: 0, directives: 0, once: 0, perItem: 0 };
}

const aField: Size = { ...empty(), fields: 1 };

/** A document of a few kilobytes may stand for more than numbers can count. */
function sum(one: number, other: number): number {
  return Math.min(one + other, uncountable);
}
