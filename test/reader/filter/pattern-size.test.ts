import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { patternSize } from '../../../src/reader/filter/pattern-size.ts';

const { pattern } = fc.letrec<{ pattern: string; piece: string; atom: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie('piece'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    .map((branches) => branches.map((branch) => branch.join('')).join('|')),
  piece: fc.oneof(
    { weight: 2, arbitrary: tie('atom') },
    fc
      .tuple(
        tie('atom'),
        fc.constantFrom('*', '+', '?', '*?', '{0}', '{7}', '{2,}', '{3,40}', '{0,2}', '{90}'),
      )
      .map((parts) => parts.join('')),
  ),
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'a',
      'é',
      '漢',
      '.',
      '\\d',
      '\\pL',
      '\\p{Greek}',
      '\\PN',
      '\\.',
      '\\x41',
      '\\x{6f22}',
      '^',
      '$',
      '\\b',
    ),
    fc.constantFrom(
      '[a-z]',
      '[^\\pL]',
      '[]x]',
      '[[:alpha:]-]',
      '[\\]\\p{Lu}]',
      '\\Qa{9}(\\E',
      '{',
      '{,3}',
      '(?i)',
    ),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
    tie('pattern').map((inner) => `(?P<n>${inner})`),
  ),
}));

test('the size of a pattern is never less than half of what RE2 compiles it to', () => {
  let compiled = 0;
  fc.assert(
    fc.property(pattern, (source) => {
      const size = patternSize(source);
      fc.pre(size < 20_000);
      let program: number;
      try {
        program = RE2JS.compile(source).programSize();
      } catch {
        return;
      }
      compiled += 1;
      expect(program).toBeLessThanOrEqual(2 * size + 4);
    }),
    { numRuns: 2_000, seed: 1 },
  );
  expect(compiled).toBeGreaterThan(500);
});

test.each([
  ['(.?){1000}', 4_002],
  ['((.?){31}){31}', 3_908],
  ['(\\pL?){1000}', 4_002],
])('%s, which RE2 compiles to %i instructions, is known to be as large', (source, size) => {
  expect(patternSize(source)).toBeGreaterThanOrEqual(size);
});

test.each([
  ['x'.repeat(1_000), 1_000],
  ['^(prod|test|dev)-[a-z]+-\\d{12}$', 50],
  ['\\Q{1000}{1000}\\E', 12],
  ['[{1000}]', 1],
  ['a{1,x}', 6],
])('%s, which repeats next to nothing, is not taken for more than it is', (source, size) => {
  expect(patternSize(source)).toBeLessThanOrEqual(size);
});
