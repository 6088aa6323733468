import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Cost, FieldCosts, sum } from './field-costs.ts';
import { queryLimits, type QueryMeasure } from './limits.ts';
import { Values } from './values.ts';

/** What was counted of a document, in the words of its limits. */
export type Measures = Readonly<Record<Exclude<QueryMeasure, 'length' | 'tokens'>, number>>;

/** What a set of selections has, with its fragments expanded. */
interface Size extends Cost {
  /** Levels of selections, with those of fragments. */
  nesting: number;
  /** Levels of fields. */
  depth: number;
  fields: number;
  directives: number;
}

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
  readonly #costs: FieldCosts;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #sizes = new Map<FragmentDefinitionNode, Size>();
  #level = 0;

  constructor(document: DocumentNode, schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>) {
    this.#document = document;
    this.#schema = schema;
    this.#costs = new FieldCosts(schema, new Values(document, variables));
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
    // Nothing beyond the allowed depth is counted; a document that goes there is refused.
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

  /** A fragment that does not exist counts as a field; validation refuses it. */
  #spreadSize(name: string): Size {
    const fragment = this.#fragments.get(name);
    return fragment ? this.#fragmentSize(fragment) : aField;
  }

  #fragmentSize(fragment: FragmentDefinitionNode): Size {
    const known = this.#sizes.get(fragment);
    if (known) return known;
    // A fragment that contains itself counts as a field, too.
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
    return {
      nesting: inner.nesting,
      depth: inner.depth + 1,
      fields: sum(inner.fields, 1),
      directives: inner.directives,
      ...(field && type ? this.#costs.of(node, field, type, inner) : unknownCost(inner)),
    };
  }
}

/** The cost of a field that the schema does not have: as if it were an object. */
function unknownCost({ once, perItem }: Cost): Cost {
  return { once: sum(1 + once, perItem), perItem: 0 };
}

function empty(): Size {
  return { nesting: 0, depth: 0, fields: 0, directives: 0, once: 0, perItem: 0 };
}

const aField: Size = { ...empty(), fields: 1 };
