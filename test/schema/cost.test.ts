import {
  type FragmentDefinitionNode,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCost } from '../../src/schema/cost/check.ts';
import { declaredCost } from '../../src/schema/cost/declared.ts';
import { queryLimits } from '../../src/schema/cost/limits.ts';
import { measure } from '../../src/schema/cost/measure.ts';
import { parseQuery } from '../../src/schema/cost/parse.ts';
import { schema } from '../../src/schema/index.ts';

const count = (query: string, variables: object = {}) =>
  measure(parseQuery(query), schema, variables as Record<string, unknown>);
const costOf = (query: string, variables: object = {}) => count(query, variables).cost;
const check = (query: string, variables: object = {}) =>
  checkCost(parseQuery(query), schema, variables as Record<string, unknown>);
const aliases = (times: number, field: string) =>
  Array.from({ length: times }, (_, n) => `a${n}: ${field}`).join(' ');

describe('the cost of a query', () => {
  test('is one for an object and a value that is looked up, and a quarter for a value that comes with its object', () => {
    expect(costOf('{ session { __typename } }')).toBe(2); // 1.25, rounded up
    expect(costOf('{ principal(by: { userName: "x" }) { principalId principalType } }')).toBe(2);
    expect(costOf('{ principal(by: { userName: "x" }) { name deleted } }')).toBe(3);
  });

  test('counts what is selected of an item for each item of the page, and the rest of the page once', () => {
    const page = 'totalCount pageInfo { hasNextPage } completeness { complete }';
    expect(costOf('{ assignments(first: 1000) { nodes { id } } }')).toBe(50 + 1000 * 2);
    expect(costOf(`{ assignments(first: 1000) { ${page} } }`)).toBe(50 + 4); // 4 with what is selected of the page;
    expect(costOf('{ assignments(first: 10) { edges { cursor node { id } } } }')).toBe(50 + 10 * 3);
    expect(costOf('{ assignments { nodes { id } } }')).toBe(50 + 100 * 2);
    expect(costOf('{ assignments(first: null) { nodes { id } } }')).toBe(50 + 100 * 2);
    expect(costOf('{ assignments(first: -9) { nodes { id } } }')).toBe(50 + 2);
    // A number that JSON cannot have, and JSON.parse makes Infinity.
    expect(costOf(`{ assignments(first: ${'9'.repeat(400)}) { totalCount nodes { id } } }`)).toBeGreaterThan(
      1e8,
    );
    expect(costOf(`{ assignments(first: ${'9'.repeat(400)}) { totalCount } }`)).toBe(50 + 1);
    expect(costOf('subscription { assignmentSweep(batchSize: 7) { assignments { id } } }')).toBe(50 + 7 * 2);
  });

  test('takes the size of a page from a variable, its default, or the larger of several defaults', () => {
    const query = 'query ($n: Int = 20) { assignments(first: $n) { nodes { id } } }';
    expect(costOf(query, { n: 30 })).toBe(50 + 30 * 2);
    expect(costOf(query)).toBe(50 + 20 * 2);
    expect(costOf(query, { n: 'x' })).toBe(50 + 100 * 2);
    const two = 'query A($n: Int = 5) { ...F } query B($n: Int = 50) { ...F }';
    expect(costOf(`${two} fragment F on Query { assignments(first: $n) { nodes { id } } }`)).toBe(
      50 + 50 * 2,
    );
  });

  test('of the assignments of a hundred groups with a hundred members each, in full, is within the limit', () => {
    const user = 'id principalId principalType name deleted userName displayName email enabled';
    const page = 'totalCount completeness { complete asOf } pageInfo { hasNextPage endCursor }';
    const members = `... on Group { members(first: 100) { ${page} nodes { ${user} } } }`;
    const item = `target { targetId name } permissionSet { arn name } principal { __typename name ${members} }`;
    const query = `{ assignments(first: 100) { ${page} nodes { id ${item} } } }`;
    expect(costOf(query)).toBeLessThan(queryLimits.cost);
    expect(() => check(query)).not.toThrow();
    expect(() => check(query.replaceAll('100', '110'))).toThrow('it costs');
  });

  test('counts the ids that a node is asked by, which may each mean a call', () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect(costOf(query, { ids: ['x', 'y'] })).toBe(1 + 2 * 50 + 2);
    expect(() => check(query, { ids: Array.from({ length: 1_000 }, String) })).not.toThrow();
    expect(() => check(query, { ids: Array.from({ length: 3_000 }, String) })).toThrow('it costs 153001');
  });

  test('counts ids, accounts and patterns wherever they stand in a filter', () => {
    const query = 'query ($filter: AssignmentFilter) { assignments(filter: $filter) { totalCount } }';
    const ids = ['x', 'y', 'z'];
    const filter = {
      or: [{ principal: { ids } }, { not: { and: { target: { ids } } } }, { permissionSet: { ids } }],
    };
    expect(costOf(query, { filter })).toBe(51 + 9 * 5);
    expect(costOf(query, { filter: { target: { name: { matches: 'x', eq: 'y' } } } })).toBe(51 + 5_000);
    expect(costOf('{ assignments(filter: { principal: { ids: ["x", "y"] } }) { totalCount } }')).toBe(
      51 + 10,
    );
    expect(costOf('{ availableRoles(accountIds: "x") { nodes { roleName } } }')).toBe(10 + 5 + 100 * 1.25);
    const full = { principal: { ids: Array.from({ length: 10_000 }, String) } };
    expect(() => check(query, { filter: full })).not.toThrow();
    expect(() => check(query, { filter: { and: [full, full, full] } })).toThrow('it costs 150051');
  });

  test('of introspection is that of what the schema has', () => {
    const types = Object.keys(schema.getTypeMap()).length;
    expect(costOf('{ __schema { types { name } } }')).toBe(Math.ceil(2 + types / 4));
  });
});

