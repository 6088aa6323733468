import {
  type DocumentNode,
  getNullableType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';
import { type DeclaredCost, declaredCost } from './declared.ts';

/** What the arguments of a document come to, with the variables that were sent with it. */
export class Values {
  readonly #sent: Readonly<Record<string, unknown>>;
  /** Of variables that were not sent: one operation may have another default than the next. */
  readonly #defaults = new Map<string, unknown[]>();
  /** A variable may be used often, and is looked at once for each type that it is used as. */
  readonly #costs = new WeakMap<object, Map<GraphQLInputType, number>>();

  constructor({ definitions }: DocumentNode, sent: Readonly<Record<string, unknown>>) {
    this.#sent = sent;
    for (const definition of definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
        const { value: name } = variable.name;
        if (defaultValue)
          this.#defaults.set(name, [...(this.#defaults.get(name) ?? []), this.#plain(defaultValue)]);
      }
    }
  }

  /** What an argument can be, as plain data: one value, but for a variable with several defaults. */
  candidates(node: ValueNode): readonly unknown[] {
    if (node.kind !== Kind.VARIABLE) return [this.#plain(node)];
    const name = node.name.value;
    return Object.hasOwn(this.#sent, name) ? [this.#sent[name]] : (this.#defaults.get(name) ?? []);
  }

  /** What reading by these values costs, as the input fields declare it. The values may be of any other form. */
  costOf(value: unknown, type: GraphQLInputType, declared: DeclaredCost): number {
    if (typeof value !== 'object' || value === null) return value == null ? 0 : (declared.perValue ?? 0);
    const byType = this.#costs.get(value) ?? new Map<GraphQLInputType, number>();
    this.#costs.set(value, byType);
    const known = byType.get(type);
    if (known !== undefined) return known;
    const cost = this.#costOfMembers(value, type, declared);
    byType.set(type, cost);
    return cost;
  }

  #costOfMembers(value: object, type: GraphQLInputType, declared: DeclaredCost): number {
    const nullable = getNullableType(type);
    if (Array.isArray(value)) {
      const item = isListType(nullable) ? nullable.ofType : type;
      return value.reduce<number>((sum, one: unknown) => sum + this.costOf(one, item, declared), 0);
    }
    const object = isListType(nullable) ? getNullableType(nullable.ofType) : nullable;
    if (!isInputObjectType(object)) return declared.perValue ?? 0;
    return Object.values(object.getFields())
      .filter(({ name }) => Object.hasOwn(value, name))
      .map((field) =>
        this.costOf((value as Record<string, unknown>)[field.name], field.type, declaredCost(field)),
      ) // has it
      .reduce((sum, cost) => sum + cost, 0);
  }

  /** With the variables in it, as they were sent. Numbers that are none, and names, stay texts. */
  #plain(node: ValueNode): unknown {
    switch (node.kind) {
      case Kind.VARIABLE:
        return this.candidates(node)[0];
      case Kind.LIST:
        return node.values.map((value) => this.#plain(value));
      case Kind.OBJECT:
        return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, this.#plain(value)]));
      case Kind.INT:
        return Number(node.value);
      case Kind.NULL:
        return null;
      case Kind.BOOLEAN:
      case Kind.ENUM:
      case Kind.FLOAT:
      case Kind.STRING:
        return node.value;
      default:
        return node satisfies never;
    }
  }
}
