import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A title that begins with one of these has its subject elsewhere, or nowhere. */
const leaning =
  `and also because but either he her his however it its neither nor or she so such that their them then
  these they this those what whatever which whichever who whoever whom whose yet`.split(/\s+/);

/** Titles follow `test(`, `it(` and `describe(`, or the second bracket of `test.each(…)(`. */
const titles = /(?:\b(?:test|it|describe)(?:\.\w+)*|\))\(\s*(['"`])(.*?)\1/g;

test('the title of a test begins with its subject or its circumstance, not with a pronoun or a conjunction', () => {
  const read = globSync('test/**/*.test.ts').flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(titles), ([, , title = '']) => ({ file, title })),
  );
  expect(read.length).toBeGreaterThan(1000);
  expect(read.filter(({ title }) => leaning.includes(title.split(/\W/, 1)[0]!.toLowerCase()))).toEqual([]);
});
