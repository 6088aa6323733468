import { expect, test } from 'vitest';
import type { AssignmentNode, PermissionSetNode } from '../../src/reader/nodes.ts';
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

test('an assignment whose parts two changes call otherwise is told apart, and from one that no change is about', () => {
  const identity = declaredIdentity(identifiedBy(({ accountId }: AssignmentNode) => [accountId]))!;
  const keyOf = (thing: Partial<AssignmentNode>) => identity.keyOf({ accountId: '1', ...thing } as never);
  const names = { principal: 'alice', permissionSet: 'Admin', account: null };
  const others = [{}, { principal: null }, { account: 'null' }, { permissionSet: 'Ops' }];
  const keys = others.map((other) => keyOf({ lastNames: { ...names, ...other } }).join(' '));
  expect(new Set([...keys, keyOf({}).join(' ')]).size).toBe(others.length + 1);
});
