import {
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  isLeafType,
  isListType,
} from 'graphql';
import { declaredCost } from './declared.ts';
import { introspectionLengths, type ListLengths } from './introspection.ts';
import { uncountable } from './limits.ts';
import type { Values } from './values.ts';

/** What an object costs once, and again for each item of the page that it is. */
export interface Cost {
  once: number;
  perItem: number;
}

type Field = GraphQLField<unknown, unknown>;

/** A value that comes with the object that it is read from. What is looked up, made or signed for it costs 1. */
const plainValue = 1 / 4;
const usualLength = 10;

/** What fields cost, with their arguments and what is selected of them. */
export class FieldCosts {
  readonly #values: Values;
  readonly #lengths: ListLengths;

  constructor(schema: GraphQLSchema, values: Values) {
    this.#values = values;
    this.#lengths = introspectionLengths(schema);
  }

  /** Of a field of `type`; `inner` is the cost of what is selected of its object. */
  of(node: FieldNode, field: Field, type: GraphQLNamedType, inner: Cost): Cost {
    const { once, perItem } = this.#ofObjects(node, field, type, inner);
    return { once: sum(once, this.#ofArguments(node, field)), perItem };
  }

  #ofObjects(node: FieldNode, field: Field, type: GraphQLNamedType, inner: Cost): Cost {
    if (isLeafType(getNamedType(field.type)))
      return { once: isPlain(field, type) ? plainValue : 1, perItem: 0 };
    const every = inner.once + inner.perItem;
    const {
      own = 1,
      perItem,
      pageSize,
      usualSize = usualLength,
      itemsOf,
      length: most,
    } = declaredCost(field);
    if (perItem !== undefined) return { once: 0, perItem: perItem + every };
    if (pageSize !== undefined) {
      const size = this.#pageSize(node, pageSize, usualSize);
      return { once: own + inner.once + size * inner.perItem, perItem: 0 };
    }
    if (!isListType(getNullableType(field.type))) return { once: own + every, perItem: 0 };
    const length =
      itemsOf === undefined ? this.#lengths.get(`${type.name}.${field.name}`) : this.#length(node, itemsOf);
    return { once: own + (length ?? most ?? usualLength) * every, perItem: 0 };
  }

  /** A page of less than none is refused later; here it must not make up for what the rest of the query costs. */
  #pageSize(node: FieldNode, argument: string, usual: number): number {
    const sizes = this.#candidates(node, argument).map((value) =>
      typeof value === 'number' ? value : usual,
    );
    return sizes.length === 0 ? usual : Math.min(Math.max(1, ...sizes), uncountable);
  }

  #length(node: FieldNode, argument: string): number {
    const lengths = this.#candidates(node, argument).map((value) =>
      Array.isArray(value) ? value.length : 1,
    );
    return Math.max(1, ...lengths);
  }

  #candidates({ arguments: args }: FieldNode, name: string): readonly unknown[] {
    const given = args?.find((arg) => arg.name.value === name);
    return given ? this.#values.candidates(given.value) : [];
  }

  #ofArguments({ arguments: args = [] }: FieldNode, field: Field): number {
    let cost = 0;
    for (const { name, value } of args) {
      const arg = field.args.find((one) => one.name === name.value);
      if (!arg) continue;
      const candidates = this.#values.candidates(value);
      cost += Math.max(0, ...candidates.map((one) => this.#values.costOf(one, arg.type, declaredCost(arg))));
    }
    return cost;
  }
}

/** Does it come with its object? Pothos notes of which member a field is exposed; introspection has all at hand. */
function isPlain({ name, extensions }: Field, type: GraphQLNamedType): boolean {
  return name === '__typename' || 'pothosExposedField' in extensions || isIntrospectionType(type);
}

/** A document of a few kilobytes may stand for more than numbers can count. */
export function sum(one: number, other: number): number {
  return Math.min(one + other, uncountable);
}
