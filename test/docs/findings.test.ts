import { readFileSync } from 'node:fs';
import { print, parse } from 'graphql';
import { expect, test } from 'vitest';
import { findingTypes, kinds } from '../../src/resolvers/findings/kinds.ts';
import { schema } from '../../src/schema/index.ts';

const text = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8');

function entryOf(type: string): string {
  const [, entry = ''] = text.split(`## \`${type}\`\n`);
  return entry.split(/^## /m)[0]!;
}

test('docs/findings.md defines every finding, in the order of the code, and no other', () => {
  expect([...text.matchAll(/^## `([A-Z_]+)`$/gm)].map(([, type]) => type)).toEqual(findingTypes);
});

test.each(findingTypes)('%s has its severity, definition, remedy and query', (type) => {
  const entry = entryOf(type);
  const parts = [...entry.matchAll(/^- \*\*([\w ]+):\*\* (\S.*)$/gm)];
  expect(parts.map(([, part]) => part)).toEqual(['Severity', 'Counted', 'Found by', 'What to do']);
  expect(parts[0]![2]).toBe(kinds[type].severity);
  const [, query = ''] = /^```graphql\n(.*?)^```$/ms.exec(entry) ?? [];
  expect(print(parse(query))).toBe(print(parse(kinds[type].query)));
});

test('the description of Finding.type names every finding', () => {
  const { description } = schema.getType('Finding')!.toConfig() as any;
  expect(description).toBeTruthy();
  const field = (schema.getType('Finding') as any).getFields().type;
  for (const type of findingTypes) expect(field.description).toContain(type);
});
