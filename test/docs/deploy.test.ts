import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { commands } from '../../src/config/option.ts';
import { docsOf, optionsOf, readConfig } from '../../src/main/read-config.ts';
import { readOidcFile } from '../../src/viewers/oidc/settings.ts';

type Yaml = any; // Of another schema in each file.

const read = (name: string) => readFileSync(`deploy/${name}`, 'utf8');
const documents = (name: string): Yaml[] => parseAllDocuments(read(name)).map((one) => one.toJS());
const manifests = documents('kubernetes.yaml');
const [deployment] = manifests.filter(({ kind }) => kind === 'Deployment');
const [container] = deployment.spec.template.spec.containers;
const [compose] = documents('compose.yaml');

/** What a form of running it sets for the gateway, by variable. */
const environments: Readonly<Record<string, Record<string, string>>> = {
  'deploy/compose.yaml': compose.services.gateway.environment,
  'deploy/kubernetes.yaml': Object.fromEntries(
    container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  ),
};

const known = new Set(commands.flatMap((command) => optionsOf(command).flatMap((name) => docsOf(name).env)));

test.each(Object.entries(environments))(
  'the variables in %s are the gateway’s, and it starts with them',
  (_, given) => {
    expect(Object.keys(given).filter((name) => !known.has(name))).toEqual([]);
    expect(readConfig('serve', {}, given)).toMatchObject({
      host: '0.0.0.0',
      behindProxy: true,
      store: '/var/lib/identity-center-gateway/store.db',
    });
  },
);

test('the issuers in deploy are as --auth oidc reads them', async () => {
  const [map] = manifests.filter(({ kind }) => kind === 'ConfigMap');
  for (const text of [read('oidc.json'), map.data['oidc.json']]) {
    const file = join(mkdtempSync(join(tmpdir(), 'oidc-')), 'oidc.json');
    writeFileSync(file, text);
    expect(await readOidcFile(file)).toMatchObject([{ issuer: 'https://issuer.example' }]);
  }
});

test('a form of running it writes on the image’s volume alone, and the rest is read-only', () => {
  const image = readFileSync('Containerfile', 'utf8');
  const [, volume = ''] = /^VOLUME (\S+)$/m.exec(image) ?? [];
  expect(compose.services.gateway).toMatchObject({
    read_only: true,
    volumes: [`state:${volume}`, expect.stringMatching(/:ro$/)],
  });
  expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
  expect(container.volumeMounts.filter(({ readOnly }: Yaml) => !readOnly)).toMatchObject([
    { mountPath: volume },
  ]);
  for (const given of Object.values(environments))
    for (const name of ['GATEWAY_STORE', 'GATEWAY_TOKENS', 'GATEWAY_AUDIT_FILE'])
      expect(given[name] ?? volume).toContain(volume);
  const [, user] = /^USER (\d+):/m.exec(image) ?? [];
  expect(deployment.spec.template.spec.securityContext.runAsUser).toBe(Number(user));
});

test('a pod has longer to end than the gateway takes to drain', () => {
  const { drainDelayMs } = readConfig('serve', {}, environments['deploy/kubernetes.yaml']!);
  expect(deployment.spec.template.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(
    drainDelayMs + 30_000,
  );
});