test.each([
  [
    'as GraphiQL asks for it',
    { schemaDescription: true, specifiedByUrl: true, inputValueDeprecation: true, oneOf: true },
  ],
  ['as others ask for it', {}],
])('the whole of introspection, %s, is within every limit', (_, options) => {
  expect(() => check(getIntrospectionQuery(options as never))).not.toThrow();
});

/** Everything that lists says how long it is: by the page, or by what it is asked for. */
test('each field with an argument that limits or lists its items says so', () => {
  const silent: string[] = [];
  for (const type of Object.values(schema.getTypeMap()).filter(
    (one) => isObjectType(one) || isInterfaceType(one),
  ))
    for (const field of Object.values(type.getFields())) {
      const at = `${type.name}.${field.name}`;
      const args = new Set(field.args.map(({ name }) => name));
      const { pageSize, itemsOf, perItem } = declaredCost(field);
      if ([pageSize, itemsOf].some((name) => name !== undefined && !args.has(name))) silent.push(at);
      if (getNamedType(field.type).name.endsWith('Connection') && pageSize === undefined) silent.push(at);
      const isPage = type.name.endsWith('Connection') && isListType(getNullableType(field.type));
      if (isPage && perItem === undefined) silent.push(at);
    }
  expect(silent).toEqual([]);
});

test('each list of ids, and each pattern, that a client can send says what it costs', () => {
  const silent = Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type
      ? Object.values(type.getFields())
          .flatMap((field) => ('args' in field ? [...field.args] : [field]))
          .filter(({ name, type: of }) => /ids$/i.test(name) && isListType(getNullableType(of)))
          .filter((input) => declaredCost(input).perValue === undefined)
          .map(({ name }) => `${type.name}.${name}`)
      : [],
  );
  expect(silent).toEqual([]);
});

