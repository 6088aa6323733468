import { expect, test } from 'vitest';
import type { AssignmentNode, PermissionSetNode } from '../../src/reader/nodes.ts';
import { declaredIdentity, identifiedBy } from '../../src/schema/fields/told.ts';
import { schema } from '../../src/schema/index.ts';

test('a thing that two changes call otherwise is told apart, as its name may be what they say of it', () => {
  const identity = declaredIdentity(identifiedBy(({ arn }: PermissionSetNode) => [arn]))!;
  const keyOf = (thing: Pick<PermissionSetNode, 'arn' | 'lastName'>) => identity.keyOf(thing as never);
  const keys = [{}, { lastName: 'Admin' }, { lastName: 'Ops' }, { lastName: '' }].map((named) =>
    keyOf({ arn: 'arn:one', ...named }).join(' '),
  );
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyOf({ arn: 'arn:one', lastName: null })).toEqual(keyOf({ arn: 'arn:one' }));
});

test('an assignment that a change is about is told with the change alone, as its names may be what the change says of them', () => {
  const identity = declaredIdentity(identifiedBy(({ accountId }: AssignmentNode) => [accountId]))!;
  const era = {};
  const reader = { era: () => era };
  const eraOf = (thing: Partial<AssignmentNode>) => identity.eraOf({ reader, ...thing } as never);
  expect(eraOf({})).toBe(era);
  expect(eraOf({ lastNames: { principal: 'alice', permissionSet: null, account: null } })).toBeUndefined();
});

test('a change of an assignment that was dated anew is told anew, as another gateway may have found that the clock was set back', () => {
  const identity = declaredIdentity(schema.getType('AssignmentChange')!)!;
  const change = { id: 7, kind: 'ADDED', since: 1, readAt: 9 };
  const keyOf = (other: object) => identity.keyOf({ change: { ...change, ...other } } as never).join(' ');
  const keys = [{}, { id: 8 }, { since: 0 }, { readAt: 8 }].map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
});
