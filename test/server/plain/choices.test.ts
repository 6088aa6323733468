import { buildSchema, execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { executeToText } from '../../../src/server/compiled/execute.ts';

const schema = buildSchema('type Query { row: Row } type Row { id: ID name: String age: Int row: Row }');
const rootValue = { row: { id: 'one', name: 'Ada', age: 36, row: { id: 'two', name: 'Bob', age: 7 } } };

const document =
  parse(`query ($named: Boolean!, $aged: Boolean = false, $nested: Boolean = true, $id: Boolean) {
  row {
    id name @include(if: $named) ... @skip(if: $aged) { age }
    row @include(if: $nested) { id name @skip(if: $named) ...Aged @include(if: $aged) }
  }
}
fragment Aged on Row { age @skip(if: false) }`);

function compiled(variableValues: Readonly<Record<string, unknown>>, of = document) {
  const result = executeToText({ schema, document: of, rootValue, variableValues }, true);
  return result && JSON.parse((result as { readonly data: string }).data);
}

test('fields that variables leave out are compiled away, for each of their values, in any order', () => {
  const bits = [false, true];
  const all = bits.flatMap((named) =>
    bits.flatMap((aged) => bits.map((nested) => ({ named, aged, nested }))),
  );
  for (const variableValues of [...all, ...all.toReversed(), { named: true }, { named: false }]) {
    const expected = execute({ schema, document, rootValue, variableValues }) as { readonly data: object };
    expect(compiled(variableValues)).toEqual(JSON.parse(JSON.stringify(expected.data)));
  }
});

test('a field whose variable is no Boolean is left to the ordinary executor', () => {
  expect(compiled({ named: true, aged: null })).toBeUndefined();
  expect(compiled({})).toBeUndefined();
});

test('variables whose values are more than are kept leave out what they say all the same', () => {
  const names = Array.from({ length: 6 }, (_, n) => `v${n}`);
  const of = parse(
    `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { row { id ${names.map((name) => `${name}: name @include(if: $${name})`).join(' ')} } }`,
  );
  for (let round = 0; round < 64; round++) {
    const values = Object.fromEntries(names.map((name, n) => [name, (round & (1 << n)) !== 0]));
    const chosen = names.filter((name) => values[name]);
    expect(compiled(values, of)).toEqual({
      row: { id: 'one', ...Object.fromEntries(chosen.map((name) => [name, 'Ada'])) },
    });
  }
});
