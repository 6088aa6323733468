import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const documents = globSync(['*.md', 'docs/**/*.md', 'src/*/README.md']);

it.each(documents)('%s names source and test files that exist', (document) => {
  const named = readFileSync(document, 'utf8').match(/\b(?:src|test)\/[\w./-]+\.ts\b/g) ?? [];
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
