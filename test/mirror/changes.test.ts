import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describedKey, pageKey, principalsKey, type Extent } from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';
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

const user = { principalType: 'USER', principalId: 'u' } as const;
const called = (name: string) => ({
  ...user,
  name,
  displayName: null,
  email: null,
  description: null,
  enabled: null,
});

test.each([
  ['a list', { key: principalsKey('USER'), facts: [called('two')] }],
  ['a page of a list', { key: pageKey('users', 0), facts: { principals: [called('two')] } }],
])('somebody who was described has changed where %s tells otherwise, and only once', (_, told) => {
  const mirror = new Mirror();
  const key = describedKey(user);
  // The cast: the facts of each key's kind.
  const changesOf = (read: object) => mirror.apply(read as Extent).changes;
  expect(changesOf({ key, readAt: 1, facts: called('one') })).toEqual([]);
  const change = { extent: key.text, since: 1, readAt: 2 };
  expect(changesOf({ ...told, readAt: 2 })).toMatchObject([
    { ...change, before: { name: 'one' }, after: { name: 'two' } },
  ]);
  expect(changesOf({ ...told, readAt: 3 })).toEqual([]);
  expect(changesOf({ key, readAt: 4, facts: called('two') })).toEqual([]);
});
