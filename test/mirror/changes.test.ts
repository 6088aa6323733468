import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween } from '../../src/mirror/state/changes.ts';

test('a fact is another than before where JSON tells something else of it, whatever the order of its members', () => {
  const inAnotherOrder = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inAnotherOrder);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries({ ...value, nothing: undefined })
        .map(([name, member]) => [name, inAnotherOrder(member)] as const)
        .toReversed(),
    );
  };
  const values = fc
    .jsonValue()
    .chain((one) => fc.tuple(fc.constant(one), fc.oneof(fc.jsonValue(), fc.constant(inAnotherOrder(one)))));
  const property = fc.property(values, ([one, other]) => {
    const read = (readAt: number, value: unknown) => ({ readAt, facts: [{ key: 'a', value }] });
    const told = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    const changes = changesBetween('list', 'list', read(1, one), read(2, other));
    expect(changes).toHaveLength(isDeepStrictEqual(told(one), told(other)) ? 0 : 1);
  });
  fc.assert(property, { numRuns: 2_000 });
});
