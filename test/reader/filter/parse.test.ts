import { expect, test } from 'vitest';
import type { AssignmentFilterInput } from '../../../src/reader/filter/input.ts';
import { parseFilter } from '../../../src/reader/filter/parse.ts';
import { instanceArn } from './small-world.ts';

const parse = (filter: AssignmentFilterInput) => () => parseFilter(filter, instanceArn);

function nested(depth: number): AssignmentFilterInput {
  return depth === 1 ? {} : { not: nested(depth - 1) };
}

test('no filter, an empty one and one of nulls ask for everything', () => {
  for (const filter of [null, undefined, {}, { and: null, or: null, not: null, target: null }])
    expect(parseFilter(filter, instanceArn)).toEqual({ op: 'all', of: [] });
});

test('an error names the part that it is about', () => {
  const filter = { and: [{}, { or: [{ not: { target: { ids: ['000000000001', 'x'] } } }] }] };
  expect(parse(filter)).toThrow('filter.and[1].or[0].not.target.ids[1]: "x" is neither an account id');
  expect(parse({ principal: { name: { matches: '(' } } })).toThrow('filter.principal.name.matches: ');
});

test('a type and ids that contradict each other are refused', () => {
  expect(parse({ target: { type: 'AWS_ACCOUNT', ids: ['r-root'] } })).toThrow(
    'filter.target.ids[0]: r-root is not of the type AWS_ACCOUNT that the filter asks for',
  );
  expect(parse({ target: { type: 'AWS_OU', ids: ['000000000001'] } })).toThrow(
    'filter.target.ids[0]: 000000000001 is not of the type AWS_OU that the filter asks for',
  );
  expect(parse({ target: { type: 'AWS_OU' } })).toThrow(
    'filter.target.type: AWS_OU needs ids: access is to accounts, and an OU stands for its accounts',
  );
  expect(parse({ target: { type: 'AWS_ACCOUNT' } })).not.toThrow();
});

test('a filter has limits of depth, of parts and of ids', () => {
  expect(parse(nested(20))).not.toThrow();
  expect(parse(nested(21))).toThrow('filters may be nested 20 deep');
  expect(parse(nested(20_000 / 4))).toThrow('filters may be nested 20 deep');
  expect(parse({ or: Array.from({ length: 999 }, () => ({})) })).not.toThrow();
  expect(parse({ or: Array.from({ length: 1_000 }, () => ({})) })).toThrow(
    'filter: a filter may have 1000 parts',
  );
  const ids = (count: number) => Array.from({ length: count }, (_, n) => String(n).padStart(12, '0'));
  expect(parse({ target: { ids: ids(10_000) } })).not.toThrow();
  expect(parse({ target: { ids: ids(10_001) } })).toThrow(
    'filter.target.ids: at most 10000 ids, but got 10001',
  );
});
