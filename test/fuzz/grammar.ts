import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { bomb, damaged } from './mutations.ts';
import type { Random } from './random.ts';
import { canary, hostileText, literal, type RealValues, valueFor } from './values.ts';

export interface GraphqlInput {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly isSubscription: boolean;
}

/** Makes queries by the grammar of GraphQL and the types of a schema: good ones, and some that are nearly good. */
export class Grammar {
  readonly #schema: GraphQLSchema;
  readonly #real: RealValues;
  readonly #random: Random;
  readonly #fragments = new Map<string, string>();
  readonly #variables = new Map<string, { readonly type: string; readonly value: unknown }>();

  constructor(schema: GraphQLSchema, real: RealValues, random: Random) {
    this.#schema = schema;
    this.#real = real;
    this.#random = random;
  }

  /** One document, with what is sent along. To be asked once. */
  input(): GraphqlInput {
    const random = this.#random;
    const small = random.chance(0.06) ? bomb(random) : undefined;
    const kind = random.weighted([
      [20, 'query'],
      [2, 'mutation'],
      [2, 'subscription'],
    ] as const);
    const root = {
      query: this.#schema.getQueryType(),
      mutation: this.#schema.getMutationType(),
      subscription: this.#schema.getSubscriptionType(),
    }[kind];
    const body =
      small ??
      this.#selections(root!, random.pick([3, 5, 8]), kind === 'subscription' ? 1 : random.int(1, 3));
    const name = random.chance(0.2) ? '' : ` ${random.pick(['Q', 'ask', canary])}`;
    const declared = [...this.#variables].map(([variable, { type }]) => `$${variable}: ${type}`);
    const list = declared.length > 0 && random.chance(0.97) ? `(${declared.join(', ')})` : '';
    const operations = [`${kind}${name}${list}${this.#directives(0.02)} ${body}`];
    if (random.chance(0.05))
      operations.push(...random.list(1, 60, () => `query ${this.#name()} { __typename }`));
    const text = [...operations, ...this.#fragments.values()].join(' ');
    const variables = Object.fromEntries(
      [...this.#variables].map(([variable, { value }]) => [variable, value]),
    );
    return {
      query: random.chance(0.12) ? damaged(random, text) : text,
      variables: random.chance(0.03)
        ? { ...variables, [hostileText(random)]: hostileText(random) }
        : variables,
      ...(operations.length > 1 && random.chance(0.7) && { operationName: name.trim() || canary }),
      isSubscription: kind === 'subscription',
    };
  }

  #selections(type: GraphQLNamedType, depth: number, count: number): string {
    const random = this.#random;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const parts = random.list(1, Math.max(1, count), () => {
      if (random.chance(0.08)) return this.#fragment(type, depth, count);
      if (random.chance(0.05) || fields.length === 0) return '__typename';
      if (random.chance(0.01))
        return random.pick([
          canary,
          `${canary} { id }`,
          '__schema { types { name fields { name } } }',
          '__type(name: "User") { fields { name } }',
        ]);
      const usable = depth > 0 ? fields : fields.filter((field) => isLeafType(getNamedType(field.type)));
      return usable.length > 0 ? this.#field(random.pick(usable), depth) : '__typename';
    });
    return `{ ${parts.join(' ')} }`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const random = this.#random;
    const alias = random.chance(0.2) ? `${random.pick(['a', 'b', 'id', canary])}: ` : '';
    const args = field.args
      .filter((arg) => String(arg.type).endsWith('!') || random.chance(0.3))
      .map((arg) => `${arg.name}: ${this.#argument(arg.type, arg.name)}`);
    if (random.chance(0.01)) args.push(`${canary}: 1`);
    const type = getNamedType(field.type);
    const inner = isLeafType(type)
      ? random.chance(0.01)
        ? ' { id }'
        : ''
      : random.chance(0.01)
        ? ''
        : ` ${this.#selections(type, depth - 1, isIntrospectionType(type) ? 2 : random.int(1, 4))}`;
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${this.#directives(0.05)}${inner}`;
  }

  #argument(type: Parameters<typeof valueFor>[1], name: string): string {
    const random = this.#random;
    const value = valueFor(random, type, name, this.#real);
    if (random.chance(0.5)) return literal(value);
    const variable = random.chance(0.1) ? 'x' : `v${this.#variables.size}`;
    this.#variables.set(variable, {
      type: random.chance(0.03) ? random.pick(['Int', 'String!', canary, '[[ID]]']) : String(type),
      value,
    });
    return `$${variable}`;
  }

  #directives(probability: number): string {
    const random = this.#random;
    if (!random.chance(probability)) return '';
    return random
      .list(1, random.chance(0.05) ? 600 : 2, () =>
        random.pick([
          '@skip(if: false)',
          '@include(if: true)',
          '@include(if: false)',
          `@${canary}`,
          '@skip',
          '@include(if: $x)',
          '@defer',
        ]),
      )
      .map((directive) => ` ${directive}`)
      .join('');
  }

  #fragment(type: GraphQLNamedType, depth: number, count: number): string {
    const random = this.#random;
    const possible = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    const on = random.chance(0.05)
      ? random.pick(Object.values(this.#schema.getTypeMap()))
      : random.pick<GraphQLNamedType>([...possible, type]);
    if (random.chance(0.5)) {
      const condition = random.chance(0.8) ? ` on ${on.name}` : '';
      return `...${condition}${this.#directives(0.05)} ${this.#selections(condition ? on : type, depth - 1, count)}`;
    }
    // One that is there already may contain itself by now.
    const known = [...this.#fragments.keys()];
    if (known.length > 0 && random.chance(0.3)) return `...${random.pick(known)}`;
    const name = this.#name();
    this.#fragments.set(name, '');
    this.#fragments.set(name, `fragment ${name} on ${on.name} ${this.#selections(on, depth - 1, count)}`);
    return random.chance(0.02) ? `...${canary}` : `...${name}${random.chance(0.1) ? ` ...${name}` : ''}`;
  }

  #name(): string {
    return `F${this.#random.int(0, 9_999)}`;
  }
}
