import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountBound,
  asksForAccountFacts,
  asksForPermissionSetFacts,
  asksForPlaces,
  asksForPrincipalFacts,
  asksForPrincipals,
  holderBound,
  permissionSetBound,
  principalBound,
} from '../../../src/reader/filter/bounds.ts';
import { evaluate } from '../../../src/reader/filter/expression.ts';
import { parseFilter } from '../../../src/reader/filter/parse.ts';
import { untold } from '../../../src/reader/filter/untold.ts';
import { filter, hidden, hide, holds, instanceArn, whole } from './small-world.ts';

const numRuns = 400;
const noNames = { name: null, displayName: null, email: null };

test('with everything known a filter holds or not, as the schema says', () => {
  fc.assert(
    fc.property(filter, whole, (input, world) => {
      expect(evaluate(parseFilter(input, instanceArn), world)).toBe(holds(input, world));
    }),
    { numRuns },
  );
});

test('a verdict on part of the knowledge holds for whatever the rest turns out to be', () => {
  fc.assert(
    fc.property(filter, whole, hidden, (input, world, gone) => {
      const verdict = evaluate(parseFilter(input, instanceArn), hide(world, gone));
      expect([undefined, holds(input, world)]).toContain(verdict);
    }),
    { numRuns: 2 * numRuns },
  );
});

test('not is the plain complement, also of what is unknown', () => {
  fc.assert(
    fc.property(filter, whole, hidden, (input, world, gone) => {
      const known = hide(world, gone);
      const verdict = evaluate(parseFilter(input, instanceArn), known);
      const opposite = evaluate(parseFilter({ not: input }, instanceArn), known);
      expect(opposite).toBe(verdict === undefined ? undefined : !verdict);
    }),
    { numRuns },
  );
});

test('a row that matches lies within every bound', () => {
  fc.assert(
    fc.property(filter, whole, (input, world) => {
      fc.pre(holds(input, world));
      const expression = parseFilter(input, instanceArn);
      const { account, permissionSet, principal } = world;
      const holder = `${principal.principalType}/${principal.principalId}`;
      expect(accountBound(expression)?.has(account.accountId) ?? true).toBe(true);
      expect(permissionSetBound(expression)?.has(permissionSet.arn) ?? true).toBe(true);
      expect(principalBound(expression)?.has(principal.principalId) ?? true).toBe(true);
      expect(holderBound(expression)?.has(holder) ?? true).toBe(true);
    }),
    { numRuns },
  );
});

test('a filter can do without the facts that it does not ask for', () => {
  fc.assert(
    fc.property(filter, whole, (input, world) => {
      const expression = parseFilter(input, instanceArn);
      const isDecided = (gone: Parameters<typeof hide>[1]) =>
        evaluate(expression, hide(world, gone)) !== undefined;
      expect(asksForAccountFacts(expression) || isDecided({ account: 'facts' })).toBe(true);
      expect(asksForPermissionSetFacts(expression) || isDecided({ permissionSet: 'facts' })).toBe(true);
      expect(asksForPrincipalFacts(expression) || isDecided({ principal: 'facts' })).toBe(true);
      expect(asksForPrincipals(expression) || isDecided({ principal: 'all' })).toBe(true);
    }),
    { numRuns },
  );
});

test('a name that could not be had leaves a row out both ways, a missing one only one way', () => {
  const named = { principal: { name: { eq: 'Anna' } } };
  const [asked, opposite] = [named, { not: named }].map((input) => parseFilter(input, instanceArn));
  const id = { principalType: 'USER' as const, principalId: 'u' };
  const nameless = {
    principal: { ...id, facts: { ...noNames, deleted: false, enabled: true } },
  };
  expect([evaluate(asked!, { principal: id }), evaluate(opposite!, { principal: id })]).toEqual([
    undefined,
    undefined,
  ]);
  expect([evaluate(asked!, nameless), evaluate(opposite!, nameless)]).toEqual([false, true]);
});

test('a target that is no account of the organization is under no OU and in no state', () => {
  const account = {
    accountId: '000000000001',
    facts: { name: null, email: null, state: null, ancestors: null },
  };
  for (const target of [{ ids: ['ou-root-00000001'], recursive: true }, { states: ['ACTIVE'] }]) {
    expect(evaluate(parseFilter({ target }, instanceArn), { account })).toBe(false);
    expect(evaluate(parseFilter({ not: { target } }, instanceArn), { account })).toBe(true);
  }
});

test('members that AWS leaves out decide nothing, either way, and each is told', () => {
  const account = {
    accountId: '000000000001',
    facts: { name: 'Anna', email: null, state: null, ancestors: null },
  };
  const facts = { ...noNames, name: 'Anna', deleted: false, enabled: null };
  const principal = { principalType: 'USER' as const, principalId: 'u', facts };
  for (const [input, member] of [
    [{ target: { ids: ['ou-root-00000001'], recursive: true } }, 'the place'],
    [{ target: { states: ['ACTIVE'] } }, 'the state'],
    [{ principal: { enabled: true } }, 'UserStatus'],
    [{ principal: { enabled: false } }, 'UserStatus'],
  ] as const)
    for (const asked of [input, { not: input }]) {
      const expression = parseFilter(asked, instanceArn);
      expect(evaluate(expression, { account, principal })).toBeUndefined();
      expect(untold(expression, { account, principal })).toEqual([
        expect.objectContaining({ code: 'AWS_UNAVAILABLE', message: expect.stringContaining(member) }),
      ]);
    }
});

test('groups and those who are gone are neither enabled nor disabled', () => {
  const group = { principalType: 'GROUP' as const, principalId: 'g' };
  const gone = {
    principalType: 'USER' as const,
    principalId: 'u',
    facts: { ...noNames, deleted: true, enabled: null },
  };
  for (const enabled of [true, false])
    for (const principal of [group, gone]) {
      const input = { principal: { enabled } };
      expect(evaluate(parseFilter(input, instanceArn), { principal })).toBe(false);
      expect(evaluate(parseFilter({ not: input }, instanceArn), { principal })).toBe(true);
    }
});

test('bounds narrow with and, widen with or, and a negation bounds nothing', () => {
  const [one, two] = ['000000000001', '000000000002'].map((id) => ({ target: { ids: [id] } }));
  const boundOf = (input: object) => accountBound(parseFilter(input, instanceArn));
  expect(boundOf({ and: [one, two] })).toEqual(new Set());
  expect(boundOf({ or: [one, two] })).toEqual(new Set(['000000000001', '000000000002']));
  expect(boundOf({ or: [one, { principal: { type: 'USER' } }] })).toBeUndefined();
  expect(boundOf({ not: one })).toBeUndefined();
  expect(boundOf({ target: { ids: ['000000000001', 'r-root'] } })).toBeUndefined();
  expect(boundOf({ or: [] })).toEqual(new Set());
  expect(boundOf({})).toBeUndefined();
});

test('places are asked for only where an OU or a root is named', () => {
  const asks = (input: object) => asksForPlaces(parseFilter(input, instanceArn));
  expect(asks({ not: { target: { ids: ['r-root'] } } })).toBe(true);
  expect(asks({ target: { ids: ['000000000001'], recursive: true } })).toBe(false);
});
