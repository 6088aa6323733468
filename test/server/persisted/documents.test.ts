import { symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { createLogger } from '../../../src/log.ts';
import { openPersisted } from '../../../src/server/persisted/documents.ts';
import { folderOf, sha256 } from './folder.ts';

const schema = buildSchema('type Query { hello(name: String): String }');
const hello = 'query Hello { hello }';

test("the example of GraphQL over HTTP's specification has the hash that it says", () => {
  const query = 'query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}';
  expect(sha256(query)).toBe('7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e');
});

test('a file of a folder goes by its hash, with the line end at its end or without, and by its name', async () => {
  await using folder = await folderOf({
    'hello.graphql': `${hello}\n`,
    'more/other.gql': '{ hello }',
    'README.md': '#',
  });
  const documents = await openPersisted(folder.path, schema);
  const ids = [`sha256:${sha256(`${hello}\n`)}`, `sha256:${sha256(hello)}`, 'hello'];
  expect(ids.map((id) => documents.find(id))).toEqual(ids.map(() => `${hello}\n`));
  expect(documents.find('other')).toBe('{ hello }');
  const others = ['README', 'hello.graphql', sha256(hello), '', 'constructor', '__proto__'];
  expect(others.filter((id) => documents.find(id) !== undefined)).toEqual([]);
});

test('a folder that Kubernetes mounts, with links to hidden folders, is read once', async () => {
  await using folder = await folderOf({ '..2026_11_28/hello.graphql': hello });
  await symlink('..2026_11_28', join(folder.path, '..data'));
  await symlink(join('..data', 'hello.graphql'), join(folder.path, 'hello.graphql'));
  // Read there, it would be a second document of that name.
  await folder.write({ '..2026_11_27/hello.graphql': '{ hello }' });
  for (const path of [
    folder.path,
    `${folder.path}/`,
    relative('.', folder.path),
    `./${relative('.', folder.path)}`,
  ]) {
    const documents = await openPersisted(path, schema);
    expect(documents.find('hello')).toBe(hello);
  }
});

test("the documents of Apollo's manifest go by their ids and hashes", async () => {
  const operations = [{ id: 'a1', name: 'Hello', type: 'query', body: hello }];
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  await using folder = await folderOf({ 'manifest.json': JSON.stringify(manifest) });
  const documents = await openPersisted(join(folder.path, 'manifest.json'), schema);
  expect([documents.find('a1'), documents.find(`sha256:${sha256(hello)}`)]).toEqual([hello, hello]);
});

test("the documents of Relay's map go by their ids and hashes", async () => {
  const id = '3be4abb81fa595e25eb725b2c6a87508';
  await using folder = await folderOf({ 'queries.json': JSON.stringify({ [id]: hello }) });
  const documents = await openPersisted(join(folder.path, 'queries.json'), schema);
  expect([documents.find(id), documents.find(`sha256:${sha256(hello)}`)]).toEqual([hello, hello]);
});

test.each([
  ['no JSON', '{', /neither a folder nor JSON/],
  ['a list', '[]', /is not Apollo's manifest .* or Relay's map/],
  ['nothing', '{}', /holds no document/],
  ['a map of something else', '{"a":1}', /is not Apollo's manifest/],
  ['a manifest of another format', '{"format":"x","operations":[]}', /is not Apollo's manifest/],
  [
    'a manifest without a body',
    '{"format":"apollo-persisted-query-manifest","operations":[{"id":"a"}]}',
    /is not Apollo/,
  ],
  ['a manifest of null', '{"format":"apollo-persisted-query-manifest","operations":[null]}', /is not Apollo/],
])('a manifest that is %s is refused', async (_what, text, problem) => {
  await using folder = await folderOf({ 'manifest.json': text });
  await expect(openPersisted(join(folder.path, 'manifest.json'), schema)).rejects.toThrow(problem);
});

test('every document that the schema would refuse is named, with its file and place', async () => {
  await using folder = await folderOf({
    'good.graphql': hello,
    'field.graphql': 'query A {\n  helo\n}',
    'syntax.graphql': 'query {',
    'long.graphql': `{ hello } #${'x'.repeat(50_000)}`,
  });
  const refused: unknown = await openPersisted(folder.path, schema).catch((error: unknown) => error);
  const messages = (refused as AggregateError).errors.map(({ message }: Error) =>
    message.replace(folder.path, ''),
  );
  expect(messages).toEqual([
    expect.stringMatching(/^\/field\.graphql:2:3: Cannot query field "helo"/),
    expect.stringMatching(/^\/long\.graphql: The query is too costly: it has 50011 characters/),
    expect.stringMatching(/^\/syntax\.graphql:1:8: Syntax Error/),
  ]);
});

test('two documents with one id are refused', async () => {
  await using folder = await folderOf({ 'a/hello.graphql': hello, 'b/hello.graphql': '{ hello }' });
  const refused: unknown = await openPersisted(folder.path, schema).catch((error: unknown) => error);
  expect((refused as AggregateError).errors.map(({ message }: Error) => message)).toEqual([
    expect.stringMatching(/b\/hello\.graphql has the id hello, as .*a\/hello\.graphql has/),
  ]);
});

test('documents that changed are taken up, and all stay the former ones when one cannot be used', async () => {
  const log: string[] = [];
  const logger = createLogger('info', { write: (line) => void log.push(line) });
  await using folder = await folderOf({ 'hello.graphql': hello });
  const documents = await openPersisted(folder.path, schema);
  await folder.write({ 'hello.graphql': '{ hello }' });
  await documents.reload(logger);
  expect([documents.find('hello'), documents.includes(hello)]).toEqual(['{ hello }', false]);
  await folder.write({ 'hello.graphql': '{ helo }', 'more.graphql': hello });
  await documents.reload(logger);
  expect([documents.find('hello'), documents.find('more')]).toEqual(['{ hello }', undefined]);
  expect(JSON.parse(log.at(-1)!)).toMatchObject({
    level: 'warn',
    reason: [expect.stringContaining('hello.graphql:1:3: Cannot query field "helo"')],
  });
});
