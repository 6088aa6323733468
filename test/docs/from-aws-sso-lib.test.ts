import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { firstRole, person, token } from '../sign-in/signing-in.ts';
import { blocks } from './blocks.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)('the Python function of the guide yields every assignment that matches', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const [script] = blocks('docs/from-aws-sso-lib.md', 'python');
  const url = 'http://127.0.0.1:4000/graphql';
  expect(script).toContain(url);
  const { stdout } = await promisify(execFile)('python3', ['-c', script!.replace(url, gateway.url)]);
  const { organization } = sandbox;
  const set = organization.permissionSets().find(({ name }) => name === 'AdministratorAccess')!;
  const rows = organization.accounts().flatMap(({ id }) => organization.assignments(id, set.arn));
  expect(rows.length).toBeGreaterThan(50);
  expect(stdout.trimEnd().split('\n')).toHaveLength(rows.length);
});

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

test.skipIf(!hasBoto3)(
  'the session of the guide has credentials of the role, and fetches them again',
  async () => {
    await using me = await person();
    await me.signIn();
    const { accountId, roleName } = firstRole(me.sandbox);
    const [, script] = blocks('docs/from-aws-sso-lib.md', 'python');
    const call = `
session = get_boto3_session("${accountId}", "${roleName}", region="eu-west-1", url="${me.url}", token="${token}")
credentials = session.get_credentials()
credentials._expiry_time = credentials._expiry_time.replace(year=2000)
print(session.region_name, len(credentials.get_frozen_credentials().access_key) > 0)
`;
    const { stdout } = await promisify(execFile)('python3', ['-c', script! + call]);
    expect(stdout).toBe('eu-west-1 True\n');
  },
);