describe('a document is counted with its fragments expanded, and', () => {
  test('1,800 aliases over a fragment of 600 are 1,081,800 fields, whatever they are of', () => {
    const fragment = `fragment F on __Schema { ${'description '.repeat(600)} }`;
    const query = `{ ${'__schema { ...F } '.repeat(1_800)} } ${fragment}`;
    expect(measure(parse(query), schema, {}).fields).toBe(1_800 * 601);
    expect(() => check(query)).toThrow('it selects 1081800 fields');
  });

  test('a document that doubles with each of its fragments is refused at once as more than can be counted', () => {
    const fragments = Array.from(
      { length: 80 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
    );
    const query = `{ ...F0 } ${fragments.join(' ')} fragment F80 on Query { __typename }`;
    const start = performance.now();
    expect(() => check(query)).toThrow('it selects a billion or more fields');
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('fragments that contain themselves come to an end, which validation refuses', () => {
    expect(
      count('{ ...A } fragment A on Query { ...B a: __typename } fragment B on Query { ...A }').fields,
    ).toBe(2);
  });

  test('fragments are counted also where no operation uses them, or one of their name', () => {
    const fields = '__typename '.repeat(501);
    const query = `{ ...F } fragment F on Query { ${fields} } fragment F on Query { __typename }`;
    expect(() => check(query)).toThrow('it selects 501 fields');
  });

  test.each<[name: string, query: string, message: string]>([
    ['a field too many', `{ ${aliases(501, '__typename')} }`, 'it selects 501 fields'],
    ['a level too many', `{ ${'session { '.repeat(15)}state${' }'.repeat(16)}`, 'it goes 16 fields deep'],
    [
      'levels of fragments',
      `{ ${'... { '.repeat(100)}__typename${' }'.repeat(101)}`,
      'it is nested 101 levels deep',
    ],
    [
      'directives too many',
      `{ session { state ${'@skip(if: false) '.repeat(501)} } }`,
      'it has 501 directives, with its fragments expanded',
    ],
    [
      'operations too many',
      Array.from({ length: 51 }, (_, n) => `query Q${n} { __typename }`).join(' '),
      'it has 51 operations',
    ],
    ['words too many', `{ ${'a '.repeat(10_001)} }`, 'it has 10003 tokens'],
  ])('%s are refused', (_, query, message) => {
    expect(() => check(query)).toThrow(`The query is too costly: ${message}`);
  });

  test.each([
    ['fields', '{ a ', ' }'],
    ['lists', '{ a(x: ', ' ) }'],
    ['objects', '{ a(x: ', ' ) }'],
    ['types of variables', 'query ($x: ', ' ) { a }'],
  ])('thousands of levels of %s are refused as such', (kind, before, after) => {
    const [open, close] = { fields: ['{ a ', '} '], objects: ['{ a: ', '} '] }[kind] ?? ['[', ']'];
    for (const levels of [101, 6_000])
      expect(() => parseQuery(before + open!.repeat(levels) + close!.repeat(levels) + after)).toThrow(
        /it is nested \d+ levels deep, and at most 100 is allowed/,
      );
  });

  test('brackets within texts and comments are no levels', () => {
    const text = '('.repeat(200);
    expect(() => parseQuery(`{ principal(by: { userName: "${text}" }) { id } } # ${text}`)).not.toThrow();
    expect(() => parseQuery(`{ principal(by: { userName: """${text}""" }) { id } }`)).not.toThrow();
  });
});

/** Counts as anybody would, one field at a time. */
function naive(query: string): { fields: number; depth: number } {
  const { definitions } = parse(query);
  const fragments = new Map(
    definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const size = ({ selections }: SelectionSetNode): { fields: number; depth: number } => {
    const total = { fields: 0, depth: 0 };
    for (const selection of selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? size(fragments.get(selection.name.value)!.selectionSet)
          : selection.selectionSet
            ? size(selection.selectionSet)
            : { fields: 0, depth: 0 };
      const own = selection.kind === Kind.FIELD ? 1 : 0;
      total.fields += inner.fields + own;
      total.depth = Math.max(total.depth, inner.depth + own);
    }
    return total;
  };
  const operation = definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!;
  return size(operation.selectionSet);
}

test('fields and depth are those that one gets by counting each field', () => {
  // Fragment n may spread those after it: acyclic, and shared as often as it comes.
  const selections = (from: number): fc.Arbitrary<string> =>
    fc
      .array(
        fc.oneof(
          fc.constant('__typename'),
          fc.constant('session { state }'),
          fc.constant('... { a: __typename node(id: "x") { id } }'),
          from < 6
            ? fc.integer({ min: from, max: 5 }).map((n) => `...F${n}`)
            : fc.constant('instances { arn }'),
          from < 6
            ? fc.integer({ min: from, max: 5 }).map((n) => `... on Query { ...F${n} }`)
            : fc.constant('b: __typename'),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join(' '));
  const document = fc
    .tuple(...Array.from({ length: 7 }, (_, n) => selections(n)))
    .map(
      ([root, ...fragments]) =>
        `{ ${root} ${fragments.map((_, n) => `...F${n}`).join(' ')} } ${fragments.map((body, n) => `fragment F${n} on Query { ${body} }`).join(' ')}`,
    );
  fc.assert(
    fc.property(document, (query) => {
      const { fields, depth } = count(query);
      expect({ fields, depth }).toEqual(naive(query));
    }),
    { numRuns: 300, seed: 7 },
  );
});

describe('variables are refused, with the place,', () => {
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  const refused = (variables: object) => () => check('{ __typename }', variables);

  test('when lists or objects in them are nested more than a hundred deep', () => {
    expect(refused({ x: { y: [nested(98)] } })).not.toThrow();
    expect(refused({ x: { y: [0, nested(99)] } })).toThrow(
      `$x.y[1]${'[0]'.repeat(98)}: lists and objects may be nested 100 deep`,
    );
    expect(refused({ x: nested(200_000) })).toThrow('lists and objects may be nested 100 deep');
  });

  test('when a text in them is longer than a whole query may be', () => {
    expect(refused({ x: ['y'.repeat(50_000)] })).not.toThrow();
    expect(refused({ x: ['y'.repeat(50_001)] })).toThrow(
      '$x[0]: a text may have 50000 characters, but this one has 50001',
    );
  });

  test('a variable of 300,000 values is not refused', () => {
    expect(refused({ x: Array.from({ length: 300_000 }, () => 0) })).not.toThrow();
  });
});
