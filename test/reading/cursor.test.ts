import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { Cursors } from '../../src/reading/cursor.ts';

const instance = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const cursors = new Cursors(Buffer.alloc(32, 7));
const notMade = 'it was not made by this gateway, or was changed, or the gateway was set up anew';

function refusal(cursor: string, list: unknown = {}, on = instance, by = cursors): string {
  try {
    by.decode(cursor, on, list);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'INVALID_CURSOR') return error.message;
    throw error;
  }
  throw new Error('It was accepted');
}

test('a cursor brings back when its walk began and where it stands', () => {
  const position = fc.record(
    { startedAt: fc.nat(), after: fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }) },
    { requiredKeys: ['startedAt'] },
  );
  fc.assert(
    fc.property(position, fc.jsonValue(), (at, list) => {
      expect(cursors.decode(cursors.encode(at, instance, list), instance, list)).toEqual(at);
    }),
  );
});

test('gateways that share a secret take each other’s cursors, others do not', () => {
  const cursor = cursors.encode({ startedAt: 5 }, instance, {});
  expect(new Cursors(Buffer.alloc(32, 7)).decode(cursor, instance, {})).toEqual({ startedAt: 5 });
  expect(refusal(cursor, {}, instance, new Cursors(Buffer.alloc(32, 8)))).toBe(
    `after: this cursor cannot be used: ${notMade}. Begin again without it`,
  );
});

test('no changed cursor is taken', () => {
  const cursor = cursors.encode({ startedAt: 5, after: ['000000000001', 'arn'] }, instance, {});
  const position = fc.nat({ max: cursor.length - 1 });
  const letter = fc.constantFrom(...'A,B,Y,Z,a,b,y,z,0,8,9,-,_,=,+,/, ,.,!,é'.split(','));
  fc.assert(
    fc.property(position, letter, (at, other) => {
      fc.pre(cursor[at] !== other);
      expect(refusal(cursor.slice(0, at) + other + cursor.slice(at + 1))).toContain(notMade);
      expect(refusal(cursor.slice(0, at) + other + cursor.slice(at))).toContain(notMade);
      expect(refusal(cursor.slice(0, at))).toContain(notMade);
    }),
  );
});

test.each(['', 'a', 'null', 'MA==', '%00', 'x'.repeat(100_000)])('%.20j is no cursor', (text) => {
  expect(refusal(text)).toContain(notMade);
});

test('a cursor of another filter, list or instance is refused with the reason', () => {
  const filter = { principal: { type: 'USER' } };
  const cursor = cursors.encode({ startedAt: 5 }, instance, filter);
  expect(refusal(cursor, { principal: { type: 'GROUP' } })).toContain('it belongs to another list or filter');
  expect(refusal(cursor, ['principals', filter])).toContain('it belongs to another list or filter');
  expect(refusal(cursor, filter, `${instance}2`)).toContain('it belongs to another instance');
});

test('filters that mean the same have the same cursors: members in any order, null for absent', () => {
  const cursor = cursors.encode({ startedAt: 5 }, instance, { a: { b: 1, c: ['x'] }, d: 'y' });
  for (const same of [
    { d: 'y', a: { c: ['x'], b: 1 } },
    { d: 'y', a: { c: ['x'], b: 1, e: null }, f: undefined },
  ])
    expect(cursors.decode(cursor, instance, same)).toEqual({ startedAt: 5 });
  for (const other of [
    { a: { b: '1', c: ['x'] }, d: 'y' },
    { a: { b: 1, c: ['x', 'x'] }, d: 'y' },
    { a: { b: 1 }, d: 'y' },
    { 'a":{"b":1,"c":["x"]},"d': 'y' },
  ])
    expect(refusal(cursor, other)).toContain('another list or filter');
});

test('a cursor of a list as of a moment is of use as of that moment alone', () => {
  const [then, later] = [cursors.asOf(1_000), cursors.asOf(2_000)];
  const at = { startedAt: 5, after: ['a'] };
  const ofThen = then.encode(at, instance, {});
  expect(cursors.asOf(1_000).decode(ofThen, instance, {})).toEqual(at);
  expect(refusal(ofThen, {}, instance, later)).toContain('as of another moment');
  expect(refusal(ofThen)).toContain('as of another moment');
  expect(refusal(cursors.encode(at, instance, {}), {}, instance, then)).toContain('as of another moment');
});
