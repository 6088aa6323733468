import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { tokenFileName } from '../../src/portal/tokens/cache-files.ts';
import type { PortalOptions } from '../../src/portal/portal-options.ts';
import type { Portal, RoleCredentials } from '../../src/portal/portal.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { anybody } from '../reading/read-scope.ts';
import { otherProgram } from './other-program.ts';
import { all, local, portalOnSandbox, region } from './portal-on-sandbox.ts';

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

export type Machine = Awaited<ReturnType<typeof atOneMachine>>;

/** Two gateways on one cache folder, which the AWS CLI and an SDK use, too. */
export async function atOneMachine(options: Partial<PortalOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'two-people-'));
  const config = join(folder, 'config');
  const environment = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
  const gateway = await portalOnSandbox({ tokenCache: { folder, settleMs: 0 }, environment, ...options });
  const { sandbox, now } = gateway;
  await writeFile(
    config,
    `[sso-session corp]\nsso_start_url = ${sandbox.startUrl}\nsso_region = ${region}\n`,
  );
  const second = gateway.start();
  const file = join(folder, tokenFileName('corp'));
  const cli = await otherProgram(sandbox, file, now);

  return {
    ...gateway,
    portals: [gateway.portal, second] as const,

    async signIn(portal: Portal, userName: string) {
      const login = await portal.login(local, { forceRefresh: true }, anybody);
      await sandbox.approve(login.userCode ?? '', userName);
      const watched = all(portal.watchLogin(local, login.id, anybody.signal));
      await gateway.clock.advance(1_000);
      expect((await watched).at(-1)?.state).toBe('SUCCEEDED');
    },

    cli,

    async [Symbol.asyncDispose]() {
      cli.close();
      await second.close();
      await gateway[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
