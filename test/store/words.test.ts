import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeptExtent } from '../../src/store/store.ts';
import { Lengthener, Shortener, textsOf } from '../../src/store/words.ts';

const word = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'U1', 'arn:aws:sso:::permissionSet/ssoins-1/ps-1'),
  fc.string(),
  fc.string({ unit: 'binary' }),
);
const facts = fc.oneof(
  fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
  fc.json(),
  fc.constantFrom('x'.repeat(70_000), `${'y '.repeat(32_767)}\u00e9`, '\ud800 \udfff'),
);
const slices = fc.array(fc.array(facts, { maxLength: 8 }), { minLength: 1, maxLength: 6 });

function slicesOf(texts: readonly (readonly string[])[]) {
  return texts.map((some, version) => ({
    extents: some.map((text, n) => ({ key: `${version}/${n}`, readAt: n, knownSince: -n, facts: text })),
    version,
    isLast: version === texts.length - 1,
  }));
}

const plain = ({ key, readAt, knownSince, facts: text }: KeptExtent) => ({
  key,
  readAt,
  knownSince,
  facts: text,
});

test('slices that were made shorter come to what they were, whatever is in them', () => {
  fc.assert(
    fc.property(slices, (texts) => {
      const [shortener, lengthener] = [new Shortener(), new Lengthener()];
      for (const slice of slicesOf(texts)) {
        const { extents, ...rest } = lengthener.lengthen(structuredClone(shortener.shorten(slice)));
        expect({ ...rest, extents: extents.map(plain) }).toEqual(slice);
        for (const { facts: text, words } of extents)
          expect(words ? textsOf(words).join(' ') : text).toBe(text);
      }
    }),
  );
});

test('words are those of the thread that told them, when another one begins anew', () => {
  const [first, second] = slicesOf([['a b'], ['b a'], ['']]);
  const lengthener = new Lengthener();
  const told = [first, second].map((slice) =>
    lengthener.lengthen(new Shortener().shorten(slice ?? { extents: [], version: 0, isLast: false })),
  );
  expect(told.flatMap(({ extents }) => extents.map((one) => one.facts))).toEqual(['a b', 'b a']);
});

test('a word crosses once, however many texts have it, and JSON as it is', () => {
  const words = Array.from({ length: 20_000 }, (_, n) => `U${n}`);
  const texts = words.map((one, n) => `${one} ${words[n >> 1]} ${words[0]}`);
  const [shortener, lengthener] = [new Shortener(), new Lengthener()];
  const added: string[] = [];
  for (const slice of slicesOf([texts.slice(0, 9_000), texts.slice(9_000), texts, ['["a b"]']])) {
    const short = shortener.shorten(slice);
    added.push(...short.added);
    expect(lengthener.lengthen(short).extents.map(plain)).toEqual(slice.extents);
  }
  expect(added).toEqual(words);
});
