import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOidcFile } from '../../src/viewers/oidc/settings.ts';

const text = await readFile(new URL('../../docs/deploying.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/#### ([^\n]+)\n.*?```json\n(\{\n {2}"issuers".*?)```/gs)].map(
  ([, name = '', json = '']) => [name, json] as const,
);

test('docs/deploying.md has an example for each of the usual issuers', () => {
  expect(examples.map(([name]) => name)).toEqual(['Okta', 'Microsoft Entra ID', 'Keycloak']);
});

test.each(examples)('the example for %s is a file that the gateway takes', async (_, json) => {
  const file = join(await mkdtemp(join(tmpdir(), 'example-')), 'oidc.json');
  await writeFile(file, json);
  const [issuer] = await readOidcFile(file);
  expect(issuer?.signIn?.clientId).toBeTypeOf('string');
});
