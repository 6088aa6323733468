import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { blocks, inlineCode } from './blocks.ts';

const guide = 'docs/from-aws-sso-lib.md';
const filters = inlineCode(guide).filter((code) => code.startsWith('filter: '));

test.each([
  ...['README.md', guide, 'docs/signing-in.md'].flatMap((file) =>
    blocks(file, 'graphql').map((query) => [file, query]),
  ),
  ...filters.map((filter) => [guide, `{ assignments(${filter}) { nodes { id } } }`]),
])('%s: a query fits the schema: %s', (_, query) => {
  expect(validate(schema, parse(query!)).map(({ message }) => message)).toEqual([]);
});

test('the guide from aws-sso-lib has a filter for each way to name principals, permission sets and targets', () => {
  expect(filters.length).toBeGreaterThanOrEqual(13);
});
