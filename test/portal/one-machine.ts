import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createPortalAws } from '../../src/aws/portal-aws.ts';
import { tokenFileName } from '../../src/portal/tokens/cache-files.ts';
import type { PortalOptions } from '../../src/portal/create-portal.ts';
import type { Portal, RoleCredentials } from '../../src/portal/portal.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { anybody } from '../reading/read-scope.ts';
import { local, portalOnSandbox, region } from './portal-on-sandbox.ts';

/** Two people who both have this role. */
export function pairOf(organization: Organization) {
  const holders = new Map<string, string[]>();
  for (const { userId, userName, status } of organization.users()) {
    if (status !== 'ENABLED') continue;
    for (const row of organization.assignmentsFor('USER', userId)) {
      if (organization.account(row.accountId)?.state !== 'ACTIVE') continue;
      const role = `${row.accountId} ${organization.permissionSet(row.permissionSetArn)?.name}`;
      const names = new Set([...(holders.get(role) ?? []), userName]);
      holders.set(role, [...names]);
      if (names.size < 2) continue;
      const [accountId = '', roleName = ''] = role.split(' ');
      return { people: [...names], role: { accountId, roleName } };
    }
  }
  throw new Error('no role is held by two people');
}

/** What AWS says whose credentials they are. */
export async function ownerOf(endpoint: string, credentials: RoleCredentials): Promise<string> {
  const sts = new STSClient({ endpoint, region, credentials });
  try {
    return (await sts.send(new GetCallerIdentityCommand())).Arn?.split('/').at(-1) ?? '';
  } finally {
    sts.destroy();
  }
}

/** Two gateways on one cache folder, which the AWS CLI and an SDK use, too. */
export async function atOneMachine(options: Partial<PortalOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'two-people-'));
  const config = join(folder, 'config');
  const environment = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
  const gateway = await portalOnSandbox({ tokenCache: { folder }, environment, ...options });
  const { sandbox, now } = gateway;
  await writeFile(
    config,
    `[sso-session corp]\nsso_start_url = ${sandbox.startUrl}\nsso_region = ${region}\n`,
  );
  const second = gateway.start();
  const file = join(folder, tokenFileName('corp'));
  const aws = await createPortalAws({ region, endpoint: sandbox.url, unlimited: true });
  const { signal, meter } = anybody;
  const client = await aws.oidc.registerClient(
    { clientName: 'cli', scopes: ['sso:account:access'] },
    { signal, meter },
  );

  const { clientId, clientSecret } = client;
  const registrationExpiresAt = new Date(client.expiresAt).toISOString();
  const registration = { clientId, clientSecret, registrationExpiresAt };

  async function tokensBy(grant: Parameters<typeof aws.oidc.createToken>[1], by = registration) {
    const answer = await aws.oidc.createToken(by, grant, { signal, meter });
    if ('refused' in answer) return undefined;
    const expiresAt = new Date(now() + answer.expiresInMs).toISOString();
    const { accessToken, refreshToken } = answer;
    const { clientId: id, clientSecret: secret } = by;
    const members = { startUrl: sandbox.startUrl, region, accessToken, expiresAt, refreshToken };
    return { ...members, clientId: id, clientSecret: secret, registrationExpiresAt };
  }
  const present = () => readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const write = (json: object) => writeFile(file, JSON.stringify(json));

  return {
    ...gateway,
    portals: [gateway.portal, second] as const,

    async signIn(portal: Portal, userName: string) {
      const login = await portal.login(local, { forceRefresh: true }, anybody);
      await sandbox.approve(login.userCode ?? '', userName);
      const watched = Array.fromAsync(portal.watchLogin(local, login.id, signal));
      await gateway.clock.advance(1_000);
      expect((await watched).at(-1)?.state).toBe('SUCCEEDED');
    },

    async cliSignIn(userName: string) {
      const code = await aws.oidc.startDeviceAuthorization(client, sandbox.startUrl, { signal, meter });
      if ('refused' in code) throw new Error(code.refused);
      await sandbox.approve(code.userCode, userName);
      await write((await tokensBy({ deviceCode: code.deviceCode })) ?? {});
    },

    async cliLogout() {
      const token = await present();
      await rm(file, { force: true });
      if (token) await aws.portal.logout(token.accessToken, { signal, meter }).catch(() => {});
    },

    /** As botocore, which drops members that it does not know, or as the SDK for JavaScript, which keeps them. */
    async renew(keepsMembers: boolean) {
      const token = await present();
      const renewed = token && (await tokensBy({ refreshToken: token.refreshToken }, token));
      if (!renewed) return 'not at all';
      await write({ ...(keepsMembers && token), ...renewed });
      // The sandbox gives a new refresh token each time, so that nothing else proves it.
      return keepsMembers && token.lineage ? 'provably' : 'as anybody might';
    },

    async [Symbol.asyncDispose]() {
      aws.close();
      await second.close();
      await gateway[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
