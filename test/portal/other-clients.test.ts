import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createPortalAws } from '../../src/aws/portal-aws.ts';
import { createPortal } from '../../src/portal/create-portal.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { anybody } from '../reading/read-scope.ts';
import { last, local, userWithMost } from './portal-on-sandbox.ts';

const run = promisify(execFile);
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

/** A home folder as a person has it, with an sso-session, and a profile for a role that they have. */
async function atHome(options: SandboxOptions = {}) {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const sandbox = await startSandbox({ throttle: false, ...options });
  const user = userWithMost(sandbox.organization);
  const { accountId, roleName } = roleOf(sandbox, user);
  await mkdir(join(home, '.aws'));
  await writeFile(
    join(home, '.aws', 'config'),
    `[sso-session my-sso]
sso_start_url = ${sandbox.awsStartUrl}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile role]
sso_session = my-sso
sso_account_id = ${accountId}
sso_role_name = ${roleName}
region = eu-west-1
`,
  );
  const { AWS_CONFIG_FILE: _, AWS_ACCESS_KEY_ID: _key, ...rest } = process.env;
  const environment = {
    ...rest,
    HOME: home,
    AWS_CONFIG_FILE: join(home, '.aws', 'config'),
    AWS_PROFILE: 'role',
    AWS_ENDPOINT_URL: sandbox.url,
  };
  const portal = createPortal({
    connect: (region) => createPortalAws({ region, endpoint: sandbox.url, unlimited: true }),
    cursors: new Cursors(Buffer.from('secret')),
    tokenCache: { folder: join(home, '.aws', 'sso', 'cache') },
    environment,
  });
  return {
    portal,
    sandbox,
    environment,
    role: { accountId, roleName },
    async signIn() {
      const login = await portal.login(local, {}, anybody);
      await sandbox.approve(login.userCode ?? '', user);
      const end = await last(portal.watchLogin(local, login.id, anybody.signal));
      expect(end.state).toBe('SUCCEEDED');
    },
    async [Symbol.asyncDispose]() {
      await portal.close();
      await sandbox.close();
      await rm(home, { recursive: true });
    },
  };
}

function roleOf({ organization }: Sandbox, user: string) {
  const rows = organization.assignmentsFor('USER', organization.userByName(user)?.userId ?? '');
  const row = rows.find(({ accountId }) => organization.account(accountId)?.state === 'ACTIVE');
  const roleName = organization.permissionSet(row?.permissionSetArn ?? '')?.name ?? '';
  return { accountId: row?.accountId ?? '', roleName };
}

it.skipIf(!hasBoto3)('boto3 uses the sign-in that we wrote, and renews it', async () => {
  // Under its 15 minutes, so that it renews at once.
  await using at = await atHome({ tokenTtlMs: 8 * 60_000 });
  await at.signIn();
  const script = 'import boto3; print(boto3.Session().get_credentials().get_frozen_credentials().access_key)';
  const { stdout } = await run('python3', ['-c', script], { env: at.environment });
  expect(stdout).toMatch(/^ASIA/);
  expect(at.sandbox.counts()['sso-oidc:CreateToken']).toBeGreaterThan(1);
  // And we use what it wrote.
  expect(await at.portal.roleCredentials(local, at.role, anybody)).toHaveProperty('sessionToken');
});

it('the SDK for JavaScript uses the sign-in that we wrote', async () => {
  await using at = await atHome();
  await at.signIn();
  const script = `
    import { fromSSO } from '@aws-sdk/credential-providers';
    const { accessKeyId } = await fromSSO({ profile: 'role' })();
    process.stdout.write(accessKeyId);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    env: at.environment,
  });
  expect(stdout).toMatch(/^ASIA/);
});
