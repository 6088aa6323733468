import { readFile, writeFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { schema } from '../src/schema/index.ts';
import { configDocs } from './config-docs.ts';
import { permissionDocs } from './permission-docs.ts';

/** Writes what is printed from the code; with --check only tells what is stale, and fails. */
const isCheck = process.argv.includes('--check');

const files = {
  'schema.graphql': `${printSchema(schema)}\n`,
  'docs/config.md': configDocs(),
  'docs/permissions.md': permissionDocs(schema),
};

for (const [file, content] of Object.entries(files)) {
  const current = await readFile(file, 'utf8').catch(() => undefined);
  if (current === content) continue;
  if (isCheck) {
    console.error(`${file} is stale; run "npm run generate"`);
    process.exitCode = 1;
  } else {
    await writeFile(file, content);
    console.log(`${file} written`);
  }
}
