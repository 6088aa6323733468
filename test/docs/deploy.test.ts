import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { commands } from '../../src/config/option.ts';
import { docsOf, optionsOf, readConfig } from '../../src/main/options/read-config.ts';
import { readOidcFile } from '../../src/viewers/oidc/settings.ts';

type Yaml = any; // Of another schema in each file.

const read = (name: string) => readFileSync(`deploy/${name}`, 'utf8');
const documents = (name: string): Yaml[] => parseAllDocuments(read(name)).map((one) => one.toJS());
const manifests = documents('kubernetes.yaml');
const [deployment] = manifests.filter(({ kind }) => kind === 'Deployment');
const [container] = deployment.spec.template.spec.containers;
const [compose] = documents('compose.yaml');
const shared = documents('kubernetes-postgres.yaml');
const [sharedDeployment] = shared.filter(({ kind }) => kind === 'Deployment');
const [sharedContainer] = sharedDeployment.spec.template.spec.containers;
const [sharedCompose] = parseAllDocuments(read('compose-postgres.yaml')).map((one): Yaml =>
  one.toJS({ maxAliasCount: -1 }),
);

/** What a form of running it sets for the gateway, by variable. */
const environments: Readonly<Record<string, Record<string, string>>> = {
  'deploy/compose.yaml': compose.services.gateway.environment,
  'deploy/kubernetes.yaml': Object.fromEntries(
    container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  ),
};

/** Where several share a database. */
const sharedEnvironments: Readonly<Record<string, Record<string, string>>> = {
  'deploy/compose-postgres.yaml': sharedCompose.services['gateway-1'].environment,
  'deploy/kubernetes-postgres.yaml': Object.fromEntries(
    sharedContainer.env.map(({ name, value = 'of a secret' }: { name: string; value?: string }) => [
      name,
      value,
    ]),
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

test.each(Object.entries(sharedEnvironments))(
  'the variables in %s are the gateway’s or the database’s, and several start with them on one database',
  (_, given) => {
    const strange = Object.keys(given).filter((name) => !known.has(name) && !/^PG[A-Z]+$/.test(name));
    expect(strange).toEqual([]);
    const { store, stateKeys, cursorSecretFile, drainDelayMs } = readConfig('serve', {}, given);
    expect(store).toMatch(/^postgres:\/\/gateway@/);
    expect(store).not.toMatch(/:[^/@]*@/);
    expect([stateKeys, cursorSecretFile].every((file) => file?.startsWith('/run/secrets/'))).toBe(true);
    expect(drainDelayMs).toBeGreaterThanOrEqual(5_000);
  },
);

test('gateways that share a database write nowhere but there, and are replaced one after the other', () => {
  expect(sharedCompose.services['gateway-1']).toEqual(sharedCompose.services['gateway-2']);
  const { volumes, secrets, read_only } = sharedCompose.services['gateway-1'];
  expect(read_only).toBe(true);
  expect(volumes.every((volume: string) => volume.endsWith(':ro'))).toBe(true);
  const proxy = read('haproxy.cfg');
  for (const name of ['gateway-1', 'gateway-2']) expect(proxy).toContain(`server ${name} ${name}:4000`);
  expect(proxy).toContain('option httpchk GET /ready');
  const files = Object.values(sharedEnvironments['deploy/compose-postgres.yaml']!).filter((value) =>
    value.startsWith('/run/secrets/'),
  );
  expect(files.toSorted()).toEqual(secrets.map((name: string) => `/run/secrets/${name}`).toSorted());
  expect(sharedContainer.volumeMounts.every(({ readOnly }: Yaml) => readOnly)).toBe(true);
  expect(sharedDeployment.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  expect(sharedDeployment.spec.replicas).toBeGreaterThan(1);
});

test('the issuers in deploy are as --auth oidc reads them', async () => {
  const maps = [...manifests, ...shared].filter(({ kind }) => kind === 'ConfigMap');
  expect(maps).toHaveLength(2);
  for (const text of [read('oidc.json'), ...maps.map(({ data }) => data['oidc.json'])]) {
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
  const forms = [
    [deployment, environments['deploy/kubernetes.yaml']!],
    [sharedDeployment, sharedEnvironments['deploy/kubernetes-postgres.yaml']!],
  ] as const;
  for (const [{ spec }, given] of forms)
    expect(spec.template.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(
      readConfig('serve', {}, given).drainDelayMs + 30_000,
    );
});
