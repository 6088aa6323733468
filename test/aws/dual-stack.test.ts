import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../../src/aws/connection/clients.ts';
import { createPortalAws } from '../../src/aws/portal-aws.ts';

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const region = 'eu-west-1';

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dual-stack-'));
  await writeFile(
    join(folder, 'config'),
    '[profile six]\nregion = eu-west-1\nuse_dualstack_endpoint = true\n',
  );
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
});
afterEach(() => void vi.unstubAllEnvs());

/** Where each of our clients calls, or sends a browser. */
async function hosts(more: { profile?: string; endpoint?: string } = {}): Promise<string[]> {
  const { ssoAdmin, identityStore, organizations, sts } = await connect({ region, credentials, ...more });
  const found: string[] = [];
  for (const { config } of [ssoAdmin, identityStore, organizations, sts]) {
    const [Region, UseDualStack] = [await config.region(), await config.useDualstackEndpoint()];
    const { url } = config.endpointProvider({
      Region,
      UseDualStack,
      UseFIPS: false,
      Endpoint: more.endpoint,
    });
    found.push(url.host);
  }
  const aws = await createPortalAws({ region, ...more });
  const request = {
    clientId: 'id',
    redirectUri: 'http://127.0.0.1/',
    state: 's',
    codeChallenge: 'c',
    scopes: [],
  };
  found.push(aws.oidc.authorizationUrl(request).host);
  aws.close();
  return found;
}

const dualStack = ['sso', 'identitystore', 'organizations', 'sts', 'oidc'].map(
  (service) => `${service}.${service === 'organizations' ? 'us-east-1' : region}.api.aws`,
);

test('every client takes AWS’s dual-stack endpoints where AWS_USE_DUALSTACK_ENDPOINT says so', async () => {
  expect((await hosts()).filter((host) => host.endsWith('.api.aws'))).toEqual([]);
  vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
  expect(await hosts()).toEqual(dualStack);
});

test('every client takes them where the profile says so that the gateway was given', async () => {
  expect(await hosts({ profile: 'six' })).toEqual(dualStack);
});

test('an endpoint of one’s own goes before dual-stack endpoints', async () => {
  vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
  expect(new Set(await hosts({ endpoint: 'http://127.0.0.1:4600' }))).toEqual(new Set(['127.0.0.1:4600']));
});
