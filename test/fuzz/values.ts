import {
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Random } from './random.ts';

/** Stands in everything that is made up: no line of the log may have it. */
export const canary = 'qCANARYq';

/** What the organization behind the gateway really has, by the name of an argument or input field. */
export type RealValues = Readonly<Record<string, readonly string[]>>;

const lengths = [0, 1, 63, 1_024, 1_025, 9_999];

/** Texts that have broken something somewhere. */
export function hostileText(random: Random): string {
  return random.weighted<() => string>([
    [6, () => canary],
    [2, () => canary + 'x'.repeat(random.pick(lengths))],
    [0.2, () => canary.repeat(random.pick([4_000, 5_000, 7_000]))],
    [1, () => `${canary}\u0000\n\r\t"'\\\u2028${random.pick(['\ud800', '\udfff', '𝕏', 'ﷺ', '\u202e'])}`],
    [
      1,
      () => random.pick(['', ' ', '0', 'null', 'true', '{}', '[]', 'undefined', '__proto__', 'constructor']),
    ],
    [1, () => random.pick(['PT0S', 'P1D', 'PT99999999999999999999H', '-PT1S', 'P1Y', 'PT1.5S'])],
    [
      1,
      () =>
        random.pick(['000000000000', '123456789012', 'ou-abcd-12345678', 'r-abcd', 'ps-0123456789abcdef']),
    ],
    [1, () => `https://${canary}.awsapps.com/start`],
    [1, () => random.pick(['us-east-1', 'eu-central-1', `${canary}-1`, '../..', 'localhost:1'])],
    [1, () => `'; drop table assignments; -- ${canary}`],
    [1, () => Buffer.from(`["Principal","${canary}","USER","x"]`).toString('base64url')],
    [1, () => random.bytes(random.int(1, 40)).toString(random.pick(['base64url', 'latin1', 'hex']))],
    [1, () => hostilePattern(random)],
  ])();
}

function hostilePattern(random: Random): string {
  return random.pick([
    '(.?){1000}',
    '(a*)*b',
    '((a{30}){30}){30}',
    '\\pL{999}',
    `(${canary}`,
    '[',
    '(?P<n>a)(?P<n>b)',
    '(?i)[^\\p{Greek}]*$',
    '^(a|b|ab)*c',
    '.{0,200}.{0,200}x$',
    '\\Q\\E{1000}',
    '(?:.*a){20}$',
  ]);
}

/** A value for an input: mostly one that fits, and that the organization has. As plain JSON. */
export function valueFor(
  random: Random,
  type: GraphQLInputType,
  name: string,
  real: RealValues,
  level = 0,
): unknown {
  if (random.chance(0.04)) return misfit(random);
  if (!isNonNullType(type) && random.chance(0.08)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const most = random.chance(0.02) ? 300 : level > 3 ? 1 : 3;
    return random.list(0, most, () => valueFor(random, nullable.ofType, name, real, level + 1));
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    const chosen = nullable.isOneOf && random.chance(0.9) ? [random.pick(fields)] : undefined;
    // Filters contain filters: deep down there are few, so that this ends.
    const isWanted = level > 12 ? 0 : level > 4 ? 0.1 : 0.35;
    return Object.fromEntries(
      fields
        .filter((field) =>
          chosen ? chosen.includes(field) : isNonNullType(field.type) || random.chance(isWanted),
        )
        .map((field) => [field.name, valueFor(random, field.type, field.name, real, level + 1)]),
    );
  }
  if (isEnumType(nullable)) return random.pick(nullable.getValues()).name;
  switch (getNamedType(type).name) {
    case 'Int':
      return random.weighted([
        [8, random.int(1, 10)],
        [1, random.pick([100, 1_000])],
        [1, random.pick([0, -1, 1_001, 2 ** 31 - 1, -(2 ** 31), 1e9])],
      ]);
    case 'Boolean':
      return random.chance(0.5);
    case 'Duration':
      return random.weighted([
        [4, 'PT1H'],
        [0.3, 'PT0S'],
        [1, hostileText(random)],
      ]);
    default:
      return textFor(random, name, real);
  }
}

function textFor(random: Random, name: string, real: RealValues): string {
  const known = real[name] ?? [];
  return known.length > 0 && random.chance(0.7) ? random.pick(known) : hostileText(random);
}

/** Of no type that anything asks for. */
function misfit(random: Random): unknown {
  return random.pick<unknown>([
    {},
    [],
    [[[]]],
    { [canary]: 1 },
    1e308,
    -0,
    0.1,
    canary,
    true,
    null,
    JSON.parse('{"__proto__":{"x":1}}'),
    nested(random.pick([30, 101, 500])),
    Array.from({ length: 2_000 }, () => 0),
  ]);
}

function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}

/** As a query spells it; with enums, which look like texts in JSON, as names. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, member]) => `${key}: ${literal(member)}`)
      .join(', ')}}`;
  if (typeof value === 'string' && /^[A-Z]+(_[A-Z]+)*$/.test(value)) return value;
  return JSON.stringify(value) ?? 'null';
}
