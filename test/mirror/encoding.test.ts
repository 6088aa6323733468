import { expect, test } from 'vitest';
import { decode, decodeInParts, encode } from '../../src/mirror/encoding.ts';
import { principalsKey } from '../../src/mirror/keys.ts';

const key = principalsKey('USER');
const user = (n: number, name: string) => ({
  principalType: 'USER' as const,
  principalId: `user-${n}`,
  name,
  displayName: `${name},\n{"`,
  email: null,
  description: null,
  enabled: true,
});
const odd = ['Ada', 'a line\nand another', '],[', '",\n"', '\\', '\u2028', '{}'];
const many = Array.from({ length: 5_000 }, (_, n) => user(n, odd[n % odd.length]!));

function inParts(text: string) {
  const work = decodeInParts(text);
  for (let parts = 0; ; parts++) {
    const { done, value } = work.next();
    if (done) return { facts: value, parts };
  }
}

test.each([[[]], [[user(1, 'Ada')]], [many]])(
  'users come back from their text, at once and in parts',
  (users) => {
    const text = encode(key, users);
    expect(decode(key, text)).toEqual(users);
    expect(inParts(text).facts).toEqual(users);
  },
);

test('the text of very many users is decoded in parts, one without lines as a whole', () => {
  expect(inParts(encode(key, many)).parts).toBeGreaterThan(3);
  expect(inParts(JSON.stringify(many))).toEqual({ facts: many, parts: 1 });
});

test('a text that is no list of users is refused', () => {
  expect(() => inParts('{"a":1}')).toThrow(SyntaxError);
  expect(() => inParts('[1')).toThrow(SyntaxError);
});
