import { readFile, writeFile } from 'node:fs/promises';
import { buildSchema, introspectionFromSchema } from 'graphql';

const schemaFile = new URL('../../schema.graphql', import.meta.url);
const typesFile = new URL('../../src/explorer/graphql/schema.generated.ts', import.meta.url);

/** The schema as a type, which the documents of the page are checked against. Made anew, so that it is never an old one. */
export async function writeSchemaTypes(): Promise<void> {
  const schema = buildSchema(await readFile(schemaFile, 'utf8'));
  const introspection = introspectionFromSchema(schema, { descriptions: false });
  await writeFile(typesFile, `export type Introspection = ${JSON.stringify(introspection, undefined, 1)};\n`);
}
