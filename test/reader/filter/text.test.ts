import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textTest } from '../../../src/reader/filter/text.ts';

const matches = (filter: Parameters<typeof textTest>[0], text: string) => textTest(filter, 'name')(text);

test('each operator does with any text what its name says', () => {
  const any = fc.string({ unit: 'binary', maxLength: 8 });
  fc.assert(
    fc.property(any, any, any, (before, part, after) => {
      const text = before + part + after;
      expect(matches({ contains: part }, text)).toBe(true);
      expect(matches({ startsWith: before }, text)).toBe(true);
      expect(matches({ endsWith: after }, text)).toBe(true);
      expect(matches({ eq: text }, text)).toBe(true);
      expect(matches({ eq: part }, text)).toBe(part === text);
      expect(matches({ in: [before, after] }, text)).toBe([before, after].includes(text));
      expect(matches({ startsWith: after }, text)).toBe(text.startsWith(after));
      expect(matches({ endsWith: before }, text)).toBe(text.endsWith(before));
      for (const ignoreCase of [true, false])
        expect(
          matches(
            { contains: part, startsWith: before, endsWith: after, eq: text, in: [text], ignoreCase },
            text,
          ),
        ).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('every given operator must hold, and none means any text', () => {
  expect(matches({ startsWith: 'a', endsWith: 'z' }, 'a to z')).toBe(true);
  expect(matches({ startsWith: 'a', endsWith: 'z' }, 'a to y')).toBe(false);
  expect(matches({}, 'anything')).toBe(true);
  expect(matches({ eq: null, in: null, contains: null }, 'anything')).toBe(true);
  expect(matches({ in: [] }, 'anything')).toBe(false);
  expect(matches({ contains: '' }, '')).toBe(true);
  expect(matches({ eq: '' }, 'a')).toBe(false);
});

test.each([
  ['Straße', 'STRAẞE'],
  ['ΌΣΟΣ', 'όσος'],
  ['K', 'k'],
  ['ſ', 'S'],
  ['𐐀', '𐐨'],
  ['ÅNGSTRÖM', 'ångström'],
  ['Ǆ', 'ǅ'],
])('%s is %s when case is ignored', (left, right) => {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    expect(matches({ eq: one, ignoreCase: true }, other)).toBe(true);
    expect(matches({ in: ['x', one], ignoreCase: true }, other)).toBe(true);
    expect(matches({ contains: one, ignoreCase: true }, `<${other}>`)).toBe(true);
    expect(matches({ eq: one }, other)).toBe(false);
  }
});

test.each([
  ['ß', 'ss'],
  ['İ', 'i'],
  ['ﬁ', 'fi'],
  ['é', 'e'],
])('%s is not %s: folding is simple, and accents count', (left, right) => {
  expect(matches({ eq: left, ignoreCase: true }, right)).toBe(false);
  expect(matches({ eq: right, ignoreCase: true }, left)).toBe(false);
  expect(matches({ in: [left], ignoreCase: true }, right)).toBe(false);
});

test('a long list of texts takes no longer to ask, with regard to case or without', () => {
  const test = textTest(
    { in: Array.from({ length: 10_000 }, (_, n) => `Name ${n}`), ignoreCase: true },
    'name',
  );
  const start = performance.now();
  for (let n = 0; n < 1_000; n++) test(`nobody ${n}`);
  expect(performance.now() - start).toBeLessThan(500);
  expect(test('NAME 9999')).toBe(true);
});

test('characters that mean something in a regular expression mean themselves in the other operators', () => {
  for (const text of ['a.b', '(x', '[', '\\d', 'a|b', '^$', 'a\nb', '{1}', '-', ' ']) {
    for (const operator of ['eq', 'contains', 'startsWith', 'endsWith'] as const) {
      expect(matches({ [operator]: text, ignoreCase: true }, text)).toBe(true);
      expect(matches({ [operator]: text, ignoreCase: true }, 'axb')).toBe(false);
    }
  }
});

test('the end of a text is its end, not that of a line', () => {
  expect(matches({ eq: 'a' }, 'a\n')).toBe(false);
  expect(matches({ endsWith: 'a' }, 'a\n')).toBe(false);
  expect(matches({ startsWith: 'b' }, 'a\nb')).toBe(false);
});

test('matches is an unanchored RE2 pattern, with and without regard to case', () => {
  expect(matches({ matches: 'o+b' }, 'foobar')).toBe(true);
  expect(matches({ matches: '^o+b' }, 'foobar')).toBe(false);
  expect(matches({ matches: 'FOO' }, 'foobar')).toBe(false);
  expect(matches({ matches: 'FOO', ignoreCase: true }, 'foobar')).toBe(true);
  expect(matches({ matches: '\\p{Greek}' }, 'aλb')).toBe(true);
});

test('a pattern over which other engines run away takes no time', () => {
  const start = performance.now();
  expect(matches({ matches: '^(a+)+$' }, `${'a'.repeat(5_000)}!`)).toBe(false);
  expect(matches({ matches: '(x+x+)+y' }, 'x'.repeat(5_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('a pattern that is none, or too long, is refused with the reason', () => {
  const compile = (pattern: string) => () => textTest({ matches: pattern }, 'filter.principal.name');
  expect(compile('(a')).toThrow(
    'filter.principal.name.matches: this is not an RE2 regular expression: error parsing regexp: missing closing ): `(a`',
  );
  expect(compile('(a)\\1')).toThrow('invalid escape sequence: `\\1`');
  expect(compile('(?=a)')).toThrow('this is not an RE2 regular expression');
  expect(compile('((a{100}){100}){100}')).toThrow(
    'filter.principal.name.matches: a pattern may come to 1000 steps with its repetitions written out, but this one comes to 2030300',
  );
  expect(compile('a'.repeat(1_001))).toThrow(
    'filter.principal.name.matches: a pattern may have 1000 characters, but this one has 1001',
  );
});

test('a pattern whose repetitions would be large written out is refused before it is compiled', () => {
  const start = performance.now();
  for (const pattern of ['(.?){1000}', '(\\pL?){999}'.repeat(90), '((x?){31}){31}', 'x{1000}y'])
    expect(() => textTest({ matches: pattern }, 'filter.target.name')).toThrow(
      'filter.target.name.matches: a pattern may come to 1000 steps with its repetitions written out',
    );
  expect(performance.now() - start).toBeLessThan(1_000);
});

test.each(['eq', 'contains', 'startsWith', 'endsWith'])(
  '%s takes a text as long as the longest name, and refuses a longer one without repeating it',
  (operator) => {
    for (const ignoreCase of [true, false]) {
      expect(matches({ [operator]: 'x'.repeat(1_024), ignoreCase }, 'x'.repeat(1_024))).toBe(true);
      for (const length of [1_025, 32_768, 500_000])
        expect(() => matches({ [operator]: 'x'.repeat(length), ignoreCase }, 'x')).toThrow(
          `name.${operator}: a text may have 1024 characters, as no name is longer, but this one has ${length}`,
        );
    }
  },
);

test('in refuses a text that is longer than any name, and more than 10,000 texts', () => {
  expect(() => matches({ in: ['x', 'y'.repeat(40_000)] }, 'x')).toThrow('name.in[1]: a text may have');
  expect(() => matches({ in: Array.from({ length: 10_001 }, String) }, 'x')).toThrow(
    'name.in: at most 10000 texts, but got 10001',
  );
});

test('a pattern answers for a text alike however often it is asked', () => {
  const isMatched = textTest({ matches: '^a.*z$' }, 'name');
  const texts = ['a to z', 'a to y', ''];
  expect([...texts, ...texts].map(isMatched)).toEqual([true, false, false, true, false, false]);
});
