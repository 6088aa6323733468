import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { runningServer } from '../server/running-server.ts';

const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const [, ofTheGateway = '', ofHttp = ''] = text.split(/^## Codes of .*$/m);

function codesIn(section: string): string[] {
  return [...section.matchAll(/^### `([A-Z_]+)`$/gm)].map(([, code]) => code!);
}

test('docs/errors.md explains every code of the gateway, in the order of the code, and no other', () => {
  expect(codesIn(ofTheGateway)).toEqual([...errorCodes]);
});

test.each([...codesIn(ofTheGateway), ...codesIn(ofHttp)])('%s has its meaning, cause and remedy', (code) => {
  const [, entry = ''] = text.split(`### \`${code}\`\n`);
  const parts = [...entry.split(/^##/m)[0]!.matchAll(/^- \*\*(\w+):\*\* \S/gm)].map(([, part]) => part);
  expect(parts).toEqual(['Meaning', 'Cause', 'Remedy']);
});

const refused: Record<string, string> = {
  GRAPHQL_PARSE_FAILED: JSON.stringify({ query: '{ hello' }),
  GRAPHQL_VALIDATION_FAILED: JSON.stringify({ query: '{ nope }' }),
  OPERATION_RESOLUTION_FAILURE: JSON.stringify({ query: 'query A { hello } query B { hello }' }),
  BAD_REQUEST: '{"query":',
  REQUEST_ENTITY_TOO_LARGE: JSON.stringify({ query: '{ hello }', variables: { a: 'x'.repeat(1_000_000) } }),
};

test('the codes of GraphQL over HTTP are those that the server gives', async () => {
  expect(codesIn(ofHttp)).toEqual(Object.keys(refused));
  await using server = await runningServer();
  for (const [code, body] of Object.entries(refused)) {
    const response = await server.ask('', { body });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  }
});
