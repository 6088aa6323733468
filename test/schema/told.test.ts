import { expect, test } from 'vitest';
import type { PermissionSetNode } from '../../src/reader/nodes.ts';
import { declaredIdentity, identifiedBy } from '../../src/schema/fields/told.ts';

test('a thing that two changes call otherwise is told apart, as its name may be what they say of it', () => {
  const identity = declaredIdentity(identifiedBy(({ arn }: PermissionSetNode) => [arn]))!;
  const keyOf = (thing: Pick<PermissionSetNode, 'arn' | 'lastName'>) => identity.keyOf(thing as never);
  const keys = [{}, { lastName: 'Admin' }, { lastName: 'Ops' }, { lastName: '' }].map((named) =>
    keyOf({ arn: 'arn:one', ...named }).join(' '),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyOf({ arn: 'arn:one', lastName: null })).toEqual(keyOf({ arn: 'arn:one' }));
});
